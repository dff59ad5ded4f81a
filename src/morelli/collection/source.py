"""What a collection is made of: one file after the other, none listed beforehand.

A folder is walked as everywhere (`morelli.datasets.scan`), a table read by its one reader, and
archives are read where they lie (`morelli.collection.archives`). Whatever isn't asked is an entry,
too, with the reason.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from morelli.collection import archives
from morelli.collection.entry import SIDECAR, Collection, Entry
from morelli.datasets import rows, table
from morelli.datasets.dataset import readable
from morelli.datasets.places import Places
from morelli.datasets.scan import NOT_A_PICTURE, LeftOut, scan
from morelli.errors import MorelliError
from morelli.images import Limits


def open_collection(
    path: Path, limits: Limits | None = None, *, own: Callable[[Path], bool] = lambda _: False
) -> Collection:
    """A collection, recognised by what is there.

    Args:
        path: a folder, a table with a column `path` or `file`, or a ZIP or tar archive.
        limits: pictures beyond them aren't unpacked; by default those of `Limits`.
        own: tells files of our own in a folder, which are no part of it.

    Raises:
        MorelliError: it is none of these.
    """
    if path.is_dir():
        return Folder(path, own)
    if not path.exists():
        raise MorelliError(f"{readable(path)} is not there.")
    if path.suffix.casefold() in table.SUFFIXES:
        return Table(path)
    if (archive := archives.recognised(path, limits or Limits())) is not None:
        return archive
    raise MorelliError(
        f"{readable(path)} is no collection: that is a folder, a table (.csv, .tsv, .parquet) or"
        " an archive (.zip, .tar, .tar.gz …)."
    )


@dataclass(slots=True)
class _Told(LeftOut):
    """Hands on what a reader of folders leaves out, each by itself and at once."""

    entries: list[Entry] = field(default_factory=list)

    def fail(self, below: str, reason: str) -> None:
        self.entries.append(Entry(below.rstrip("/") or ".", reason=reason, failed=True))

    def passed(self, below: str, reason: str) -> None:
        self.entries.append(Entry(below, reason=reason))

    def take(self) -> Iterator[Entry]:
        """What was left out since the last call."""
        yield from self.entries
        self.entries.clear()


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything below a folder."""

    folder: Path
    own: Callable[[Path], bool] = lambda _: False

    def entries(self) -> Iterator[Entry]:
        """See `Collection`; of one folder at a time the names are held."""
        for entry in self._all():
            if not self._passed_over(entry.name):
                yield entry

    def _all(self) -> Iterator[Entry]:
        told = _Told(each=True)
        for found in scan(self.folder, told):
            yield from told.take()
            if found.picture:
                yield Entry(found.below, found.path)
            elif found.kind == "file":
                yield Entry(found.below, reason=NOT_A_PICTURE)
        yield from told.take()

    def count(self) -> int:
        """See `Collection`; no file is opened for it."""
        told = _Told(each=True)
        number = 0
        for found in scan(self.folder, told, sniff=lambda *_: False):
            number += sum(not self._passed_over(entry.name) for entry in told.take())
            number += found.kind != "folder" and not self._passed_over(found.below)
        return number + len(told.entries)

    def _passed_over(self, name: str) -> bool:
        return name.casefold().endswith(SIDECAR) or self.own(self.folder / name)


@dataclass(frozen=True, slots=True)
class Table:
    """The pictures that a table names."""

    path: Path

    def entries(self) -> Iterator[Entry]:
        """See `Collection`; names are those in the table."""
        read, column = self._opened()
        places = Places(self.path.parent)
        for number, fields in read.rows:
            name = fields[column]
            if (excess := read.excess(fields)) is not None:
                yield Entry(name or f"row {number}", reason=excess, failed=True)
            elif not name:
                yield Entry(f"row {number}", reason="no picture named", failed=True)
            else:
                yield _placed(places, name)

    def count(self) -> int:
        """See `Collection`."""
        return sum(1 for _ in self._opened()[0].rows)

    def _opened(self) -> tuple[rows.Table, int]:
        read = rows.read(self.path)
        column = read.place("path", "file")
        if column is None:
            raise read.lacks("'path' (or 'file')")
        return read, column


def _placed(places: Places, name: str) -> Entry:
    """The entry for a name in a table."""
    try:
        picture = places.find(name)
    except (OSError, ValueError) as error:
        return Entry(name, reason=f"cannot be looked up: {error}", failed=True)
    if picture is None:
        return Entry(name, reason="There is no such file.", failed=True)
    return Entry(name, picture)
