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
        side: largest width or height; each row costs a step, however short it is.
        frames: most frames or pages a file may hold (only the first is ever decoded), and most
            scans of a JPEG.
        scanned: most pixels that all scans of a JPEG go over, each of them over the whole picture.
        parts: most segments, chunks, blocks, tags, strips or tiles a file may consist of.
    """

    bytes: int = 20_000_000
    pixels: int = 100_000_000
    side: int = 65_535
    frames: int = 1_000
    scanned: int = 1_000_000_000
    parts: int = 50_000


def check(image: Image.Image, data: bytes, limits: Limits) -> None:
    """Refuse what is too large.

    Args:
        image: the opened header.
        data: the whole file.
        limits: on all but bytes, which are counted while reading, and parts (see `parts`).

    Raises:
        PictureTooLargeError: a limit is exceeded.
    """
    width, height = image.size
    if width * height > limits.pixels:
        raise PictureTooLargeError(
            f"The picture has {width} x {height} pixels, more than {limits.pixels / 1e6:g} million;"
            " make it smaller and try again."
        )
    if max(width, height) > limits.side:
        raise PictureTooLargeError(
            f"The picture has {width} x {height} pixels; a side may have {limits.side:,} at most."
        )
    scans = count_scans(image, data)
    if max(scans, getattr(image, "n_frames", 1) if image.format in _COUNTED else 1) > limits.frames:
        raise PictureTooLargeError(
            f"The file has more than {limits.frames} frames, pages or scans; save the first alone."
        )
    if scans * width * height > limits.scanned:
        raise PictureTooLargeError(
            f"The {scans} scans of the file go over {scans * width * height / 1e6:,.0f} million"
            f" pixels, more than {limits.scanned / 1e6:,g} million; save it anew, not progressive."
        )


_COUNTED = ("PNG", "AVIF", "HEIF")
"""Formats whose headers say how many frames there are; `parts` counts those of the others."""


def count_scans(image: Image.Image, data: bytes) -> int:
    """How many scans a JPEG has; those of further pictures behind it are counted, too.

    Args:
        image: the opened header, read up to the first scan.
        data: the whole file.

    Returns:
        One for other formats.
    """
    file = getattr(image, "fp", None)
    if image.format != "JPEG" or file is None:
        return 1
    return 1 + data.count(b"\xff\xda", file.tell())


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
