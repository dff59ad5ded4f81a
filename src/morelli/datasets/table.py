"""A table of pictures, one a row, as a data set; `rows` reads the table itself.

Columns: `path` or `file` (relative paths start from the table's own folder; `places` finds them),
`artist`, `style`, `split`, `source`, `source_path`, `title`, `year`, `group`, `work` and
`same_work_as`; others are ignored. One of `artist` and `style` has to be there, unless the table is
opened as unlabelled.
"""

from collections.abc import Iterator
from pathlib import Path

from morelli.datasets import rows
from morelli.datasets.dataset import Dataset, DatasetError, Problem, Sample, readable
from morelli.datasets.labels import artist_slug, doubt, first_year, split_name, style_slug
from morelli.datasets.places import Places

COLUMNS = (
    *("artist", "style", "split", "source", "title", "group", "work"),
    *("year", "source_path", "same_work_as"),
)
"""Those that may be there beside the picture's own, `path` or `file`."""

SUFFIXES = frozenset((".csv", ".tsv", ".txt", ".parquet"))


def read(path: Path, *, labelled: bool = True) -> Dataset:
    """Read a table.

    Args:
        path: a table that `rows.read` reads.
        labelled: False allows a table with neither an artist nor a style column.

    Returns:
        the pictures in the table's order. Rows that can't be used stand in `skipped` by their
        number; a CSV file's header is row 1, as in a spreadsheet. `noted` has those whose
        painter isn't sure.

    Raises:
        DatasetError: the file can't be read, lacks a column, or none of its pictures is there.
    """
    table = rows.read(path)
    column = _columns(table, labelled)
    places = Places(path.parent)
    samples: list[Sample] = []
    skipped: list[Problem] = []
    noted: list[Problem] = []
    seen: dict[Path, int] = {}
    for number, fields in table.rows:
        value = {name: fields[place] for name, place in column.items()}
        result = table.excess(fields) or _picture(places, value["path"], seen)
        if isinstance(result, str):
            skipped.append(Problem(f"row {number}", result))
            continue
        seen[places.identity(result)] = number
        samples.append(_sample(result, value))
        if (unsure := doubt(value.get("artist", ""))) is not None:
            noted.append(Problem(f"row {number}", unsure))
    if not samples:
        first = f" ({skipped[0].where}: {skipped[0].reason})" if skipped else ""
        raise DatasetError(
            f"{readable(path)} lists no picture that can be used{first}. Relative paths start "
            f"from {readable(path.parent.absolute())}."
        )
    return Dataset(path.stem, tuple(samples), tuple(skipped), path.parent, noted=tuple(noted))


def rows_of(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Number and the wanted columns' values of each row of a table.

    Raises:
        DatasetError: the file can't be read or lacks one of the columns.
    """
    table = rows.read(path)
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise table.lacks(" and ".join(f"'{name}'" for name in missing))
    places = [table.columns.index(name) for name in wanted]
    for number, fields in table.rows:
        yield number, tuple(fields[place] for place in places)


def _columns(table: rows.Table, labelled: bool) -> dict[str, int]:
    """Where in a row each column we use stands."""
    if not table.columns:
        raise DatasetError(
            f"{readable(table.path)} is empty; a header with the columns was expected."
        )
    places = {name: table.place(name) for name in COLUMNS}
    column = {name: place for name, place in places.items() if place is not None}
    place = table.place("path", "file")
    if place is None:
        raise table.lacks("'path' (or 'file')")
    if labelled and not column.keys() & {"artist", "style"}:
        raise table.lacks("'artist' or 'style'")
    return {"path": place, **column}


def _picture(places: Places, name: str, seen: dict[Path, int]) -> Path | str:
    """The picture that a row names, or the reason why it can't be used."""
    if not name:
        return "no picture named"
    try:
        picture = places.find(name)
    except (OSError, ValueError) as error:
        return f"{name} cannot be looked up: {error}"
    if picture is None:
        return f"{name} is not there"
    earlier = seen.get(places.identity(picture))
    return picture if earlier is None else f"{name} stands in row {earlier} already"


def _sample(picture: Path, value: dict[str, str]) -> Sample:
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
