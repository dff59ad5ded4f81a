"""Four corners: what is refused, how much two have in common, and the way to the front."""

import numpy as np
import pytest

from morelli.cropping.quadrilateral import (
    Quadrilateral,
    QuadrilateralError,
    area,
    homography,
    project,
    rectangle,
    rectify,
    warp,
)

CORNERS = "0.1,0.2,0.8,0.1,0.9,0.9,0.2,0.8"


def test_what_is_parsed_can_be_written() -> None:
    assert str(Quadrilateral.parse(CORNERS)) == CORNERS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "left,top",
        "0,0,1,0,1,1",
        "0,0,1,0,1,1,0,1,0",
        "0,0,1,0,1,1,0,nan",
        "0,0,1.2,0,1,1,0,1",
        "0,1,1,1,1,0,0,0",  # anticlockwise
        "0,0,1,1,1,0,0,1",  # crossed
        "0,0,1,0,0.2,0.2,0,1",  # a dent
        "0,0,0.05,0,0.05,0.05,0,0.05",  # too small
    ],
)
def test_other_corners_are_refused(text: str) -> None:
    with pytest.raises(QuadrilateralError):
        Quadrilateral.parse(text)


def test_corners_outside_the_picture_are_kept_inside() -> None:
    found = Quadrilateral.of(rectangle(110, 100) - 5, (100, 100))
    assert found == Quadrilateral.parse("0,0,1,0,1,0.95,0,0.95")


def test_a_perspective_takes_the_corners_where_it_should() -> None:
    target = np.array([(3.0, 4.0), (90.0, 10.0), (80.0, 95.0), (10.0, 70.0)])
    matrix = homography(rectangle(50, 40), target)
    assert np.allclose(project(matrix, rectangle(50, 40)), target)


def test_a_painting_seen_from_the_side_is_seen_from_the_front() -> None:
    y, x = np.mgrid[0:120, 0:160]
    painting = np.stack([x * 255 // 159, y * 255 // 119, 0 * x + 90], axis=-1).astype(np.uint8)
    target = np.array([(30.0, 20.0), (190.0, 45.0), (180.0, 165.0), (40.0, 150.0)])
    seen = warp(painting, rectangle(160, 120), target, (220, 200), (255, 255, 255))
    front = rectify(seen, Quadrilateral.of(target, (220, 200)))
    height, width = front.shape[:2]
    assert (width, height) == (162, 131)  # the longer of opposite edges
    expected = warp(painting, rectangle(160, 120), rectangle(width, height), (width, height))
    inner = np.s_[4:-4, 4:-4]
    assert np.abs(front[inner].astype(int) - expected[inner]).mean() < 2


def test_overlap(overlap) -> None:
    square = rectangle(10, 10)
    assert overlap(square, square) == pytest.approx(1)
    assert overlap(square, square + np.array([5, 0])) == pytest.approx(1 / 3)
    assert overlap(square, square + np.array([20, 0])) == 0
    diamond = np.array([(5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)])
    assert area(diamond) == 50
    assert overlap(square, diamond) == pytest.approx(0.5)
