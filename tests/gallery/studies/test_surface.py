"""Paint has the direction of its brush, and the same irregularities every time."""

import numpy as np
import pytest
from PIL import Image

from morelli.gallery.studies.surface import Brush, Surface

SIZE = (300, 200)


def surface() -> Surface:
    return Surface(SIZE, np.random.default_rng(3))


def painted(brush: Brush, **how: float) -> np.ndarray:
    flat = Image.new("RGB", SIZE, (120, 90, 60))
    paint = surface().painted(flat, Image.new("L", SIZE, brush), (240, 230, 210), **how)
    assert (paint.size, paint.mode) == (SIZE, "RGB")
    return np.asarray(paint, np.float32)


def test_noise_is_about_0_and_as_smooth_as_is_asked() -> None:
    noise = surface().noise(6, 6)
    assert noise.shape == SIZE[::-1] and noise.dtype == np.float32
    assert abs(noise.mean()) < 0.1 and noise.std() == pytest.approx(1, abs=0.2)
    wide = surface().noise(60, 6)
    assert np.abs(np.diff(wide, axis=1)).mean() < np.abs(np.diff(wide, axis=0)).mean() / 3


@pytest.mark.parametrize(("brush", "along"), [(Brush.ACROSS, 1), (Brush.DOWN, 0)])
def test_bristles_streak_along_the_brush(brush: Brush, along: int) -> None:
    paint = painted(brush, weave=0, body=2).mean(2)
    change = [np.abs(np.diff(paint, axis=axis)).mean() for axis in (0, 1)]
    assert change[along] < change[1 - along]


@pytest.mark.parametrize("brush", Brush)
def test_a_colour_stays_itself_and_is_never_flat(brush: Brush) -> None:
    paint = painted(brush)
    assert np.abs(paint.mean((0, 1)) - (120, 90, 60)).max() < 8
    assert paint.std((0, 1)).min() > 1
    assert np.array_equal(paint, painted(brush))
