"""Where a painting lies in a picture: four corners, and how to see it from the front."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morelli.errors import MorelliError

Points: TypeAlias = NDArray[np.float64]

SMALLEST = 0.01
"""Share of the picture that a painting must at least take up."""


class QuadrilateralError(MorelliError):
    """Four corners in which no painting can lie."""


@dataclass(frozen=True, slots=True)
class Corner:
    """A place in a picture: shares of its width from the left and of its height from the top."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Quadrilateral:
    """A painting's corners as it hangs: top left, top right, bottom right, bottom left.

    Shares instead of pixels, so that it fits a picture at whatever scale that is decoded.

    Raises:
        QuadrilateralError: a corner lies outside the picture, or the four in this order are
            not convex and at least a hundredth of the picture.
    """

    corners: tuple[Corner, Corner, Corner, Corner]

    def __post_init__(self) -> None:
        shares = [share for corner in self.corners for share in (corner.x, corner.y)]
        if len(self.corners) != 4 or not all(0 <= share <= 1 for share in shares):
            raise QuadrilateralError("Four corners are needed, with shares from 0 to 1.")
        if not is_convex(self.points()) or area(self.points()) < SMALLEST:
            raise QuadrilateralError(
                "The corners must go around the painting clockwise from its top left, and enclose"
                f" at least {SMALLEST:.0%} of the picture."
            )

    @classmethod
    def of(cls, points: Points, size: tuple[int, int]) -> "Quadrilateral":
        """From corners (4, 2) in pixels of a picture of this width and height, kept inside it."""
        shares = np.clip(points / np.asarray(size), 0, 1).tolist()
        a, b, c, d = (Corner(x, y) for x, y in shares)
        return cls((a, b, c, d))

    @classmethod
    def parse(cls, text: str) -> "Quadrilateral":
        """From eight numbers with commas between: x and y of each corner.

        Raises:
            QuadrilateralError: they are not eight, or no numbers, or no quadrilateral.
        """
        try:
            a, b, c, d, e, f, g, h = (float(part) for part in text.split(","))
        except ValueError:
            raise QuadrilateralError(
                f"Eight numbers with commas between are needed, not {text!r}: x and y of the"
                " painting's corners, clockwise from its top left, as shares of the picture."
            ) from None
        return cls((Corner(a, b), Corner(c, d), Corner(e, f), Corner(g, h)))

    def points(self, size: tuple[int, int] = (1, 1)) -> Points:
        """The corners (4, 2) in pixels of a picture of this width and height."""
        return np.asarray(np.array([(c.x, c.y) for c in self.corners]) * np.asarray(size))

    def __str__(self) -> str:
        return ",".join(f"{share:.4g}" for c in self.corners for share in (c.x, c.y))


def homography(source: Points, target: Points) -> NDArray[np.float64]:
    """The perspective (3, 3) that takes four points (4, 2) to four others.

    Raises:
        QuadrilateralError: three of the points lie on a line.
    """
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    try:
        found = np.linalg.solve(np.array(rows), np.array(values))
    except np.linalg.LinAlgError as error:
        raise QuadrilateralError("Three of the corners lie on a line.") from error
    return np.append(found, 1.0).reshape(3, 3)


def project(matrix: NDArray[np.float64], points: Points) -> Points:
    """Points (N, 2) as the perspective (3, 3) shows them."""
    flat = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(flat[:, :2] / flat[:, 2:])


def warp(
    pixels: NDArray[np.uint8],
    source: Points,
    target: Points,
    size: tuple[int, int],
    fill: Sequence[int] = (0, 0, 0),
) -> NDArray[np.uint8]:
    """See a picture in another perspective.

    Args:
        pixels: uint8 (H, W, 3).
        source: four points (4, 2) of it, in pixels.
        target: where they come to lie.
        size: width and height of the result.
        fill: colour of what lies outside the picture.
    """
    back = homography(target, source).ravel()[:8].tolist()
    image = Image.fromarray(pixels).transform(
        size,
        Image.Transform.PERSPECTIVE,
        back,
        Image.Resampling.BICUBIC,
        fillcolor=tuple(int(c) for c in fill),
    )
    return np.asarray(image, dtype=np.uint8)


def rectify(pixels: NDArray[np.uint8], quadrilateral: Quadrilateral) -> NDArray[np.uint8]:
    """The painting in a picture, uint8 (H, W, 3), seen from the front: uint8 (h, w, 3).

    It is as wide and as high as its longer edges, so that nothing gets smaller.
    """
    points = quadrilateral.points((pixels.shape[1], pixels.shape[0]))
    edges = np.hypot(*(np.roll(points, -1, axis=0) - points).T)
    width = max(1, math.ceil(max(edges[0], edges[2])))
    height = max(1, math.ceil(max(edges[1], edges[3])))
    return warp(pixels, points, rectangle(width, height), (width, height))


def rectangle(width: float, height: float) -> Points:
    """Corners (4, 2) of a picture of this size, as `Quadrilateral` orders them."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)


def area(points: Points) -> float:
    """Of a polygon (N, 2); positive where its corners go clockwise as seen on a screen."""
    x, y = points.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def is_convex(points: Points) -> bool:
    """Whether a polygon (N, 2) goes clockwise as seen on a screen and turns one way only."""
    along = np.roll(points, -1, axis=0) - points
    after = np.roll(along, -1, axis=0)
    return bool(np.all(along[:, 0] * after[:, 1] - along[:, 1] * after[:, 0] > 0))
