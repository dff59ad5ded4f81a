"""Which formats are read, how they are told apart by content, and what else people send."""

import io
import re
from collections.abc import Callable

import pillow_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from morelli.images import parts
from morelli.images.errors import NotAPictureError, UnsupportedFormatError
from morelli.images.limits import Limits
from morelli.images.tiff import open_tiff

# How a file of each format begins, what bounds the work on it, and its decoder. Pillow's
# `Image.open` is passed by: it warns of 89 million pixels or more before our own limit is asked,
# and a warning may be an error.
_DECODERS: dict[str, tuple[bytes, parts.Walk, Callable[[io.BytesIO], Image.Image]]] = {
    "JPEG": (rb"\xff\xd8\xff", parts.jpeg, JpegImagePlugin.JpegImageFile),
    "PNG": (rb"\x89PNG", parts.png, PngImagePlugin.PngImageFile),
    "WEBP": (rb"RIFF....WEBP", parts.webp, WebPImagePlugin.WebPImageFile),
    "TIFF": (rb"II[*+]\0|MM\0[*+]", parts.tiff, open_tiff),
    "BMP": (
        rb"BM.{12}[\x0c\x10\x28\x34\x38\x40\x6c\x7c]\0\0\0",
        parts.bmp,
        BmpImagePlugin.BmpImageFile,
    ),
    "GIF": (rb"GIF8[79]a", parts.gif, GifImagePlugin.GifImageFile),
    "AVIF": (rb"....ftyp(?:.{4}){0,12}?avi[fs]", parts.whole, AvifImagePlugin.AvifImageFile),
    "HEIF": (rb"....ftyp(?:he[iv].|mif1|msf1)", parts.whole, pillow_heif.HeifImageFile),
}
_FOREIGN = {
    "PDF": rb"%PDF",
    "PostScript": rb"%!PS",
    "SVG": rb"\W*<(?:svg|(?:\?xml|!--|!doctype svg).*<svg)\b",
    "Photoshop": rb"8BPS",
    "GIMP": rb"gimp xcf",
    "JPEG XL": rb"\xff\x0a|\0\0\0\x0cJXL ",
    "JPEG 2000": rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51",
    "Windows icon": rb"\0\0[\x01\x02]\0",
    "DirectDraw": rb"DDS ",
    "OpenEXR": rb"v/1\x01",
    "Radiance": rb"#\?RADIANCE",
    "QOI": rb"qoif",
    "Netpbm": rb"P[1-7]\s",
    "Camera raw": rb"FUJIFILMCCD-RAW|IIRO|IIU\0|....ftypcrx ",
    "Video": rb"....ftyp.{4}|\x1a\x45\xdf\xa3|RIFF....AVI ",
}
_NO_PICTURES = {
    "a web page": rb"\W*<(?:!doctype html|html|head|body)\b",
    "a ZIP archive or an office document": rb"PK\x03\x04",
    "an archive": rb"7z\xbc\xaf\x27\x1c|Rar!|\x1f\x8b|BZh|\xfd7zXZ",
    "a text file": rb"[\t\n\r -~\x80-\xff]+\Z",
}

FORMATS = tuple(_DECODERS)
"""Pillow's names of the formats that are read; nothing else reaches a decoder."""

SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("jpg", "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "bmp", "gif"),
        *("avif", "heic", "heif"),
    )
)
"""File names that readers of folders take for pictures; the content decides later."""

HEAD = 64
"""So many bytes at a file's beginning tell whether it is a picture."""


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so is of one of `FORMATS`; `HEAD` bytes are enough."""
    return any(re.match(magic, head, re.DOTALL) for magic, _, _ in _DECODERS.values())


def open_header(data: bytes, limits: Limits | None = None) -> Image.Image:
    """Read the header, not yet the pixels, with the one decoder that the content asks for.

    Args:
        data: the file; of an animation only the first frame is opened.
        limits: on its parts and frames; `Limits()` by default.

    Raises:
        NotAPictureError: no picture, or none of a kind that is known.
        UnsupportedFormatError: a known format that is not in `FORMATS`.
        PictureTooLargeError: it has more parts or frames than the limits allow.
        Exception: anything else that the decoder raises on damaged files.
    """
    for magic, walk, decoder in _DECODERS.values():
        if re.match(magic, data, re.DOTALL):
            return decoder(io.BytesIO(walk(data, limits or Limits())))
    head = data[:4096]
    for name, magic in _FOREIGN.items():
        if re.match(magic, head, re.DOTALL | re.IGNORECASE):
            raise UnsupportedFormatError(f"{name} files are not read; save it as JPEG or PNG.")
    for name, magic in _NO_PICTURES.items():
        if re.match(magic, head, re.DOTALL | re.IGNORECASE):
            raise NotAPictureError(f"The file is {name}, not a picture.")
    raise NotAPictureError(f"The file is not a picture of a kind known here: {', '.join(FORMATS)}.")
