"""Pictures as people name them to a verb."""

from collections.abc import Iterator
from pathlib import Path


def named(pictures: list[Path]) -> Iterator[Path]:
    """Every file named, and every picture by its name in the folders named, sorted."""
    from morelli.images import SUFFIXES

    for path in pictures:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.suffix.casefold() in SUFFIXES
            )
        else:
            yield path
