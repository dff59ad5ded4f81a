"""The only place that opens a picture: formats, limits, orientation and colour profile.

Every road to the model starts here, so that training, evaluation and serving see the same
pixels. What a format may hide is undone once: EXIF orientation, colour profiles, CMYK,
palettes, transparency and 16-bit samples all come out as upright sRGB bytes.

The threat model follows Pillow's "Security" handbook: only the decoders of a short allowlist
are ever called, the format is sniffed from the content and never taken from the name, and
limits on bytes, pixels and frames are checked before anything is decoded. docs/pictures.md
says what that covers and what not.
"""

import os
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from morelli.images import tiff
from morelli.images.colour import to_srgb
from morelli.images.cost import decoding_cost, reduction
from morelli.images.errors import (
    NotAPictureError,
    PictureError,
    PictureTooLargeError,
    TruncatedPictureError,
    UnsupportedFormatError,
    refusing,
)
from morelli.images.formats import FORMATS, SUFFIXES, open_header
from morelli.images.limits import Limits, beyond_ceiling, check
from morelli.images.orientation import undoing

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Decode",
    "Limits",
    "NotAPictureError",
    "PictureError",
    "PictureTooLargeError",
    "Pixels",
    "Source",
    "TruncatedPictureError",
    "UnsupportedFormatError",
    "decode",
    "decoding_cost",
    "from_pil",
    "read",
    "resize",
]

Source: TypeAlias = bytes | bytearray | memoryview | str | os.PathLike[str] | BinaryIO
Pixels: TypeAlias = NDArray[np.uint8]


class Decode(Protocol):
    """How pictures are decoded: `decode`, or in other processes (`morelli.images.pool`)."""

    def __call__(
        self, source: Source, *, limits: Limits | None = None, at_least: int | None = None
    ) -> Pixels:
        """The same pixels, and the same errors, as `decode`."""


def decode(source: Source, *, limits: Limits | None = None, at_least: int | None = None) -> Pixels:
    """Decode a picture to upright sRGB.

    Args:
        source: encoded bytes, a path, or a binary file positioned at its start.
        limits: what to refuse; `Limits()` by default.
        at_least: where only a small picture is wanted, the side in pixels, 1 or more, below
            which neither side may be reduced. JPEG files are then decoded at 1/2, 1/4 or 1/8
            scale, which costs a fraction of a full decode. None decodes at full size.

    Returns:
        uint8 array (H, W, 3), 0..255, sRGB; transparent pixels lie over white, and of several
        frames or pages the first is taken.

    Raises:
        NotAPictureError: the content is not a picture, or is empty.
        UnsupportedFormatError: a format that is not in `FORMATS`.
        TruncatedPictureError: the file is cut short or damaged.
        PictureTooLargeError: a limit is exceeded.
        OSError: the path cannot be read.
    """
    limits = limits or Limits()
    data = read(source, limits)
    with refusing():
        image = open_header(data, limits)
        check(image, data, limits)
        if at_least is not None and image.format == "JPEG":
            _draft(image, at_least)
        return _pixels(image)


def from_pil(image: Image.Image) -> Pixels:
    """The same conversion to upright sRGB, uint8 (H, W, 3), for a picture opened by the caller.

    Raises:
        PictureError: its pixels cannot be read.
    """
    with refusing():
        if 0 in image.size:
            raise NotAPictureError("The picture has no pixels.")
        return _pixels(image)


def resize(pixels: Pixels, size: tuple[int, int], interpolation: str) -> Pixels:
    """Resize with antialiasing, as every road to the model does.

    Args:
        pixels: uint8 (H, W, 3).
        size: (height, width) wanted, in pixels.
        interpolation: "bilinear", "bicubic" or "lanczos".

    Returns:
        uint8 (height, width, 3). Pictures six times too large or more are first shrunk by a
        whole factor with a box filter, to three times the size or more (Pillow's
        `reducing_gap`): a fraction of the cost, and on average less than one level of 255
        away from the full resize.
    """
    height, width = size
    if pixels.shape[:2] == (height, width):
        return pixels
    image = Image.fromarray(pixels)
    method = Image.Resampling[interpolation.upper()]
    return np.asarray(image.resize((width, height), method, reducing_gap=3.0), dtype=np.uint8)


def read(source: Source, limits: Limits) -> bytes:
    """The encoded bytes of a picture, so that it can be decoded more than once.

    Raises:
        NotAPictureError: there are none.
        PictureTooLargeError: there are more than `limits` allow.
        OSError: the path cannot be read.
    """
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return read(file, limits)
    if isinstance(source, bytes | bytearray | memoryview):
        _refuse_beyond(limits, memoryview(source).nbytes)
        data = bytes(source)  # of bytes no copy
    else:
        parts = bytearray()
        # Pipes and unbuffered files may hand over less than they were asked for.
        while len(parts) <= limits.bytes and (part := source.read(limits.bytes + 1 - len(parts))):
            parts += part
        _refuse_beyond(limits, len(parts))
        data = bytes(parts)
    if not data:
        raise NotAPictureError("The file is empty.")
    return data


def _refuse_beyond(limits: Limits, size: int) -> None:
    if size > limits.bytes:
        raise PictureTooLargeError(
            f"The file is larger than {limits.bytes / 1e6:g} MB; make it smaller and try again."
        )


def _draft(image: Image.Image, at_least: int) -> None:
    """Ask libjpeg for the smallest scale at which the short side keeps `at_least` pixels."""
    scale = reduction(image, at_least)
    if scale > 1:
        image.draft(None, (image.width // scale, image.height // scale))


def _pixels(image: Image.Image) -> Pixels:
    with beyond_ceiling(image):
        image.load()
    turn, profile = undoing(image), image.info.get("icc_profile")
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        image = tiff.eight_bit(image)
    upright = image if turn is None else image.transpose(turn)
    return np.asarray(to_srgb(upright, profile), dtype=np.uint8)
