"""Finds the painting in a photograph of one that hangs on a wall."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from morelli.cropping.background import Background, find_background, foreground
from morelli.cropping.contour import four_sided, hull
from morelli.cropping.frame import inner_corners
from morelli.cropping.quadrilateral import Points, Quadrilateral, QuadrilateralError, area
from morelli.images.small import fitted

SIDE = 256
"""Longest side, in pixels, at which the background is looked for."""
FINE = 384
"""Longest side at which the painting's edge is."""
SURE = 0.5
"""Confidence from which a painting counts as found."""
BORDER_LOW, BORDER_SPAN = 0.29, 0.6
"""Share of the border that must at least be wall, and by how much more it is certainly one."""
LONGEST = 4.0
"""Times its short side that a framed thing's long side may have; lines of text have more."""
FRAMES = 2
"""Four-sided things on a wall from which a picture counts as a photograph of a hang."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where the painting is, and how sure that is: 0..1, `SURE` or more."""

    quadrilateral: Quadrilateral
    confidence: float


def find_painting(pixels: NDArray[np.uint8]) -> Found | None:
    """The largest painting near the middle of a photograph, uint8 (H, W, 3), without its frame.

    A wall of about one colour must show on at least three sides of it. None where nothing is
    found, as in a scan that shows the painting alone.
    """
    small = _shrunk(pixels, SIDE)
    background = _background(small, BORDER_LOW + SURE * BORDER_SPAN)
    if background is None:
        return None
    size = (small.shape[1], small.shape[0])
    outer, confidence = _outer(background)
    if outer is None or confidence < SURE:
        return None
    fine = _shrunk(pixels, FINE)
    corners = inner_corners(fine, outer * (fine.shape[1] / size[0], fine.shape[0] / size[1]))
    try:
        found = Quadrilateral.of(corners, (fine.shape[1], fine.shape[0]))
    except QuadrilateralError:
        return None
    return Found(found, confidence)


def shows_frames(pixels: NDArray[np.uint8]) -> bool:
    """Whether a picture, uint8 (H, W, 3), shows a wall with several framed things on it.

    Less wall is enough than to find a painting, and they may be cut off: it is asked about
    pictures that are no painting themselves, of which about one in a hundred shows something alike.
    """
    background = _background(_shrunk(pixels, SIDE), 0.4)
    return (
        background is not None
        and sum(_framed(shape) for shape in _largest(background, 0.015)) >= FRAMES
    )


def _framed(shape: NDArray[np.bool_]) -> bool:
    """Whether four straight sides enclose a shape (H, W), which is solid and mostly inside."""
    contour = hull(shape)
    corners = four_sided(contour)
    if corners is None or shape.mean() > 0.8 or sum(_cut(shape)) > 2:
        return False
    edges = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    if edges.max() > LONGEST * edges.min():
        return False
    straight, solid = area(contour) / area(corners), _filled(shape).sum() / area(contour)
    return straight >= 0.93 and bool(solid >= 0.85)


def _background(small: NDArray[np.uint8], least: float) -> Background | None:
    soft = Image.fromarray(small).filter(ImageFilter.GaussianBlur(0.7))
    return find_background(np.asarray(soft) / 255.0, least)


def _shrunk(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    image = Image.fromarray(pixels)
    if max(width, height) > side:
        image = image.resize(fitted((width, height), side), Image.Resampling.BOX)
    return np.asarray(image, dtype=np.uint8)


def _outer(background: Background) -> tuple[Points | None, float]:
    """Corners (4, 2) of what stands out most from the background, frame included, and how sure."""
    height, width = background.mask.shape
    best, most, sure = None, 0.0, 0.0
    for shape in itertools.islice(_largest(background, 0.04), 4):
        contour = hull(shape)
        corners = four_sided(contour)
        if corners is None:
            continue
        apart = float(np.linalg.norm(corners.mean(0) / (width, height) - 0.5))
        prominence = area(corners) * (1 - apart)
        if prominence > most:
            best, most = corners, prominence
            sure = _confidence(background, shape, contour, corners)
    return best, sure


def _largest(background: Background, least: float) -> Iterator[NDArray[np.bool_]]:
    """What stands out from the background, piece by piece (H, W), down to a share of all."""
    pieces = foreground(background)
    counts = np.bincount(pieces.ravel())
    counts[0] = 0
    for piece in np.argsort(-counts):
        if counts[piece] < least * pieces.size:
            return
        yield pieces == piece


def _confidence(
    background: Background, shape: NDArray[np.bool_], contour: Points, corners: Points
) -> float:
    """The weakest of four signs, each 0..1 and 0.5 where it is just enough.

    That four straight sides enclose the shape, that it is solid but for holes (a frame around a
    mat as white as the wall is a ring), that much of the border is
    wall, and that there is a wall to be seen: less of one is enough where the shape stands
    askew, as only photographs show it; the margins of scans are straight. What is cut off at
    more than one side is no painting.
    """
    if sum(_cut(shape)) > 1:
        return 0.0
    sides = np.abs(np.roll(corners, -1, axis=0) - corners)
    askew = float(np.degrees(np.arctan2(sides.min(1), sides.max(1))).mean())
    signs = (
        (area(contour) / area(corners) - 0.902) / 0.08,
        (_filled(shape).sum() / area(contour) - 0.78) / 0.2,
        (background.border - BORDER_LOW) / BORDER_SPAN,
        (background.mask.mean() + 0.03 * min(askew, 4) - 0.145) / 0.3,
    )
    return float(np.clip(min(signs), 0, 1))


def _cut(shape: NDArray[np.bool_]) -> list[np.bool_]:
    """At which sides of the picture a shape (H, W) is cut off."""
    return [shape[:, :2].any(), shape[:, -2:].any(), shape[:2].any(), shape[-2:].any()]


def _filled(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A shape (H, W) and what it has on both sides in its row and in its column."""
    return np.asarray(_between(shape) & _between(shape.T).T)


def _between(shape: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """In each row, what lies between its first pixel and its last."""
    accumulate = np.logical_or.accumulate
    return np.asarray(accumulate(shape, axis=1) & accumulate(shape[:, ::-1], axis=1)[:, ::-1])
