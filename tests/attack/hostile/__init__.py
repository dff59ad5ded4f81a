"""Hostile picture files, all made here: small ones that ask for much, broken ones, false ones.

`files()` gives them all, always the same bytes for the same version of Pillow. They are cheap to
make and need no file; what they cost is the matter of whoever opens them.
"""

from collections.abc import Iterator

from hostile import bmp, boxes, damaged, gif, jpeg, metadata, not_pictures, png, tiff, webp

_MODULES = (damaged, jpeg, png, gif, webp, tiff, bmp, boxes, metadata, not_pictures)

__all__ = ["files"]


def files(only: str = "", *, every: int = 1) -> Iterator[tuple[str, bytes]]:
    """Each kind's name, "format/attack", and the file.

    Args:
        only: the name's beginning; others are not even made.
        every: only each so-manieth, the first among them.
    """
    number = 0
    for module in _MODULES:
        for name, make in module.kinds():
            if name.startswith(only):
                if number % every == 0:
                    yield name, make()
                number += 1
