"""The background of a photograph, under light that changes, and what stands out from it."""

import numpy as np
import pytest

from morelli.cropping.background import Background, find_background, foreground


def lit(height: int = 60, width: int = 80) -> np.ndarray:
    """A wall that gets darker to one side, float (H, W, 3) from 0 to 1."""
    light = np.linspace(0.9, 0.6, width)
    return np.broadcast_to(light[None, :, None], (height, width, 3)).copy()


def test_a_wall_is_found_though_the_light_on_it_changes() -> None:
    pixels = lit()
    pixels[20:40, 30:50] = (0.5, 0.1, 0.1)
    found = find_background(pixels)
    assert found is not None and found.border == 1
    painting = np.zeros((60, 80), dtype=bool)
    painting[20:40, 30:50] = True
    assert (found.mask == ~painting).mean() > 0.99


def test_where_the_border_is_of_all_colours_there_is_none() -> None:
    noise = np.random.default_rng(0).random((60, 80, 3))
    assert find_background(noise, least=0.5) is None


def test_the_share_that_is_asked_for_is_needed() -> None:
    pixels = lit()
    pixels[:, :40] = np.random.default_rng(0).random((60, 40, 3))
    assert find_background(pixels, least=0.9) is None
    found = find_background(pixels)
    assert found is None or found.border == pytest.approx(0.5, abs=0.2)


def test_pieces_are_numbered_and_specks_are_none() -> None:
    mask = np.ones((30, 40), dtype=bool)
    mask[2:10, 2:10] = mask[15:25, 20:35] = False
    mask[28, 2] = False  # a speck
    pieces = foreground(Background(mask, 1.0))
    assert len(np.unique(pieces)) == 3
    assert (pieces > 0).sum() == 64 + 150
    assert pieces[5, 5] != pieces[20, 30] != 0
    assert pieces[28, 2] == 0


def test_a_shape_whose_arms_meet_late_is_one_piece() -> None:
    mask = np.ones((20, 30), dtype=bool)
    mask[3:15, 3:8] = mask[3:15, 20:25] = mask[12:17, 3:25] = False
    assert len(np.unique(foreground(Background(mask, 1.0)))) == 2
