"""The one reader of tables: CSV as anybody's program saves it, and Parquet (with pyarrow).

Spreadsheets put a byte order mark, a line `sep=;` or blank cells where nobody wrote any; none of
it counts here. Data sets, galleries and catalogues of works all read their tables with it.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from morelli.datasets.dataset import DatasetError, readable

DELIMITERS = ",;\t|"

Row = tuple[int, list[str]]
"""A row's number and its fields, stripped, as many as there are columns or more."""

_SEP = re.compile(r'\A\s*"?sep=(\\t|[^\r\n"])"?[,;|\t ]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_ENCODINGS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Table:
    """A table that is being read.

    Attributes:
        path: the file.
        columns: their names, in lower case; blank ones at the end are left out.
        rows: those that hold anything, once, in order. A CSV file's header is row 1, as in a
            spreadsheet; a Parquet file's first row is row 1.
    """

    path: Path
    columns: list[str]
    rows: Iterator[Row]

    def place(self, *names: str) -> int | None:
        """Where in a row the first of these columns that is there stands; None if none is."""
        return next((self.columns.index(name) for name in names if name in self.columns), None)

    def lacks(self, what: str) -> DatasetError:
        """What to say when a column isn't there."""
        named = ", ".join(self.columns) or "none"
        return DatasetError(
            f"{readable(self.path)} has no column {what}; its columns are: {named}."
        )

    def excess(self, fields: list[str]) -> str | None:
        """What is wrong with a row that has more fields than there are columns."""
        if len(fields) <= len(self.columns):
            return None
        return f"{len(fields)} fields where the header has {len(self.columns)}"


def read(path: Path) -> Table:
    """Begin to read a table; rows are read as they are taken, and not held.

    Args:
        path: a CSV file (UTF-8, or UTF-16 with its mark; commas, semicolons, tabs or bars between
            the fields) or a Parquet file, whatever it is called.

    Raises:
        DatasetError: it can't be read, or isn't a table; also while `rows` are taken.
    """
    try:
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
        return _parquet(path) if parquet else _csv(path)
    except OSError as error:
        raise DatasetError(f"{readable(path)} cannot be read: {error.strerror}.") from error


def _csv(path: Path) -> Table:
    with path.open("rb") as file:
        encoding = _ENCODINGS.get(file.read(2), "utf-8-sig")
    lines = _lines(path, encoding)
    delimiter = None
    first: list[str] = []  # up to the first that isn't blank, which has the delimiter
    for line in lines:
        first.append(line)
        if line.strip():
            if (said := _SEP.match(line)) is not None:  # Excel's own, which it doesn't show
                delimiter, first = "\t" if said[1] == "\\t" else said[1], []
            break
    if delimiter is None:
        # What stands between quotes separates nothing.
        bare = _QUOTED.sub("", first[-1] if first else "")
        delimiter = max(DELIMITERS, key=bare.count)
    rows = _numbered(path, csv.reader(chain(first, lines), delimiter=delimiter))
    _, header = next(rows, (1, []))
    columns = _without_blank_end([name.casefold() for name in header])
    return Table(path, columns, _fitted(len(columns), rows))


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a text file, with their ends as they are."""
    number = 1
    with path.open(encoding=encoding, newline="") as file:
        try:
            for line in file:
                yield line
                number += 1
        except UnicodeDecodeError as error:
            # Text is decoded ahead of the lines: those of the block before the fault count, too.
            row = number + error.object[: error.start].count(b"\n")
            raise DatasetError(
                f"{readable(path)} is not UTF-8 text (row {row}); save it as UTF-8 and try again."
            ) from error


def _numbered(path: Path, reader: Iterable[list[str]]) -> Iterator[Row]:
    """Rows with the numbers a spreadsheet gives them; blank ones are counted and left out."""
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            stripped = [field.strip() for field in fields]
            if any(stripped):
                yield number, stripped
    except csv.Error as error:
        raise DatasetError(
            f"{readable(path)} is not a CSV table: row {number + 1}: {error}."
        ) from error


def _fitted(width: int, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with a field for every column, and without blank ones behind those."""
    for number, fields in rows:
        kept = _without_blank_end(fields)
        yield number, kept + [""] * (width - len(kept))


def _without_blank_end(fields: list[str]) -> list[str]:
    while fields and not fields[-1]:
        fields = fields[:-1]
    return fields


def _parquet(path: Path) -> Table:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise DatasetError(
            f"{readable(path)} is a Parquet file, which needs pyarrow: "
            'pip install "morelli[parquet]", or save the table as CSV.'
        ) from error

    def damaged(error: Exception) -> DatasetError:
        return DatasetError(f"{readable(path)} is not a readable Parquet file: {error}.")

    def rows() -> Iterator[Row]:
        number = 0
        try:
            for batch in file.iter_batches():
                columns = (column.to_pylist() for column in batch.columns)
                for values in zip(*columns, strict=True):
                    number += 1
                    fields = [_field(value) for value in values]
                    if any(fields):
                        yield number, fields
        except (pyarrow.ArrowException, OSError) as error:
            raise damaged(error) from error

    try:
        file = parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise damaged(error) from error
    return Table(path, [name.strip().casefold() for name in file.schema_arrow.names], rows())


def _field(value: object) -> str:
    if value is None or value != value:  # pandas writes NaN where nothing is
        return ""
    return str(value).strip()
