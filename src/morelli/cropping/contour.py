"""Four corners around a shape."""

import numpy as np
from numpy.typing import NDArray

from morelli.cropping.quadrilateral import Points


def hull(shape: NDArray[np.bool_]) -> Points:
    """The convex hull (N, 2) of a shape's pixels (H, W), clockwise on a screen.

    By monotone chains (Andrew 1979).
    """
    rows = np.flatnonzero(shape.any(1))
    first = shape[rows].argmax(1)
    last = shape.shape[1] - shape[rows, ::-1].argmax(1)
    ends = [(x, y) for x in (first, last) for y in (rows, rows + 1)]
    points = np.unique(np.concatenate([np.column_stack(end) for end in ends]), axis=0).tolist()

    def chain(points: list[list[int]]) -> list[list[int]]:
        kept: list[list[int]] = []
        for x, y in points:
            while len(kept) > 1:
                (ax, ay), (bx, by) = kept[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                kept.pop()
            kept.append([x, y])
        return kept[:-1]

    return np.array(chain(points) + chain(points[::-1]), dtype=np.float64)


def four_sided(polygon: Points) -> Points | None:
    """The tightest four corners around a convex polygon (N, 2), or None where none are found.

    Edge after edge is given up, always the one whose neighbours, made longer until they meet,
    add least.
    """
    corners = list(polygon)
    while len(corners) > 4:
        least: tuple[float, int, Points] | None = None
        for i in range(len(corners)):
            a, b, c, d = (corners[(i + k) % len(corners)] for k in (-1, 0, 1, 2))
            meeting = _meeting(a, b, d, c)
            if meeting is not None:
                (ux, uy), (vx, vy) = c - b, meeting - b
                added = abs(ux * vy - uy * vx) / 2
                if least is None or added < least[0]:
                    least = (added, i, meeting)
        if least is None:
            return None
        _, i, corner = least
        corners[i] = corner
        del corners[(i + 1) % len(corners)]
    if len(corners) < 4:
        return None
    found = np.array(corners)
    topmost = int((found / np.ptp(found, axis=0)).sum(1).argmin())
    return np.roll(found, -topmost, axis=0)


def _meeting(a: Points, b: Points, d: Points, c: Points) -> Points | None:
    """Where the edge from a over b meets that from d over c, beyond b and c."""
    (ux, uy), (vx, vy), (wx, wy) = b - a, c - d, d - a
    cross = ux * vy - uy * vx
    if abs(cross) < 1e-9:
        return None
    along, back = (wx * vy - wy * vx) / cross, (wx * uy - wy * ux) / cross
    return np.asarray(a + along * (b - a)) if along >= 1 and back >= 1 else None


def crossing(first: Points, second: Points) -> Points:
    """Where two lines, each through two points (2, 2), cross: a point (2,)."""
    along, other = first[1] - first[0], second[1] - second[0]
    share, _ = np.linalg.solve(np.column_stack([along, -other]), second[0] - first[0])
    return np.asarray(first[0] + share * along)
