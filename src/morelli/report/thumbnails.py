"""Pictures inside a page: small, and written into it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from morelli import images
from morelli.errors import MorelliError
from morelli.images import Pixels
from morelli.images.small import data_uri, fitted, webp

THUMBNAIL = 128
"""Longer side in pixels: 2.8 KB each as WebP, so 2,000 of them make a page of 8 MB."""

MOST = 2500
"""Thumbnails in one page."""

_QUALITY = 60


def shrunk(pixels: Pixels, side: int, quality: int = _QUALITY) -> str:
    """A picture (H, W, 3) with at most `side` pixels a side, as WebP in a data URI."""
    height, width = pixels.shape[:2]
    small = images.resize(pixels, fitted((height, width), side), "lanczos")
    return data_uri(webp(small, quality), "webp")


def thumbnails(
    paths: Sequence[Path],
    first: Sequence[bool],
    progress: Callable[[int], None] = lambda _: None,
) -> list[str | None]:
    """A thumbnail for each picture, as data URIs.

    Args:
        paths: the pictures.
        first: which of them matter most: beyond `MOST` pictures, the others are left out.
        progress: called with 1 after each picture.

    Returns:
        None in the place of pictures left out, or no longer to be read.
    """
    order = sorted(range(len(paths)), key=lambda i: not first[i])
    chosen = set(order[:MOST])

    def make(i: int) -> str | None:
        if i not in chosen:
            return None
        try:
            return shrunk(images.decode(paths[i], at_least=THUMBNAIL), THUMBNAIL)
        except (MorelliError, OSError):
            return None

    made = []
    with ThreadPoolExecutor() as pool:
        for thumbnail in pool.map(make, range(len(paths))):
            progress(1)
            made.append(thumbnail)
    return made
