"""Pictures as people name them to a verb."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morelli.datasets.scan import LeftOut


def named(pictures: list[Path], left_out: "list[LeftOut]") -> Iterator[Path]:
    """Every file named, and every picture in the folders named, folder by folder, sorted.

    A name that is spelt otherwise on the disk (an accent may be a mark of its own) finds its file.

    Args:
        pictures: files and folders.
        left_out: gets, for each folder, what in it isn't taken.
    """
    for path in pictures:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from _in_folder(path, left_out)
        else:
            from morelli.datasets.places import Places

            yield Places(Path()).find(str(path)) or path


def _in_folder(path: Path, left_out: "list[LeftOut]") -> Iterator[Path]:
    from morelli.datasets.scan import NOT_A_PICTURE, LeftOut, scan

    left_out.append(LeftOut(f"{path}/"))
    for found in scan(path, left_out[-1]):
        if found.picture:
            yield found.path
        elif found.kind == "file":
            left_out[-1].passed(found.below, NOT_A_PICTURE)
