"""What the files are made of: small healthy pictures, and the parts of formats."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()  # Pillow writes HEIC only with it

Kinds = Iterator[tuple[str, Callable[[], bytes]]]
"""Names, and for each what makes the file."""

MB = 1_000_000


@cache
def picture(width: int = 64, height: int = 48) -> Image.Image:
    """Noise, RGB: no part of it says what the rest looks like."""
    noise = np.random.default_rng(17).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(noise)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as a file."""
    file = io.BytesIO()
    image.copy().save(file, kind, **options)  # Pillow leaves settings on what it has written
    return file.getvalue()


@cache
def healthy() -> dict[str, bytes]:
    """A small healthy file of every format, plain and with what the format is able to do."""
    image = picture()

    def several(kind: str) -> bytes:
        others = [picture().rotate(90 * i) for i in (1, 2)]
        return encoded(image, kind, save_all=True, append_images=others)

    return {
        "jpeg": encoded(image, "JPEG"),
        "jpeg-progressive": encoded(image, "JPEG", progressive=True),
        "jpeg-cmyk": encoded(image.convert("CMYK"), "JPEG"),
        "jpeg-restarts": encoded(image, "JPEG", restart_marker_blocks=1),
        "mpo": several("MPO"),
        "png": encoded(image, "PNG"),
        "png-palette": encoded(image.convert("P"), "PNG"),
        "apng": several("PNG"),
        "webp": encoded(image, "WEBP"),
        "webp-lossless": encoded(image.convert("RGBA"), "WEBP", lossless=True),
        "webp-animated": several("WEBP"),
        "tiff": encoded(image, "TIFF"),
        "tiff-lzw": encoded(image, "TIFF", compression="tiff_lzw"),
        "tiff-deflate": encoded(image, "TIFF", compression="tiff_adobe_deflate"),
        "tiff-jpeg": encoded(image, "TIFF", compression="jpeg"),
        "tiff-pages": several("TIFF"),
        "bmp": encoded(image, "BMP"),
        "gif": encoded(image.convert("P"), "GIF"),
        "gif-animated": several("GIF"),
        "avif": encoded(image, "AVIF"),
        "avif-animated": several("AVIF"),
        "heic": encoded(image, "HEIF"),
        "heic-several": several("HEIF"),
    }


def noise(length: int) -> bytes:
    """Random bytes, always the same."""
    return np.random.default_rng(length).bytes(length)


def deflated(length: int) -> bytes:
    """So many zeros as zlib packs them, in about a thousandth; the same block over and over."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = pack.compress(bytes(MB)) + pack.flush(zlib.Z_FULL_FLUSH)
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    last = pack.compress(bytes(length % MB)) + pack.flush()
    checksum = struct.pack(">HH", length % 65_521, 1)  # of zeros (RFC 1950, section 8)
    return b"\x78\xda" + block * (length // MB) + last + checksum


def chunk(name: bytes, data: bytes, length: int | None = None) -> bytes:
    """A chunk of a PNG; `length` is what it says of itself."""
    size = struct.pack(">I", len(data) if length is None else length)
    return size + name + data + struct.pack(">I", zlib.crc32(name + data))


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def ifd(
    entries: list[tuple[int, int, int, bytes | int]],
    *,
    following: int = 0,
    body: bytes = b"",
    order: str = "<",
) -> bytes:
    """A TIFF of one directory behind `body`, which begins at byte 8.

    Args:
        entries: tag, type, count, and the value (a number, or bytes that are put behind).
        following: where the next directory should be.
        body: strips and the like.
        order: "<" or ">", as in `struct`.
    """
    start = 8 + len(body)
    behind = start + 2 + 12 * len(entries) + 4
    table, beyond = b"", b""
    for tag, kind, count, value in entries:
        if isinstance(value, bytes) and len(value) > 4:
            place = struct.pack(f"{order}I", behind + len(beyond))
            beyond += value
        elif isinstance(value, bytes):
            place = value.ljust(4, b"\0")
        else:
            place = struct.pack(f"{order}I", value)
            if kind == 3 and count == 1:
                place = struct.pack(f"{order}HH", value, 0)
        table += struct.pack(f"{order}HHI", tag, kind, count) + place
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, start)
    count = struct.pack(f"{order}H", len(entries))
    return head + body + count + table + struct.pack(f"{order}I", following) + beyond
