"""Small grey copies of pictures, by which copies of a work are told from what is merely like it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from morelli import images
from morelli.images import Pixels

LOOK = 64
"""Side in pixels of the grey picture that is compared with the works of an index."""

SIDE = 20
"""Side in pixels of a work's miniature."""

BYTES = SIDE * SIDE // 2
"""Of a miniature as it is stored: half a byte a pixel."""

FAINT = 2.0
"""Levels of 255 by which a picture must deviate from its mean to have a miniature at all."""

_STEPS = 15
_REACH = 2.5
"""A miniature's pixels are stored from so many deviations below its mean to as many above."""
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)

Grey = NDArray[np.float32]


def look(pixels: Pixels) -> Grey:
    """A picture, uint8 (H, W, 3), squashed to grey, float32 (LOOK, LOOK), 0..255."""
    return np.asarray(images.resize(pixels, (LOOK, LOOK), "bilinear") @ _LUMA, dtype=np.float32)


def pack(looks: NDArray[Any]) -> NDArray[np.uint8]:
    """Miniatures of N looks, (N, LOOK, LOOK): uint8 (N, BYTES), two pixels a byte.

    Each has its own mean and deviation taken off. One that is flat is stored as all zeros.
    """
    cells = _resampling(LOOK, SIDE)
    small = cells @ looks.astype(np.float32) @ cells.T
    flat = small.reshape(len(small), -1)
    deviation = flat.std(1, keepdims=True)
    scaled = (flat - flat.mean(1, keepdims=True)) / np.maximum(deviation, 1e-6)
    steps = np.clip(np.rint((scaled / _REACH + 1) / 2 * _STEPS), 0, _STEPS).astype(np.uint8)
    steps[deviation[:, 0] < FAINT] = 0
    return np.asarray(steps[:, ::2] << 4 | steps[:, 1::2])


def unpack(rows: NDArray[np.uint8]) -> Grey:
    """Miniatures (N, SIDE, SIDE), in deviations from their mean, of packed rows (N, BYTES)."""
    steps = np.empty((len(rows), SIDE * SIDE), np.float32)
    steps[:, ::2], steps[:, 1::2] = rows >> 4, rows & _STEPS
    pixels = ((2 * steps / _STEPS - 1) * _REACH).reshape(-1, SIDE, SIDE)
    return np.asarray(pixels, dtype=np.float32)


def _resampling(size: int, cells: int) -> Grey:
    return np.asarray(resampling(size, np.array([[0.0, 1.0]]), cells)[0])


def resampling(size: int, intervals: NDArray[np.float64], cells: int) -> Grey:
    """Matrices that bring parts of a row to so many cells, float32 (I, cells, size).

    A cell wider than a pixel is a mean over its area; a narrower one is interpolated.

    Args:
        size: pixels of the row.
        intervals: (I, 2), from where to where in the row, 0..1.
        cells: how many.
    """
    edges = intervals[:, :1] + np.linspace(0, 1, cells + 1) * np.diff(intervals, axis=1)
    low, high = size * edges[:, :-1, None], size * edges[:, 1:, None]
    pixel = np.arange(size)
    shared = np.clip(np.minimum(high, pixel + 1) - np.maximum(low, pixel), 0, None)
    middle = np.clip((low + high) / 2 - 0.5, 0, size - 1)
    nearby = np.clip(1 - np.abs(middle - pixel), 0, None)
    weights = np.where(high - low < 1, nearby, shared)
    return np.asarray(weights / weights.sum(-1, keepdims=True), dtype=np.float32)
