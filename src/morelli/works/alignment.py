"""Where a work lies in a picture, or the picture in the work, and how well the two agree there.

Pictures are compared squashed to squares, so proportions don't matter. A reproduction shows the
whole work, or a part of it that keeps 0.6 of each side or more, or the work with something around
it: a frame, a wall, a margin. Each way is a rectangle, and rectangles are made of an interval for
the rows and one for the columns, so that all of them are tried with a few products of matrices.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morelli.works.miniature import LOOK, SIDE, Grey, resampling

CELLS = 10
"""Parts that agree are compared on so many cells a side."""

SMALLEST = 0.56
"""Share of a side that a part keeps at least."""

PLAIN = 0.1
"""A part whose variance is less, as a share of all the picture's, is too plain to compare."""

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well a picture and a work agree where they lie on each other best.

    Attributes:
        correlation: of their lightness, -1..1.
        structure: of the changes of lightness from cell to cell, -1..1: what works that are
            merely composed alike don't share.
        area: share of the larger one that the part takes up, 0..1.
    """

    correlation: float
    structure: float
    area: float


class Aligner:
    """A picture that is laid on works.

    Everything that depends on the picture alone is computed once.
    """

    def __init__(self, look: Grey) -> None:
        """Args: the picture, (LOOK, LOOK); see `miniature.look`."""
        rows = _intervals()[_coarse()]
        self._look = (look - look.mean()) / max(float(look.std()), 1e-6)
        whole = _whole(LOOK)
        self._all = whole @ self._look @ whole.T
        # A work holds the picture: templates as large as its miniature, one a rectangle.
        parts = _parts(SIDE)[_coarse()]
        across = np.einsum("aic,ij->ajc", parts, _unit(self._all.reshape(1, -1)).reshape(CELLS, -1))
        templates = np.einsum("ajc,bjd->abcd", across, parts, optimize=True)
        self._templates = templates.reshape(len(rows) ** 2, SIDE * SIDE)
        # The picture holds a work.
        cut = np.einsum(
            "aic,cd,bjd->abij", *_twice(_parts(LOOK)[_coarse()], self._look), optimize=True
        )
        self._cut = _unit(cut.reshape(len(rows) ** 2, CELLS * CELLS))

    def lay(self, miniature: Grey) -> Alignment:
        """Lay it on a work's miniature, (SIDE, SIDE)."""
        whole = _whole(SIDE)
        small = whole @ miniature @ whole.T
        flat = miniature.reshape(-1)
        mean, square = _means() @ flat, _means() @ flat**2
        spread = np.sqrt(np.maximum(square - mean**2, PLAIN)) * CELLS
        inside = int(np.argmax(self._templates @ flat / spread))
        around = int(np.argmax(self._cut @ _unit(small.reshape(1, -1))[0]))
        count = len(_coarse())
        found = (
            _refined(miniature, self._all, divmod(inside, count)),
            _refined(self._look, small, divmod(around, count)),
        )
        return max(found, key=lambda alignment: alignment.structure + alignment.correlation)


def _refined(large: Grey, small: Grey, start: tuple[int, int]) -> Alignment:
    """The best rectangle of `large`, (S, S), for `small`, (CELLS, CELLS), from one that is good."""
    parts, wanted = _parts(len(large)), _unit(small.reshape(1, -1))[0]
    row, column = (int(_coarse()[place]) for place in start)
    for _ in range(_ROUNDS):
        tried = (parts @ (large @ parts[column].T)).reshape(len(parts), -1)
        row = int(np.argmax(_unit(tried) @ wanted))
        tried = ((parts[row] @ large) @ parts.transpose(0, 2, 1)).reshape(len(parts), -1)
        before, column = column, int(np.argmax(_unit(tried) @ wanted))
        if before == column:
            break
    cut = parts[row] @ large @ parts[column].T
    height, width = np.diff(_intervals()[[row, column]], axis=1)[:, 0]
    correlation = float(_unit(cut.reshape(1, -1))[0] @ wanted)
    return Alignment(correlation, _structure(cut, small), float(height * width))


def _structure(one: Grey, other: Grey) -> float:
    changes = [
        np.concatenate([(cells[1:] - cells[:-1]).ravel(), (cells[:, 1:] - cells[:, :-1]).ravel()])
        for cells in (one, other)
    ]
    length = float(np.linalg.norm(changes[0]) * np.linalg.norm(changes[1]))
    return float(changes[0] @ changes[1]) / max(length, 1e-6)


def _unit(rows: Grey) -> Grey:
    """Rows centred and of length 1; those too plain stay short, and so agree with nothing."""
    centred = rows - rows.mean(1, keepdims=True)
    least = np.sqrt(PLAIN) * np.sqrt(rows.shape[1])
    lengths = np.sqrt((centred * centred).sum(1, keepdims=True))
    return np.asarray(centred / np.maximum(lengths, least))


def _twice(parts: Grey, look: Grey) -> tuple[Grey, Grey, Grey]:
    return parts, look, parts


@cache
def _whole(size: int) -> NDArray[Any]:
    """The matrix for all of a row, float32 (CELLS, size)."""
    return np.asarray(resampling(size, np.array([[0.0, 1.0]]), CELLS)[0])


@cache
def _intervals() -> NDArray[np.float64]:
    """All intervals that are tried, (I, 2)."""
    steps = 25
    return np.array(
        [
            (start / steps, (start + length) / steps)
            for length in range(steps, round(SMALLEST * steps) - 1, -1)
            for start in range(steps - length + 1)
        ]
    )


@cache
def _coarse() -> NDArray[np.intp]:
    """Numbers of the intervals that are tried first."""
    ends = np.rint(25 * _intervals()).astype(int)
    length = ends[:, 1] - ends[:, 0]
    wanted = np.isin(length, (25, 23, 20, 17, 15)) & ((ends[:, 0] % 2 == 0) | (ends[:, 1] == 25))
    return np.flatnonzero(wanted)


@cache
def _parts(size: int) -> Grey:
    """Matrices for all intervals, (I, CELLS, size)."""
    return resampling(size, _intervals(), CELLS)


@cache
def _means() -> Grey:
    """Rows that take the mean of a miniature over each coarse rectangle, (C * C, SIDE * SIDE)."""
    rows = _parts(SIDE)[_coarse()].mean(1)
    means = np.einsum("ac,bd->abcd", rows, rows).reshape(len(rows) ** 2, -1)
    return np.asarray(means, dtype=np.float32)
