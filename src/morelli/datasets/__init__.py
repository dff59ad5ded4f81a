"""Data sets of labelled pictures, whatever they look like on disk.

Example:
    >>> from pathlib import Path
    >>> from morelli.datasets import open_dataset
    >>> data = open_dataset(Path("paintings.csv"))  # doctest: +SKIP
    >>> len(data.split("train")), data.artists[:2]  # doctest: +SKIP
    (10405, ('adam-baltatu', 'adriaen-van-ostade'))
"""

from pathlib import Path
from typing import Literal

from morelli.datasets import folder, painting91, table
from morelli.datasets.dataset import Dataset, DatasetError, Problem, Sample, readable
from morelli.datasets.subset import few

__all__ = ["Dataset", "DatasetError", "Problem", "Sample", "few", "open_dataset"]


def open_dataset(
    path: Path,
    *,
    task: Literal["artist", "style"] = "artist",
    labelled: bool = True,
    styles: Path | None = None,
) -> Dataset:
    """Open a data set, recognised by what is there.

    Args:
        path: a CSV or Parquet table (`table`), a folder with `Images/` and `Labels/`, possibly
            one or two folders down (`painting91`), or a folder with one folder of pictures per
            painter or another layout that is known (`folder`, `layout`).
        task: whose official split to use where artists and styles have their own (Painting-91).
        labelled: False also takes tables without labels and folders of loose pictures.
        styles: for a folder of painters' folders, a CSV file with columns `painter` and `style`.

    Returns:
        its pictures, with what had to be left out in `skipped`. No picture has been decoded;
        `verification.verify` does that.

    Raises:
        DatasetError: nothing there that is recognised, or it is damaged.
    """
    path = Path(path)
    if path.is_file():
        if path.suffix.casefold() in table.SUFFIXES:
            return table.read(path, labelled=labelled)
        raise DatasetError(
            f"{readable(path)} is a file, but not a table: a data set is a .csv or .parquet file "
            "or a folder."
        )
    if not path.is_dir():
        raise DatasetError(f"{readable(path)} is not there.")
    try:
        next(path.iterdir(), None)
    except OSError as error:
        raise DatasetError(f"{readable(path)} cannot be listed: {error.strerror}.") from error
    if (published := painting91.locate(path)) is not None:
        return painting91.read(published, task=task)
    if not labelled or folder.holds_painters(path):
        return folder.read(path, styles=styles, labelled=labelled)
    raise DatasetError(
        f"{readable(path)} holds no data set that is recognised. Looked for: a folder Images "
        "beside a folder Labels (Painting-91), and one folder of pictures per painter."
        f"{folder.tables_in(path)}"
    )
