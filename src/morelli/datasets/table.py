"""A table of pictures, one a row: CSV (with the standard library) or Parquet (with pyarrow).

Columns: `path` or `file` (relative paths start from the table's own folder), `artist`, `style`,
`split`, `source`, `source_path`, `title`, `year`, `group`, `work` and `same_work_as`; others are
ignored. One of `artist` and `style` has to be there, unless the table is opened as unlabelled.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from morelli.datasets.dataset import Dataset, DatasetError, Problem, Sample, readable
from morelli.datasets.labels import artist_slug, first_year, split_name, style_slug

COLUMNS = (
    *("artist", "style", "split", "source", "title", "group", "work"),
    *("year", "source_path", "same_work_as"),
)
"""Those that may be there beside the picture's own, `path` or `file`."""

SUFFIXES = frozenset((".csv", ".tsv", ".txt", ".parquet"))

Row = tuple[int, list[str]]


def read(path: Path, *, labelled: bool = True) -> Dataset:
    """Read a table.

    Args:
        path: a CSV file (UTF-8; comma, semicolon or tab between fields) or a Parquet file.
        labelled: False allows a table with neither an artist nor a style column.

    Returns:
        the pictures in the table's order. Rows that can't be used stand in `skipped` by their
        number; a CSV file's header is row 1, as in a spreadsheet.

    Raises:
        DatasetError: the file can't be read, lacks a column, or none of its pictures is there.
    """
    parquet = _is_parquet(path)
    header, rows = _parquet(path) if parquet else _csv(path)
    column = _columns(path, header, labelled)
    samples: list[Sample] = []
    skipped: list[Problem] = []
    seen: dict[Path, int] = {}
    for number, fields in rows:
        result = _sample(path.parent, header, column, fields, seen)
        if isinstance(result, Sample):
            seen[result.path] = number
            samples.append(result)
        else:
            skipped.append(Problem(f"row {number}", result))
    if not samples:
        first = f" ({skipped[0].where}: {skipped[0].reason})" if skipped else ""
        raise DatasetError(
            f"{readable(path)} lists no picture that can be used{first}. Relative paths start "
            f"from {readable(path.parent.absolute())}."
        )
    return Dataset(path.stem, tuple(samples), tuple(skipped), path.parent)


def rows_of(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Number and the wanted columns' values of each row of a CSV file.

    Raises:
        DatasetError: the file can't be read or lacks one of the columns.
    """
    header, rows = _csv(path)
    missing = [name for name in wanted if name not in header]
    if missing:
        raise _lacks(path, " and ".join(f"'{name}'" for name in missing), header)
    places = [header.index(name) for name in wanted]
    for number, fields in rows:
        yield number, tuple(fields[place].strip() for place in places)


def _columns(path: Path, header: list[str], labelled: bool) -> dict[str, int]:
    """Where in a row each column we use stands."""
    column = {name: header.index(name) for name in COLUMNS if name in header}
    place = next((header.index(name) for name in ("path", "file") if name in header), None)
    if place is None:
        raise _lacks(path, "'path' (or 'file')", header)
    if labelled and not column.keys() & {"artist", "style"}:
        raise _lacks(path, "'artist' or 'style'", header)
    return {"path": place, **column}


def _lacks(path: Path, what: str, header: list[str]) -> DatasetError:
    return DatasetError(
        f"{readable(path)} has no column {what}; its columns are: {', '.join(header) or 'none'}."
    )


def _sample(
    folder: Path,
    header: list[str],
    column: dict[str, int],
    fields: list[str],
    seen: dict[Path, int],
) -> Sample | str:
    """The row's picture, or the reason why it can't be used."""
    if len(fields) != len(header):
        return f"{len(fields)} fields where the header has {len(header)}"
    value = {name: fields[place].strip() for name, place in column.items()}
    if not value["path"]:
        return "no picture named"
    picture = folder / value["path"]
    if picture in seen:
        return f"{value['path']} stands in row {seen[picture]} already"
    try:
        if not picture.is_file():
            return f"{value['path']} is not there"
    except (OSError, ValueError) as error:
        return f"{value['path']} cannot be looked up: {error}"
    return Sample(
        picture,
        artist_slug(value.get("artist", "")),
        style_slug(value.get("style", "")),
        split_name(value.get("split", "")),
        **{name: value.get(name) or None for name in ("source", "title", "group", "work")},
        year=first_year(value.get("year", "")),
        origin=value.get("source_path") or None,
        same_work_as=value.get("same_work_as") or None,
    )


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise DatasetError(f"{readable(path)} cannot be read: {error.strerror}.") from error


def _csv(path: Path) -> tuple[list[str], Iterator[Row]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DatasetError(
            f"{readable(path)} is not UTF-8 text (row {line}); save it as UTF-8 and try again."
        ) from error
    except OSError as error:
        raise DatasetError(f"{readable(path)} cannot be read: {error.strerror}.") from error
    if not text.strip():
        raise DatasetError(f"{readable(path)} is empty; a header with the columns was expected.")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = _numbered(path, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    _, header = next(rows, (1, []))
    header = [name.strip().casefold() for name in header]
    padded = ((number, fields + [""] * (len(header) - len(fields))) for number, fields in rows)
    return header, padded


def _numbered(path: Path, reader: Iterable[list[str]]) -> Iterator[Row]:
    """Rows with the numbers a spreadsheet gives them; blank ones are counted and left out."""
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if any(field.strip() for field in fields):
                yield number, fields
    except csv.Error as error:
        raise DatasetError(
            f"{readable(path)} is not a CSV table: row {number + 1}: {error}."
        ) from error


def _parquet(path: Path) -> tuple[list[str], Iterator[Row]]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise DatasetError(
            f"{readable(path)} is a Parquet file, which needs pyarrow: "
            'pip install "morelli[train]", or save the table as CSV.'
        ) from error
    try:
        table = parquet.read_table(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise DatasetError(f"{readable(path)} is not a readable Parquet file: {error}.") from error
    columns = [
        ["" if value is None else str(value) for value in column.to_pylist()]
        for column in table.columns
    ]
    header = [name.strip().casefold() for name in table.column_names]
    return header, ((n, list(f)) for n, f in enumerate(zip(*columns, strict=True), start=1))
