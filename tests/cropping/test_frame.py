"""From a frame's outer corners to the painting's."""

import numpy as np
from PIL import Image

from morelli.cropping.frame import inner_corners
from morelli.cropping.quadrilateral import rectangle


def blots(width: int, height: int) -> np.ndarray:
    few = np.random.default_rng(1).integers(120, 250, (6, 8, 3)).astype(np.uint8)
    return np.asarray(Image.fromarray(few).resize((width, height), Image.Resampling.BICUBIC))


def test_the_painting_is_found_in_its_frame(overlap) -> None:
    pixels = np.full((240, 300, 3), 40, dtype=np.uint8)
    pixels[30:210, 30:270] = blots(240, 180)
    found = inner_corners(pixels, rectangle(300, 240))
    assert overlap(found, rectangle(240, 180) + 30) > 0.93


def test_without_a_frame_the_corners_stay_about_where_they_are(overlap) -> None:
    outer = rectangle(300, 240)
    noise = np.random.default_rng(0).integers(0, 256, (240, 300, 3)).astype(np.uint8)
    assert overlap(inner_corners(noise, outer), outer) > 0.96
