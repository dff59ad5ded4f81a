"""How large a picture may be, checked on its header before anything is decoded."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image

from morelli.images.errors import PictureTooLargeError


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused before decoding.

    Attributes:
        bytes: largest encoded size.
        pixels: largest width x height. Decoders have ceilings of their own (WebP and TIFF 179
            million, AVIF 268 million), beyond which a picture stays refused.
        frames: most frames or pages a file may hold (only the first is ever decoded), and most
            scans of a progressive JPEG (each costs a walk over the whole picture).
    """

    bytes: int = 20_000_000
    pixels: int = 100_000_000
    frames: int = 1_000


def check(image: Image.Image, data: bytes, limits: Limits) -> None:
    """Refuse what is too large.

    Args:
        image: the opened header.
        data: the whole file.
        limits: on pixels and frames; bytes are counted while reading.

    Raises:
        PictureTooLargeError: a limit is exceeded.
    """
    width, height = image.size
    if width * height > limits.pixels:
        raise PictureTooLargeError(
            f"The picture has {width} x {height} pixels, more than {limits.pixels / 1e6:g} million;"
            " make it smaller and try again."
        )
    if _frames(image, data, limits.frames) > limits.frames:
        raise PictureTooLargeError(
            f"The file has more than {limits.frames} frames, pages or scans; save the first alone."
        )


def _frames(image: Image.Image, data: bytes, most: int) -> int:
    """Frames, pages or scans, counted no further than `most` + 1.

    Pillow's own `n_frames` walks through all of a GIF, and compares every page of a TIFF with
    every other: hours, for a crafted file that is within the limit on bytes.
    """
    match image.format:
        case "GIF":
            return _gif_frames(data, most)
        case "TIFF":
            return _tiff_pages(image, most)
        case "JPEG":
            return data.count(b"\xff\xda") if image.info.get("progressive") else 1
        case _:
            return getattr(image, "n_frames", 1)


def _gif_frames(data: bytes, most: int) -> int:
    """Walk over the blocks of a GIF (GIF89a specification, appendix B) without unpacking any."""

    def palette(flags: int) -> int:
        return 3 << (flags & 7) + 1 if flags & 0x80 else 0

    frames, at = 0, 13 + palette(data[10])
    while at < len(data) and data[at] != 0x3B and frames <= most:
        if data[at] == 0x2C:  # image
            frames += 1
            at += 11 + palette(data[at + 9])
        elif data[at] == 0x21:  # extension
            at += 2
        else:
            at += 1  # stray bytes between blocks are passed over, as decoders do
            continue
        while data[at]:
            at += data[at] + 1
        at += 1
    return frames


def _tiff_pages(image: Image.Image, most: int) -> int:
    try:
        image.seek(most)
    except EOFError:
        return most
    finally:
        image.seek(0)
    return most + 1


_FILTERS = threading.Lock()


@contextmanager
def beyond_ceiling(image: Image.Image) -> Iterator[None]:
    """Load in silence what our limit allows and Pillow warns of (89 to 179 million pixels).

    One at a time, since warning filters belong to the whole process.
    """
    if image.width * image.height <= (Image.MAX_IMAGE_PIXELS or float("inf")):
        yield
        return
    with _FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        yield
