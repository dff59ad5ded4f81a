"""Width and height of a picture from its header, as `morelli.images.decode` would give them."""

from pathlib import Path

from morelli.images import Limits, PictureError
from morelli.images.errors import refusing
from morelli.images.formats import open_header
from morelli.images.limits import check
from morelli.images.orientation import on_its_side

LIMITS = Limits(bytes=100_000_000)
"""A gallery's pictures are its owner's, so files may be larger than those of strangers."""

_HEAD = 1 << 16


def read_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels of the upright picture; nothing is decoded.

    The first 64 kB are enough for nearly every JPEG, PNG and GIF; where they aren't, the whole
    file is read.

    Raises:
        PictureError: the file is no picture that morelli reads, or is too large.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if len(head) == _HEAD:
            try:
                return _size(head)
            except PictureError:
                head += file.read(LIMITS.bytes + 1 - _HEAD)
    return _size(head)


def _size(data: bytes) -> tuple[int, int]:
    with refusing():
        image = open_header(data, LIMITS)
        check(image, data, LIMITS)
        width, height = image.size
        return (height, width) if on_its_side(image) else (width, height)
