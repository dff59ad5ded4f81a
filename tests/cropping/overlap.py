"""How well a quadrilateral that was found agrees with the one that is there."""

from typing import Any

import numpy as np

from morelli.cropping.quadrilateral import Points, area


def overlap(first: Points, second: Points) -> float:
    """Intersection over union, 0..1, of two convex polygons (N, 2)."""
    common = _intersection(first, second)
    shared = area(common) if len(common) > 2 else 0.0
    return shared / (area(first) + area(second) - shared)


def _intersection(first: Points, second: Points) -> Points:
    """The polygon two convex ones have in common (Sutherland & Hodgman 1974)."""
    left: list[Any] = list(first)
    for start, end in zip(second, np.roll(second, -1, axis=0), strict=True):
        along = end - start
        sides = [along[0] * (p[1] - start[1]) - along[1] * (p[0] - start[0]) for p in left]
        kept: list[Any] = []
        for i, (point, side) in enumerate(zip(left, sides, strict=True)):
            following, beyond = left[(i + 1) % len(left)], sides[(i + 1) % len(left)]
            if side >= 0:
                kept.append(point)
            if side * beyond < 0:
                kept.append(point + (following - point) * side / (side - beyond))
        left = kept
    return np.array(left).reshape(-1, 2)
