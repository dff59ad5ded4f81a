"""All that was seen in a gallery's folder at one time: pictures, their manifest, problems."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from morelli.datasets.dataset import Problem
from morelli.datasets.places import spelling
from morelli.gallery import folder as folders
from morelli.gallery import manifest
from morelli.gallery.folder import Seen, Stamp, stamp
from morelli.gallery.painting import Painting, describe, fold


@dataclass(frozen=True, slots=True)
class Entry:
    """A picture that is listed; its file has not been opened.

    Attributes:
        painting: what is known about it; width and height are 0.
        path: the file.
        stamp: the file's state when it was seen.
        words: what a text search looks at, folded.
    """

    painting: Painting
    path: Path
    stamp: Stamp
    words: str

    def matches(self, words: Iterable[str], style: str | None, artist: str | None) -> bool:
        """Whether it has all the words, and the style and painter where one is wanted."""
        return (
            (style is None or self.painting.style == style)
            and (artist is None or artist in (self.painting.artist, self.painting.after))
            and all(word in self.words for word in words)
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder's pictures at one time.

    Attributes:
        seen: the folder's files, and their states.
        table: the manifest's state; None where there is none.
        rows: what the manifest holds, by number, and what in it can't be read.
        entries: the pictures by id, in the order to show them.
        problems: rows and files that are left out.
    """

    seen: Seen = field(default_factory=Seen)
    table: Stamp | None = None
    rows: tuple[Mapping[int, manifest.Row], list[Problem]] = ({}, [])
    entries: Mapping[str, Entry] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def look(folder: Path, before: Listing) -> Listing:
    """List the folder; what hasn't changed since `before` is taken from there."""
    seen = folders.look(folder, before.seen)
    table = folder / manifest.NAME
    state = stamp(table)
    if state == before.table:
        rows = before.rows
        if seen == before.seen:
            return before
    else:
        rows = manifest.read(table) if state else ({}, [])
    files = seen.pictures
    known, unused = _rows_by_file(folder, rows[0], files)
    entries = (
        _entry(folder, file, files[file], known.get(file, {})) for file in _order(known, files)
    )
    return Listing(
        seen,
        state,
        rows,
        {entry.painting.id: entry for entry in entries},
        (*seen.problems, *rows[1], *unused),
    )


def _rows_by_file(
    folder: Path, rows: Mapping[int, manifest.Row], files: Mapping[str, Stamp]
) -> tuple[dict[str, manifest.Row], list[Problem]]:
    """The rows of pictures that are there, in the manifest's order, and the others."""
    real = {spelling(file): file for file in files}
    known: dict[str, manifest.Row] = {}
    unused: list[Problem] = []
    for number, row in rows.items():
        where = f"{manifest.NAME}, row {number}: {row['file']}"
        name = _below(folder, row["file"])
        file = real.get(name)
        if file is None:
            leaves = name.startswith(("/", "../")) or name == ".."
            reason = "leads out of the gallery" if leaves else "not there, or not a picture"
            unused.append(Problem(where, reason))
        elif file in known:
            unused.append(Problem(where, "listed twice"))
        else:
            known[file] = row
    return known, unused


def _below(folder: Path, name: str) -> str:
    """A name in one spelling; an absolute one that stays in the folder as a relative one."""
    plain = spelling(name)
    if not plain.startswith("/"):
        return plain
    try:
        path = Path(plain)
        real = spelling(str(path.parent.resolve() / path.name))
    except (OSError, ValueError, RuntimeError):
        return plain
    home = spelling(str(folder.resolve()))
    return real.removeprefix(f"{home.rstrip('/')}/")


def _order(known: Iterable[str], files: Iterable[str]) -> Iterator[str]:
    """The manifest's order, then all others by path."""
    return iter(dict.fromkeys((*known, *files)))


def _entry(folder: Path, file: str, state: Stamp, row: Mapping[str, str]) -> Entry:
    painting = describe(file, row)
    said = (painting.title, painting.artist_name, painting.style_name, painting.year, painting.file)
    words = " ".join(str(text) for text in said if text)
    return Entry(painting, folder / file, state, fold(f"{words} {row.get('artist', '')}"))
