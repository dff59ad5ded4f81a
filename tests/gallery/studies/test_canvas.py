"""Shapes are where they should be, in paint."""

import numpy as np

from morelli.gallery.studies.canvas import LONG, Canvas
from morelli.gallery.studies.surface import Brush


def test_shapes_are_where_they_should_be() -> None:
    canvas = Canvas("test", 100, 50, "#ffffff")
    canvas.rectangle(10, 10, 40, 40, "#ff0000", Brush.DOWN)
    canvas.disc(70, 25, 15, "#0000ff", start=0, end=180)
    canvas.line((0, 48), (100, 48), 2, "#000000")
    flat = np.asarray(canvas.flat())
    at = LONG / 100
    for x, y, colour in (
        (25, 25, (255, 0, 0)),
        (5, 25, (255, 255, 255)),
        (70, 32, (0, 0, 255)),
        (70, 18, (255, 255, 255)),
        (50, 48, (0, 0, 0)),
    ):
        assert tuple(flat[int(y * at), int(x * at)]) == colour
    painted = np.asarray(canvas.finish(), np.int16)
    assert np.abs(painted - flat).mean() < 8
    assert np.abs(painted - flat).max() > 8


def test_a_turned_rectangle() -> None:
    canvas = Canvas("test", 100, 100, "#ffffff")
    canvas.rectangle(10, 45, 90, 55, "#000000", turn=90)
    flat = np.asarray(canvas.flat())[..., 0]
    assert flat[int(LONG * 0.15), LONG // 2] == 0
    assert flat[LONG // 2, int(LONG * 0.15)] == 255
