"""`gallery.csv`: what is known about the pictures of a folder, one row each.

Columns: `file` (relative to the manifest), `title`, `artist`, `year`, `style`, `licence`,
`source`. Only `file` has to be there; others than these are kept and ignored. The table is read as
those of data sets are (`morelli.datasets.rows`).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from morelli.datasets import rows as tables
from morelli.datasets.dataset import DatasetError, Problem
from morelli.datasets.places import spelling
from morelli.gallery.errors import GalleryError
from morelli.storage import write_atomically

NAME = "gallery.csv"
COLUMNS = ("file", "title", "artist", "year", "style", "licence", "source")

Row = dict[str, str]

_ALIASES = {"path": "file", "license": "licence", "painter": "artist"}


def read(path: Path) -> tuple[dict[int, Row], list[Problem]]:
    """Read a manifest, leaving out what can't be read.

    Returns:
        rows with the columns' names as keys and stripped texts, `file` never empty, by their
        number (the header is row 1, as in a spreadsheet); and what was left out.
    """
    rows: dict[int, Row] = {}
    problems: list[Problem] = []
    try:
        header, table = _table(path)
        for number, fields in table.rows:
            # Of two columns of one name the first counts, as everywhere.
            row = dict(zip(reversed(header), reversed(fields[: len(header)]), strict=True))
            reason = table.excess(fields) or ("" if row["file"] else "no picture named")
            if reason:
                problems.append(Problem(f"{path.name}, row {number}", reason))
            else:
                rows[number] = row
    except (DatasetError, GalleryError) as error:
        return {}, [Problem(path.name, str(error))]
    return rows, problems


def merge(path: Path, entries: Iterable[Mapping[str, str]]) -> None:
    """Put rows into a manifest: in place of those for the same file, else at its end.

    Everything else that stands in it, columns of other programs included, is kept. The file is
    replaced all at once, or made where there is none.

    Raises:
        GalleryError: the manifest that is there can't be read; it is left as it is.
        OSError: it cannot be written.
    """
    header: list[str] = []
    rows: list[Row] = []
    if path.exists():
        try:
            header, table = _table(path)
            rows = [dict(zip(header, fields, strict=False)) for _, fields in table.rows]
        except DatasetError as error:
            raise GalleryError(str(error)) from error
    header = [*header, *(column for column in COLUMNS if column not in header)]
    places = {spelling(row["file"]): place for place, row in enumerate(rows)}
    for entry in entries:
        place = places.setdefault(spelling(entry["file"]), len(rows))
        if place == len(rows):
            rows.append({})
        rows[place] |= entry
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_atomically(path, text.getvalue().encode())


def _table(path: Path) -> tuple[list[str], tables.Table]:
    """The columns by the names that are used here, and the table."""
    table = tables.read(path)
    names = table.columns
    header = [alias if (alias := _ALIASES.get(n, n)) not in names else n for n in names]
    if "file" not in header:
        raise GalleryError(str(table.lacks("'file'")))
    return header, table
