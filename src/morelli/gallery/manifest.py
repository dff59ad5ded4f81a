"""`gallery.csv`: what is known about the pictures of a folder, one row each.

Columns: `file` (relative to the manifest), `title`, `artist`, `year`, `style`, `licence`,
`source`. Only `file` has to be there; others than these are kept and ignored.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from morelli.datasets.dataset import Problem, readable
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
    try:
        header, numbered = _table(path)
    except GalleryError as error:
        return {}, [Problem(path.name, str(error))]
    rows: dict[int, Row] = {}
    problems: list[Problem] = []
    for number, fields in numbered:
        row = dict(zip(header, fields, strict=False))
        if any(fields[len(header) :]):
            reason = f"{len(fields)} fields where the header has {len(header)}"
        elif not row.get("file"):
            reason = "no picture named"
        else:
            rows[number] = row
            continue
        problems.append(Problem(f"{path.name}, row {number}", reason))
    return rows, problems


def merge(path: Path, entries: Iterable[Mapping[str, str]]) -> None:
    """Put rows into a manifest: in place of those for the same file, else at its end.

    Everything else that stands in it, columns of other programs included, is kept. The file is
    replaced all at once, or made where there is none.

    Raises:
        GalleryError: the manifest that is there can't be read; it is left as it is.
        OSError: it cannot be written.
    """
    header, numbered = _table(path) if path.exists() else ([], [])
    header = [*header, *(column for column in COLUMNS if column not in header)]
    rows = [dict(zip(header, fields, strict=False)) for _, fields in numbered]
    places = {row.get("file"): place for place, row in enumerate(rows)}
    for entry in entries:
        place = places.setdefault(entry["file"], len(rows))
        if place == len(rows):
            rows.append({})
        rows[place] |= entry
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_atomically(path, text.getvalue().encode())


def _table(path: Path) -> tuple[list[str], Sequence[tuple[int, list[str]]]]:
    """Header and numbered rows, blank ones left out; every text stripped."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise GalleryError(f"{readable(path)} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise GalleryError(
            f"{readable(path)} is not UTF-8 text (row {row}); save it as UTF-8."
        ) from error
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        table = [[field.strip() for field in fields] for fields in reader]
    except csv.Error as error:
        raise GalleryError(f"{readable(path)} is not a CSV table: {error}.") from error
    names = [name.casefold() for name in table[0]] if table else []
    header = [_ALIASES.get(name, name) for name in names]
    if "file" not in header:
        raise GalleryError(
            f"{readable(path)} has no column 'file'; its columns are: {', '.join(names) or 'none'}."
        )
    return header, [(n, fields) for n, fields in enumerate(table[1:], start=2) if any(fields)]
