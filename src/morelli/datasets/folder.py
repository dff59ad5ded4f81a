"""One folder of pictures per painter, named after the painter.

A `styles.csv` beside the painters' folders (or any CSV file given) says each painter's style in
the columns `painter` and `style`. Where the topmost folders are called `train`, `validation` and
`test`, the painters' folders are looked for inside them and the pictures' splits are given.
"""

from collections.abc import Iterator
from pathlib import Path

from morelli.datasets import table
from morelli.datasets.dataset import Dataset, DatasetError, Problem, Sample, readable
from morelli.datasets.labels import artist_slug, split_name, style_slug
from morelli.images import SUFFIXES

STYLES = "styles.csv"
SPLITS = frozenset(("train", "validation", "test"))


def read(path: Path, *, styles: Path | None = None, labelled: bool = True) -> Dataset:
    """Read a folder of painters' folders.

    Args:
        path: the folder.
        styles: CSV file with columns `painter` and `style`; `styles.csv` in the folder where
            there is one.
        labelled: False takes every picture below the folder, whatever its folder is called, and
            gives it neither painter nor style.

    Returns:
        the pictures sorted by path; files that aren't called like pictures are in `skipped`.

    Raises:
        DatasetError: no pictures there, or a damaged styles table.
    """
    if not labelled:
        files = tuple(Sample(file, None, None) for file in pictures_below(path))
        if not files:
            raise DatasetError(f"There is no picture in {readable(path)}.")
        return Dataset(path.absolute().name, files, root=path)
    beside = path / STYLES
    style_of = _styles(styles or beside) if styles or beside.is_file() else {}
    samples: list[Sample] = []
    skipped: list[Problem] = []
    for split, folder in _painters(path):
        artist = artist_slug(folder.name.replace("_", " "))
        style = style_of.get(artist)
        files_here = list(_files_below(folder))
        pictures = [file for file in files_here if _is_picture(file)]
        samples += [Sample(file, artist, style, split) for file in pictures]
        skipped += [
            Problem(readable(file.relative_to(path)), "not called like a picture")
            for file in files_here
            if not _is_picture(file)
        ]
        if not pictures:
            skipped.append(Problem(readable(folder.relative_to(path)), "a folder without pictures"))
    if not samples:
        raise DatasetError(f"There is no folder with pictures in {readable(path)}.")
    return Dataset(path.absolute().name, tuple(samples), tuple(skipped), path)


def holds_painters(path: Path) -> bool:
    """Whether one of the folders in `path` holds a picture."""
    return any(True for folder in _subfolders(path) for _ in pictures_below(folder))


def pictures_below(path: Path) -> Iterator[Path]:
    """Files called like pictures, at any depth, sorted; hidden ones are left out."""
    return (file for file in _files_below(path) if _is_picture(file))


def _is_picture(file: Path) -> bool:
    return file.suffix.casefold() in SUFFIXES


def _painters(path: Path) -> Iterator[tuple[str | None, Path]]:
    folders = _subfolders(path)
    names = {folder: split_name(folder.name) for folder in folders}
    if folders and set(names.values()) <= SPLITS:
        return ((names[top], folder) for top in folders for folder in _subfolders(top))
    return ((None, folder) for folder in folders)


def _subfolders(path: Path) -> list[Path]:
    return sorted(f for f in path.iterdir() if f.is_dir() and not _hidden(f))


def _files_below(path: Path) -> Iterator[Path]:
    for entry in sorted(path.iterdir()):
        if _hidden(entry):
            continue
        if entry.is_dir():
            yield from _files_below(entry)
        else:
            yield entry


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "__")) or path.name in ("Thumbs.db", "desktop.ini")


def _styles(path: Path) -> dict[str | None, str | None]:
    return {
        artist_slug(painter): style_slug(style)
        for _, (painter, style) in table.rows_of(path, ("painter", "style"))
    }
