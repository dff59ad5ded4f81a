"""What lies in a gallery's folder, without ever leaving it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from morelli.datasets.dataset import Problem
from morelli.datasets.scan import LeftOut, scan, sniffed


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file is written anew."""

    modified: int
    size: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A gallery's folder at one time.

    Attributes:
        pictures: every picture at any depth by its path below the folder, sorted by that.
        others: the other files.
        problems: what could not be looked at.
        noted: what nobody meant as a picture, a line for each kind.
    """

    pictures: Mapping[str, Stamp] = field(default_factory=dict)
    others: Mapping[str, Stamp] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    noted: tuple[Problem, ...] = ()


def look(root: Path, before: Seen) -> Seen:
    """Look at a gallery's folder: at each folder in it once.

    No file is opened that is called like a picture, and no other one a second time while it
    stays as it was `before`: a few milliseconds for a thousand pictures. A link to a file counts
    where it stays inside the folder; links to folders are never followed.
    """
    left_out = LeftOut()
    pictures: dict[str, Stamp] = {}
    others: dict[str, Stamp] = {}
    real = root.resolve()

    def sniff(entry: os.DirEntry[str], below: str) -> bool:
        state = _stamp(entry.stat())
        known = {before.others.get(below): False, before.pictures.get(below): True}
        return known[state] if state in known else sniffed(entry)

    for found in scan(root, left_out, inside=lambda path: inside(real, path), sniff=sniff):
        if found.kind == "folder":
            continue
        try:
            stamped = pictures if found.picture else others
            stamped[found.below] = _stamp(found.entry.stat())
        except OSError as error:
            left_out.fail(found.below, f"cannot be looked at: {error.strerror}")
    return Seen(dict(sorted(pictures.items())), others, tuple(left_out.problems), left_out.noted)


def inside(root: Path, path: Path) -> bool:
    """Whether a path, with all links and dots in it followed, stays below `root`."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def stamp(path: Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_mtime_ns, status.st_size)
