"""Tables of answers in three formats and one schema (`morelli.inference.answer_csv`).

CSV is for spreadsheets: what they would take for formulas is guarded. In JSON lines and Parquet
shares and years are numbers, and what is empty is null. Embeddings are a column of a Parquet file;
beside the others they lie in a `.npy` file, float32 (rows, K), NaN where there is no answer.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice, repeat
from pathlib import Path
from typing import IO, Any, Protocol, TextIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from morelli.errors import MorelliError
from morelli.inference.answer_csv import AnswerWriter, Cell, columns, unguarded
from morelli.storage import atomic_write

Row: TypeAlias = tuple[Mapping[str, Cell], NDArray[np.float32] | None]
"""A row's cells that aren't empty, by column, and the picture's embedding (K,), if there is one."""

YEAR = "work_year"

GROUP = 4096
"""Rows of a Parquet file that are held at once."""


class Format(Protocol):
    """How rows are written to a file and read from it.

    Attributes:
        suffix: of its files' names.
    """

    suffix: str

    def write(self, path: Path, rows: Iterable[Row]) -> None:
        """Write a file, as a whole or not at all; rows are taken as they are written."""

    def read(self, path: Path) -> Iterator[Row]:
        """The rows of a file that was written so; numbers of a CSV file stay text."""


def format_of(out: Path, artists: int, styles: int, wide: int | None) -> Format:
    """The format that a file's name asks for.

    Args:
        out: the file.
        artists: how many painters a row names.
        styles: how many styles.
        wide: length K of embeddings; None where there shall be none.

    Raises:
        MorelliError: there is no such format, or it needs a package that is missing.
    """
    for kind in (Csv, JsonLines, Parquet):
        if out.suffix.casefold() == kind.suffix:
            return kind(artists, styles, wide)
    raise MorelliError(f"{out} can't be written: name it .csv, .jsonl or .parquet.")


class Csv:
    """See the module."""

    suffix = ".csv"

    def __init__(self, artists: int, styles: int, wide: int | None) -> None:
        """Args: see `format_of`."""
        self._room = artists, styles
        self._wide = wide

    def write(self, path: Path, rows: Iterable[Row]) -> None:
        """See `Format`."""
        with _both(path, self._wide, newline="") as (file, embeddings):
            writer = AnswerWriter(file, *self._room)
            for cells, embedding in rows:
                writer.write_row(cells)
                embeddings.append(embedding)

    def read(self, path: Path) -> Iterator[Row]:
        """See `Format`."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for row, embedding in zip(
                rows, _beside(path, self._wide), strict=self._wide is not None
            ):
                cells: dict[str, Cell] = {n: unguarded(text) for n, text in row.items() if text}
                if YEAR in cells:  # no text, and so not to be guarded where it is before Christ
                    cells[YEAR] = int(cells[YEAR])
                yield cells, embedding


class JsonLines:
    """See the module."""

    suffix = ".jsonl"

    def __init__(self, artists: int, styles: int, wide: int | None) -> None:
        """Args: see `format_of`."""
        self._columns = columns(artists, styles)
        self._wide = wide

    def write(self, path: Path, rows: Iterable[Row]) -> None:
        """See `Format`."""
        with _both(path, self._wide, newline="\n") as (file, embeddings):
            for cells, embedding in rows:
                row = {name: _number(cells.get(name)) for name in self._columns}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                embeddings.append(embedding)

    def read(self, path: Path) -> Iterator[Row]:
        """See `Format`."""
        with path.open(encoding="utf-8", newline="\n") as file:
            for line, embedding in zip(
                file, _beside(path, self._wide), strict=self._wide is not None
            ):
                yield _filled(json.loads(line)), embedding


class Parquet:
    """See the module; needs pyarrow."""

    suffix = ".parquet"

    def __init__(self, artists: int, styles: int, wide: int | None) -> None:
        """Args and raises: see `format_of`."""
        try:
            import pyarrow as pa
        except ImportError as error:
            raise MorelliError(
                'Parquet needs pyarrow: pip install "morelli[parquet]", or write .csv or .jsonl.'
            ) from error
        fields = [(name, _type(name)) for name in columns(artists, styles)]
        if wide is not None:
            fields.append(("embedding", pa.list_(pa.float32(), wide)))
        self._schema = pa.schema(fields)
        self._columns = [name for name, _ in fields]

    def write(self, path: Path, rows: Iterable[Row]) -> None:
        """See `Format`."""
        import pyarrow as pa
        from pyarrow import parquet

        with (
            atomic_write(path) as partial,
            parquet.ParquetWriter(partial, self._schema, compression="zstd") as writer,
        ):
            rows = iter(rows)
            while group := list(islice(rows, GROUP)):
                table = [
                    {name: _number(cell) for name, cell in cells.items()}
                    | ({} if embedding is None else {"embedding": embedding})
                    for cells, embedding in group
                ]
                writer.write_table(pa.Table.from_pylist(table, self._schema))

    def read(self, path: Path) -> Iterator[Row]:
        """See `Format`."""
        from pyarrow import parquet

        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(GROUP, columns=self._columns):
                for row in batch.to_pylist():
                    said = row.pop("embedding", None)
                    embedding = None if said is None else np.array(said, np.float32)
                    yield _filled(row), embedding


def beside(path: Path) -> Path:
    """Where the embeddings of a table lie that has no column for them."""
    return path.with_name(f"{path.name}.npy")


def _type(column: str) -> Any:
    import pyarrow as pa

    if column.endswith("_probability") or column in ("familiarity", "painting"):
        return pa.float64()
    return pa.int64() if column == YEAR else pa.string()


def _number(cell: Cell | None) -> str | int | float | None:
    return float(cell) if isinstance(cell, Decimal) else cell


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in row.items() if cell is not None}


class _Embeddings:
    """A `.npy` file of as many rows as come; none where `file` is None."""

    def __init__(self, file: IO[bytes] | None, wide: int) -> None:
        self._file, self._wide, self._rows = file, wide, 0
        self._blank = np.full(wide, np.nan, np.float32)
        self._begin()

    def append(self, embedding: NDArray[np.float32] | None) -> None:
        if self._file is not None:
            self._file.write((self._blank if embedding is None else embedding).tobytes())
            self._rows += 1

    def end(self) -> None:
        """Say at the beginning how many rows there are; numpy leaves room for it."""
        if self._file is not None:
            self._file.seek(0)
            self._begin()

    def _begin(self) -> None:
        if self._file is not None:
            shape = (self._rows, self._wide)
            header = {"descr": "<f4", "fortran_order": False, "shape": shape}
            np.lib.format.write_array_header_1_0(self._file, header)


@contextmanager
def _both(path: Path, wide: int | None, newline: str) -> Iterator[tuple[TextIO, _Embeddings]]:
    """A text file and the embeddings beside it, which are there when it is."""
    with (
        atomic_write(path) as partial,
        partial.open("w", encoding="utf-8", newline=newline) as file,
    ):
        if wide is None:
            yield file, _Embeddings(None, 0)
            return
        with atomic_write(beside(path)) as other, other.open("wb") as matrix:
            embeddings = _Embeddings(matrix, wide)
            yield file, embeddings
            embeddings.end()


def _beside(path: Path, wide: int | None) -> Iterator[NDArray[np.float32] | None]:
    if wide is None:
        yield from repeat(None)
    else:
        for row in np.load(beside(path), mmap_mode="r"):
            yield None if np.isnan(row[0]) else np.array(row)
