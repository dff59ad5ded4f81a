"""Four corners around a shape."""

import numpy as np

from morelli.cropping.contour import four_sided, hull
from morelli.cropping.quadrilateral import is_convex


def test_four_corners_around_a_shape() -> None:
    shape = np.zeros((50, 60), dtype=bool)
    shape[10:40, 15:50] = True
    corners = four_sided(hull(shape))
    assert corners is not None
    assert corners.tolist() == [[15, 10], [50, 10], [50, 40], [15, 40]]
    y, x = np.mgrid[-1:1:80j, -1:1:80j]
    around = four_sided(hull(x**2 + y**2 < 0.5))
    assert around is not None
    assert is_convex(around)
