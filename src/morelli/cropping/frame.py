"""From a frame's outer edge to the painting's: four straight lines, equally far inside."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from morelli.cropping.contour import crossing
from morelli.cropping.quadrilateral import (
    Points,
    homography,
    is_convex,
    project,
    rectangle,
    warp,
)

SIDE = 160
"""Pixels of the longer side when seen from the front."""
MARGIN = 4
"""Pixels seen beyond the outer edge, which need not be exact."""
DEEPEST = 0.36
"""Of the short side: as wide as a frame with its mat may be."""
UNEVEN = 0.035
"""Of the short side: by so much a frame's sides may differ from each other, seen askew."""
ALL, EACH, ONE = 0.62, 0.45, 0.35
"""How clear a line must be: the mean of the three clearest sides, each of these, and the last."""

Floats = NDArray[np.float64]


def inner_corners(pixels: NDArray[np.uint8], outer: Points) -> Points:
    """The painting's corners (4, 2) in a frame whose outer corners (4, 2) are known.

    The innermost place is taken where lines go along all four sides and colour changes in the
    same way all along them; the outer corners are returned where there is no such place.
    """
    edges = np.hypot(*(np.roll(outer, -1, axis=0) - outer).T)
    across, down = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
    scale = SIDE / max(across, down)
    width, height = max(24, round(across * scale)), max(24, round(down * scale))
    soft = Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(float(max(0.3, 0.5 / scale))))
    target = rectangle(width, height) + MARGIN
    size = (width + 2 * MARGIN, height + 2 * MARGIN)
    front = warp(np.asarray(soft), outer, target, size) / 255.0

    short = min(width, height)
    depth = round(DEEPEST * short) + MARGIN
    near = max(2, round(UNEVEN * short))
    # Each side in its turn is brought to the top.
    found = [_lines(np.rot90(front, turn), depth) for turn in range(4)]
    clear = np.stack([clearness for clearness, _ in found])
    padded = np.pad(clear, ((0, 0), (near, near)))
    nearby = np.sort(
        np.lib.stride_tricks.sliding_window_view(padded, 2 * near + 1, axis=1).max(-1), axis=0
    )
    lined = (nearby[1:].mean(0) > ALL) & (nearby[1] > EACH)
    if not lined.any():
        return outer
    middle = max(0, int(np.flatnonzero(lined)[-1]) - near)
    lines = []
    for turn, (clearness, tilts) in enumerate(found):
        low = max(0, middle - near)
        place = low + int(clearness[low : middle + near + 1].argmax())
        place, tilt = (place, tilts[place]) if clearness[place] >= ONE else (middle, 0)
        length = size[turn % 2]
        line = np.array([(0, place + 2 - tilt / 2), (length, place + 2 + tilt / 2)])
        lines.append(_turned_back(line, turn, size))
    top, right, bottom, left = lines
    corners = [crossing(a, b) for a, b in ((left, top), (top, right), (right, bottom))]
    painting = project(homography(target, outer), np.array([*corners, crossing(bottom, left)]))
    return painting if is_convex(painting) else outer


def _lines(view: Floats, depth: int) -> tuple[Floats, Floats]:
    """How clear (0..1) the clearest line at each depth is, and how far it is tilted, in pixels.

    A line is clear where colour changes across it, and in the same way for most of its length.
    """
    step = view[3:] - view[:-3]
    width = view.shape[1]
    columns = np.arange(round(0.08 * width), round(0.92 * width))
    slant = (columns - (width - 1) / 2) / (width - 1)
    clear, tilts = np.zeros(depth), np.zeros(depth)
    for tilt in range(-8, 9):
        rows = np.arange(depth)[:, None] + np.rint(slant * tilt).astype(int)
        there = (rows >= 0) & (rows < len(step))
        changes = step[np.clip(rows, 0, len(step) - 1), columns]
        usual = np.median(changes, axis=1)
        size = np.linalg.norm(usual, axis=1)
        along = (changes * (usual / np.maximum(size, 1e-6)[:, None])[:, None]).sum(2)
        steady = ((along > 0.35 * size[:, None]) & there).mean(1)
        clearness = np.sqrt(np.minimum(size / 0.2, 1)) * steady * (size > 0.03)
        clearness -= 0.002 * abs(tilt)  # of equals the straighter
        better = clearness > clear
        clear[better], tilts[better] = clearness[better], tilt
    return clear, tilts


def _turned_back(line: Points, turn: int, size: tuple[int, int]) -> Points:
    """A line of the front that `np.rot90` has turned so many times, as it was before."""
    (x, y), (width, height) = line.T, size
    places = ((x, y), (width - y, x), (width - x, height - y), (y, height - x))
    return np.column_stack(places[turn])
