"""MATLAB files as people save them: names, one-hot labels and masks, found by kind and shape.

Neither the variables' names nor their orientation are relied on: cells or a character matrix,
rows or columns, logical or double, dense or sparse are all the same here.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morelli.datasets.dataset import DatasetError, readable


def names(path: Path) -> list[str]:
    """The longest list of texts in the file: a cell array or a character matrix.

    Raises:
        DatasetError: no readable MATLAB file, or no texts in it.
    """
    lists = [[_text(cell) for cell in v.ravel()] for v in _arrays(path) if v.dtype.kind in "OUS"]
    if not any(lists):
        raise DatasetError(f"{readable(path)} holds no list of names.")
    return max(lists, key=len)


def classes(path: Path, count: int) -> NDArray[np.intp]:
    """Class of each of `count` pictures, from one-hot rows or columns or from class numbers.

    Returns:
        integers (count,): the one-hot column, or the place of the class number among all class
        numbers in order; -1 where a picture has no label.

    Raises:
        DatasetError: nothing of that shape, or a picture with more than one label.
    """
    array = _sized(path, count, "labels")
    if array.size == count:
        numbers = array.ravel()
        known, index = np.unique(numbers[numbers > 0], return_inverse=True)
        result = np.full(count, -1)
        result[numbers > 0] = index if len(known) else -1
        return result
    hot = (array if array.shape[0] == count else array.T) > 0
    several = np.flatnonzero(hot.sum(axis=1) > 1)
    if several.size:
        raise DatasetError(f"{readable(path)}: picture {several[0] + 1} has more than one label.")
    return np.where(hot.any(axis=1), hot.argmax(axis=1), -1)


def mask(path: Path, count: int) -> NDArray[np.bool_]:
    """Which of `count` pictures are meant, as booleans (count,).

    Raises:
        DatasetError: nothing of that length in the file.
    """
    array = _sized(path, count, "a mask")
    if array.size != count:
        raise DatasetError(f"{readable(path)} holds no mask over {count:,} pictures.")
    return array.ravel() > 0


def _sized(path: Path, count: int, what: str) -> NDArray[Any]:
    """The largest numeric array that has one row or column per picture."""
    arrays = [v for v in _arrays(path) if v.dtype.kind in "biuf" and v.ndim == 2]
    fitting = [v for v in arrays if count in v.shape]
    if not fitting:
        shapes = ", ".join(" x ".join(map(str, v.shape)) for v in arrays) or "no numbers"
        raise DatasetError(
            f"{readable(path)} should hold {what} for {count:,} pictures; it holds {shapes}."
        )
    return max(fitting, key=lambda v: v.size)


def _arrays(path: Path) -> list[NDArray[Any]]:
    """The file's variables."""
    try:
        from scipy.io import loadmat
    except ImportError as error:
        raise DatasetError(
            'MATLAB files need scipy: pip install "morelli[train]", and try again.'
        ) from error
    try:
        variables: dict[str, Any] = loadmat(path)
    except NotImplementedError as error:
        raise DatasetError(
            f"{readable(path)} is a MATLAB 7.3 file; save it with -v7 and try again."
        ) from error
    except Exception as error:
        # scipy meets damaged files with anything from ValueError to struct.error.
        raise DatasetError(f"{readable(path)} is not a readable MATLAB file: {error}.") from error
    values = (v for name, v in variables.items() if not name.startswith("__"))
    return [v.toarray() if hasattr(v, "toarray") else np.atleast_2d(v) for v in values]


def _text(cell: Any) -> str:
    """The text in a cell, however deeply it is wrapped; "" for an empty one."""
    while isinstance(cell, np.ndarray):
        if cell.size == 0:
            return ""
        cell = cell.ravel()[0] if cell.size == 1 else "".join(map(str, cell.ravel()))
    return str(cell).strip()
