"""The one reader of folders: every picture below one, and what is left out and why.

Data sets, galleries, catalogues of works and `morelli classify` all list folders with it. It
streams: of a folder with a million files only one folder's names are held at a time.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from morelli.datasets import ignored
from morelli.datasets.dataset import Problem, readable
from morelli.images import SUFFIXES
from morelli.images.formats import HEAD, is_picture

NOT_A_PICTURE = "not called like a picture"


Kind = Literal["picture", "file", "folder"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file or a folder in a folder that is read.

    Attributes:
        path: the file.
        below: its path below the folder, with slashes.
        kind: a "picture" is called like one or, with another name, begins like one; a "folder"
            comes before what is in it.
        entry: what the system says of it.
    """

    path: Path
    below: str
    kind: Kind
    entry: os.DirEntry[str]

    @property
    def picture(self) -> bool:
        """Whether it is a picture, as far as one can tell without decoding it."""
        return self.kind == "picture"


@dataclass(slots=True)
class LeftOut:
    """What a reader of folders left out, while and after it runs.

    Attributes:
        at: what comes before every name, such as "pictures/".
        each: whether to be told of whatever is left out, also of what nobody takes for a picture.
        problems: what can't be listed or looked at, and why.
    """

    at: str = ""
    each: bool = False
    problems: list[Problem] = field(default_factory=list)
    _passed: dict[str, tuple[str, int]] = field(default_factory=dict)

    def fail(self, below: str, reason: str) -> None:
        """Name what can't be looked at."""
        self.problems.append(Problem(readable(f"{self.at}{below}".rstrip("/") or "."), reason))

    def passed(self, below: str, reason: str) -> None:
        """Count what nobody meant as a picture; the first of each kind gives it its name."""
        first, count = self._passed.get(reason, (below, 0))
        self._passed[reason] = first, count + 1

    @property
    def noted(self) -> tuple[Problem, ...]:
        """What was passed over on purpose: one line for each kind."""
        return tuple(
            Problem(
                readable(f"{self.at}{first}"),
                reason if count == 1 else f"{reason}; {count:,} such are left out",
            )
            for reason, (first, count) in self._passed.items()
        )


def sniffed(found: os.DirEntry[str]) -> bool:
    """Whether a file begins as a picture of a known format does, whatever it is called.

    Halves and backups of pictures aren't, nor is a file that can't be read.
    """
    if ignored.is_copy(found.name):
        return False
    try:
        with open(found.path, "rb") as file:  # noqa: PTH123 - an entry's path is a string
            return is_picture(file.read(HEAD))
    except OSError:
        return False


def scan(
    folder: Path,
    left_out: LeftOut,
    *,
    inside: Callable[[Path], bool] | None = None,
    sniff: Callable[[os.DirEntry[str], str], bool] = lambda entry, _: sniffed(entry),
) -> Iterator[Found]:
    """Everything below a folder, folder by folder, sorted by name.

    Folders are looked into whatever they are called, `a.jpg` too, unless `ignored` knows them.

    Args:
        folder: where to begin; it is read though it be hidden.
        left_out: told what isn't among the files.
        inside: for readers who must not leave a folder: whether a link's path stays in it. Links
            to folders are followed where it is None, and else never.
        sniff: whether a file that isn't called like a picture is one, told its path below.

    Yields:
        pictures, all other files that aren't ignored, and folders.
    """
    yield from _below(folder, "", (), left_out, inside, sniff)


def subfolders(folder: Path) -> list[Path]:
    """The folders in a folder that `scan` would look into, sorted; none if it can't be listed."""
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if not ignored.why(e.name, folder=True) and _is_dir(e)]
    except OSError:
        return []
    return [folder / name for name in sorted(names)]


def _below(
    folder: Path,
    below: str,
    above: tuple[tuple[int, int], ...],
    left_out: LeftOut,
    inside: Callable[[Path], bool] | None,
    sniff: Callable[[os.DirEntry[str], str], bool],
) -> Iterator[Found]:
    try:
        if inside is None:
            status = folder.stat()
            place = status.st_dev, status.st_ino
            if place in above:
                left_out.passed(below.rstrip("/"), "a link back to its own folder")
                return
            above = (*above, place)
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        left_out.fail(below, f"cannot be listed: {error.strerror}")
        return
    for entry in entries:
        name = f"{below}{entry.name}"
        try:
            linked = entry.is_symlink()
            is_folder = entry.is_dir(follow_symlinks=inside is None)
            called = Path(entry.name).suffix.casefold() in SUFFIXES
            if (reason := ignored.why(entry.name, folder=is_folder)) is not None:
                if left_out.each or called or (is_folder and _worth_a_word(entry)):
                    left_out.passed(name, reason)
            elif is_folder:
                path = folder / entry.name
                yield Found(path, name, "folder", entry)
                yield from _below(path, f"{name}/", above, left_out, inside, sniff)
            elif linked and inside is not None and not inside(folder / entry.name):
                if left_out.each or called:
                    left_out.fail(name, "a link that leads out of the gallery")
            elif entry.is_file():
                kind: Kind = "picture" if called or sniff(entry, name) else "file"
                yield Found(folder / entry.name, name, kind, entry)
            elif (left_out.each or called) and not entry.is_dir():
                left_out.fail(name, "a link to nothing" if linked else "not a file")
        except OSError as error:
            left_out.fail(name, f"cannot be looked at: {error.strerror}")


def _worth_a_word(entry: os.DirEntry[str]) -> bool:
    """Whether a folder that is left out is a known one, or holds what is called like a picture."""
    if entry.name.casefold() in ignored.FOLDERS:
        return True
    try:
        with os.scandir(entry.path) as entries:
            return any(Path(e.name).suffix.casefold() in SUFFIXES for e in entries)
    except OSError:
        return True


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
