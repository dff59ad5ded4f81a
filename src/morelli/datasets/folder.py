"""A folder of pictures as a data set: one folder per painter, or another layout that is known.

A `styles.csv` beside the painters' folders (or any table given) says each painter's style in the
columns `painter` and `style`. `layout` says what other folders' names mean.
"""

from pathlib import Path

from morelli.datasets import layout, table
from morelli.datasets.dataset import Dataset, DatasetError, Problem, Sample, readable
from morelli.datasets.labels import artist_slug, doubt, style_slug
from morelli.datasets.layout import Copies, Label
from morelli.datasets.scan import NOT_A_PICTURE, LeftOut, scan

STYLES = "styles.csv"

JUDGED = 1000
"""So many loose pictures' names show whether they are called after painters."""


def read(path: Path, *, styles: Path | None = None, labelled: bool = True) -> Dataset:
    """Read a folder of painters' folders.

    Args:
        path: the folder.
        styles: table with columns `painter` and `style`; `styles.csv` in the folder where there
            is one.
        labelled: False takes every picture below the folder, whatever its folder is called, and
            gives it neither painter nor style.

    Returns:
        the pictures sorted by path; `skipped` names files that aren't pictures, pictures whose
        place says nothing, and folders that can't be listed.

    Raises:
        DatasetError: no pictures there, or a damaged styles table.
    """
    left_out = LeftOut()
    samples: list[Sample] = []
    skipped: list[Problem] = []
    noted: list[Problem] = []
    if labelled:
        beside = path / STYLES
        style_of = _styles(styles or beside) if styles or beside.is_file() else {}
        _label(path, layout.tree(scan(path, left_out)), style_of, samples, skipped, noted)
    else:
        for file in scan(path, left_out):
            if file.picture:
                samples.append(Sample(file.path, None, None))
            elif file.kind == "file":
                left_out.passed(file.below, NOT_A_PICTURE)
    failed = {problem.where for problem in left_out.problems}
    skipped = [problem for problem in skipped if problem.where not in failed]
    skipped = sorted((*left_out.problems, *skipped), key=lambda problem: problem.where)
    if not samples:
        because = f" ({skipped[0].where}: {skipped[0].reason})" if skipped else ""
        if not labelled:
            raise DatasetError(f"There is no picture in {readable(path)}{because}.")
        raise DatasetError(
            f"There is no folder with pictures in {readable(path)} whose name is a painter's or a"
            f" style's{because}. Put each painter's pictures into a folder of its own, or name a"
            f" table that lists them.{tables_in(path)}"
        )
    samples.sort(key=lambda sample: sample.path)
    name = path.absolute().name
    return Dataset(name, tuple(samples), tuple(skipped), path, noted=(*left_out.noted, *noted))


def holds_painters(path: Path) -> bool:
    """Whether a folder in `path` holds a picture, or files are called after painters."""
    loose = layout.Folder("")
    for found in scan(path, LeftOut()):
        if found.picture and "/" in found.below:
            return True
        if found.picture and len(loose.pictures) < JUDGED:
            loose.pictures.append(found.path)
    return any(not isinstance(place, Copies) and place[1].artist for place in layout.labels(loose))


def tables_in(path: Path) -> str:
    """A sentence on the tables in a folder, for somebody who named the folder; or nothing."""
    suffixes = (".csv", ".tsv", ".parquet")
    try:
        names = sorted(f.name for f in path.iterdir() if f.suffix.casefold() in suffixes)
    except OSError:
        names = []
    tables = [readable(name) for name in names if name != STYLES and not name.startswith(".")]
    return f" It holds {', '.join(tables[:5])}: name one of these to open it." if tables else ""


def _label(
    path: Path,
    root: layout.Folder,
    style_of: dict[str | None, str | None],
    samples: list[Sample],
    skipped: list[Problem],
    noted: list[Problem],
) -> None:
    """Sort what lies in a folder: pictures with their labels, and what is left out."""
    doubted: set[str] = set()
    for place in layout.labels(root):
        if isinstance(place, Copies):
            reason = f"smaller copies of what is in {readable(place.of.rstrip('/'))}"
            noted.append(Problem(readable(place.below.rstrip("/")), reason))
            continue
        folder, label, picture = place
        where = readable(folder.below.rstrip("/"))
        if picture is None:
            skipped.append(Problem(where, "a folder without pictures"))
        elif label.artist is None and label.style is None:
            where = readable(picture.relative_to(path).as_posix())
            skipped.append(Problem(where, "neither its folder nor its name says a painter"))
        else:
            samples.append(_sample(picture, label, style_of))
            if label.artist and label.artist not in doubted and (why := doubt(label.artist)):
                doubted.add(label.artist)
                noted.append(Problem(where or picture.name, why))
    skipped += [
        Problem(readable(other.relative_to(path).as_posix()), NOT_A_PICTURE)
        for top in root.folders.values()
        for other in top.all_others()
    ]


def _sample(picture: Path, label: Label, style_of: dict[str | None, str | None]) -> Sample:
    artist = artist_slug(label.artist or "")
    style = style_slug(label.style.replace("_", " ")) if label.style else style_of.get(artist)
    return Sample(picture, artist, style, label.split)


def _styles(path: Path) -> dict[str | None, str | None]:
    return {
        artist_slug(painter): style_slug(style)
        for _, (painter, style) in table.rows_of(path, ("painter", "style"))
    }
