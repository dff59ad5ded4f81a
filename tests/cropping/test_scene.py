"""A drawn scene: the painting hangs where it is said to, on a wall of the colour that is said."""

import numpy as np
import pytest

from morelli.cropping.quadrilateral import rectangle
from morelli.cropping.scene import Photograph, render, smooth_noise, to_bytes, wall_colour


@pytest.mark.parametrize("strength", [0, 1, 2])
@pytest.mark.parametrize("seed", range(6))
def test_the_painting_is_in_the_scene_as_it_was(strength: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (40, 60, 3)).astype(np.uint8)
    painting = Photograph(pixels, rectangle(60, 40))
    scene = render(painting, strength, np.random.default_rng(seed))
    (left, top), _, (right, bottom), _ = scene.corners.astype(int).tolist()
    assert (right - left, bottom - top) == (60, 40)
    assert np.array_equal(scene.pixels[top:bottom, left:right], pixels)
    assert scene.size[0] > 60 and scene.size[1] > 40
    assert scene.wall is not None
    corner = scene.pixels[-1, -1].astype(int)
    assert np.abs(corner - scene.wall).max() < 130  # its shadow may lie there
    again = render(painting, strength, np.random.default_rng(seed))
    assert np.array_equal(again.pixels, scene.pixels)


def test_walls_are_colours_and_mostly_light() -> None:
    rng = np.random.default_rng(0)
    colours = np.array([wall_colour(rng) for _ in range(300)])
    assert colours.min() >= 15 and colours.max() <= 250
    assert 0.5 < (colours.mean(1) > 140).mean() < 0.95


def test_noise_is_about_nothing_and_smooth() -> None:
    noise = smooth_noise((80, 90), 8, np.random.default_rng(0))
    assert noise.shape == (80, 90) and abs(noise.mean()) < 0.3
    assert np.abs(np.diff(noise, axis=1)).mean() < noise.std() / 3


def test_bytes_are_rounded_and_kept_in_their_range() -> None:
    assert to_bytes(np.array([-3.0, 0.6, 254.6, 300.0])).tolist() == [0, 1, 255, 255]
