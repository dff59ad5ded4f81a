"""All that was seen in a gallery's folder at one time: pictures, their manifest, problems."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from morelli.datasets.dataset import Problem
from morelli.gallery import manifest
from morelli.gallery.folder import Stamp, scan, stamp
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
        files: every picture's path below the folder, and its state.
        table: the manifest's state; None where there is none.
        rows: what the manifest holds, by number, and what in it can't be read.
        entries: the pictures by id, in the order to show them.
        problems: rows and files that are left out.
    """

    files: Mapping[str, Stamp] = field(default_factory=dict)
    table: Stamp | None = None
    rows: tuple[Mapping[int, manifest.Row], list[Problem]] = ({}, [])
    entries: Mapping[str, Entry] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def look(folder: Path, before: Listing) -> Listing:
    """List the folder; what hasn't changed since `before` is taken from there."""
    files, problems = scan(folder)
    table = folder / manifest.NAME
    state = stamp(table)
    if state == before.table:
        rows = before.rows
        if files == before.files and not problems and not before.problems:
            return before
    else:
        rows = manifest.read(table) if state else ({}, [])
    known, unused = _rows_by_file(rows[0], files)
    entries = (
        _entry(folder, file, files[file], known.get(file, {})) for file in _order(known, files)
    )
    return Listing(
        files,
        state,
        rows,
        {entry.painting.id: entry for entry in entries},
        (*problems, *rows[1], *unused),
    )


def _rows_by_file(
    rows: Mapping[int, manifest.Row], files: Mapping[str, Stamp]
) -> tuple[dict[str, manifest.Row], list[Problem]]:
    """The rows of pictures that are there, in the manifest's order, and the others."""
    # Accents are one letter or two marks, and slashes lean either way, as systems differ.
    real = {_plain(file): file for file in files}
    known: dict[str, manifest.Row] = {}
    unused: list[Problem] = []
    for number, row in rows.items():
        where = f"{manifest.NAME}, row {number}: {row['file']}"
        file = real.get(_plain(row["file"]))
        if file is None:
            path = PurePosixPath(row["file"].replace("\\", "/"))
            leaves = path.is_absolute() or ".." in path.parts
            reason = "leads out of the gallery" if leaves else "not there, or not a picture"
            unused.append(Problem(where, reason))
        elif file in known:
            unused.append(Problem(where, "listed twice"))
        else:
            known[file] = row
    return known, unused


def _order(known: Iterable[str], files: Iterable[str]) -> Iterator[str]:
    """The manifest's order, then all others by path."""
    return iter(dict.fromkeys((*known, *files)))


def _plain(file: str) -> str:
    return unicodedata.normalize("NFC", file.replace("\\", "/")).removeprefix("./")


def _entry(folder: Path, file: str, state: Stamp, row: Mapping[str, str]) -> Entry:
    painting = describe(file, row)
    said = (painting.title, painting.artist_name, painting.style_name, painting.year, painting.file)
    words = " ".join(str(text) for text in said if text)
    return Entry(painting, folder / file, state, fold(f"{words} {row.get('artist', '')}"))
