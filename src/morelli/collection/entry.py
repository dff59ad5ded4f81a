"""What a collection is: a file after the other, whatever holds them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SIDECAR = ".xmp"
"""Ending of files that programs put beside pictures: they belong to those, and aren't entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a collection, or a folder that isn't looked into.

    Attributes:
        name: the same whenever the collection is read: below its folder, in its archive, or as its
            table writes it.
        picture: its file, or what reads its bytes, which may raise PictureError, DatasetError
            and OSError; None for what isn't asked.
        reason: why it isn't; empty for pictures.
        failed: whether the reason is one to be mended, and not that nobody meant a picture.
    """

    name: str
    picture: Path | Callable[[], bytes] | None = None
    reason: str = ""
    failed: bool = False

    @property
    def path(self) -> Path | None:
        """The picture's file; None where it has none of its own."""
        return self.picture if isinstance(self.picture, Path) else None


class Collection(Protocol):
    """Pictures to be looked at."""

    def entries(self) -> Iterator[Entry]:
        """Everything in it, in the same order each time.

        Raises:
            MorelliError: it can't be read, or no further.
        """

    def count(self) -> int | None:
        """How many entries there are; None where that costs as much as to read them."""
