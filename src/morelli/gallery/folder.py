"""What lies in a gallery's folder, without ever leaving it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from morelli.datasets.dataset import Problem, readable
from morelli.images import SUFFIXES


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written anew."""

    modified: int
    size: int


def scan(root: Path) -> tuple[dict[str, Stamp], list[Problem]]:
    """Every file called like a picture at any depth, by its path below `root` with slashes.

    One look at each folder and no file opened: a few milliseconds for a thousand pictures.
    Hidden files are left out. A link to a file counts where it stays inside the folder; links
    to folders are never followed.

    Returns:
        the pictures sorted by path, and what could not be looked at.
    """
    problems: list[Problem] = []
    found = dict(_walk(root, root.resolve(), "", problems))
    return dict(sorted(found.items())), problems


def inside(root: Path, path: Path) -> bool:
    """Whether a path, with all links and dots in it followed, stays below `root`."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def stamp(path: Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_mtime_ns, status.st_size)


def _walk(
    folder: Path, root: Path, below: str, problems: list[Problem]
) -> Iterator[tuple[str, Stamp]]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        problems.append(Problem(readable(below) or ".", f"cannot be listed: {error.strerror}"))
        return
    for entry in entries:
        if entry.name.startswith((".", "__")):
            continue
        file = f"{below}{entry.name}"
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(folder / entry.name, root, f"{file}/", problems)
            elif Path(entry.name).suffix.casefold() not in SUFFIXES:
                continue
            elif entry.is_symlink() and not inside(root, folder / entry.name):
                problems.append(Problem(readable(file), "a link that leads out of the gallery"))
            elif entry.is_file():
                status = entry.stat()
                yield file, Stamp(status.st_mtime_ns, status.st_size)
        except OSError as error:
            problems.append(Problem(readable(file), f"cannot be looked at: {error.strerror}"))
