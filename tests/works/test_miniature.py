"""Miniatures keep what tells copies, in half a byte a pixel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.works.miniature import BYTES, LOOK, SIDE, look, pack, resampling, unpack


def test_a_look_is_grey_and_of_one_size():
    pixels = np.zeros((50, 90, 3), np.uint8)
    pixels[..., 1] = 200
    seen = look(pixels)
    assert seen.shape == (LOOK, LOOK) and seen.dtype == np.float32
    assert seen == pytest.approx(0.587 * 200, abs=0.01)


@given(st.integers(0, 2**32), st.floats(0.2, 1), st.floats(-20, 20))
def test_light_and_contrast_leave_a_miniature_as_it_is(seed, contrast, light):
    seen = np.random.default_rng(seed).uniform(60, 190, (1, 8, 8)).repeat(8, 1).repeat(8, 2)
    bright = 125 + (seen - 125) * contrast + light
    one, other = unpack(pack(seen)), unpack(pack(bright))
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.99


def test_packing_loses_little():
    seen = np.random.default_rng(0).normal(128, 40, (3, 16, 16)).repeat(4, 1).repeat(4, 2)
    packed = pack(seen)
    assert packed.shape == (3, BYTES) and packed.dtype == np.uint8
    cells = resampling(LOOK, np.array([[0.0, 1.0]]), SIDE)[0]
    for one, kept in zip(seen, unpack(packed), strict=True):
        assert np.corrcoef((cells @ one @ cells.T).ravel(), kept.ravel())[0, 1] > 0.99


def test_a_flat_picture_has_none():
    assert not pack(np.full((1, LOOK, LOOK), 90.0)).any()


@given(st.integers(4, 80), st.integers(2, 40), st.floats(0, 0.4), st.floats(0.6, 1))
def test_parts_are_means_of_their_pixels(size, cells, start, end):
    matrix = resampling(size, np.array([[start, end]]), cells)[0]
    assert matrix.sum(1) == pytest.approx(1, abs=1e-5)
    ramp = (np.arange(size) + 0.5) / size
    middles = start + (np.arange(cells) + 0.5) / cells * (end - start)
    assert matrix @ ramp == pytest.approx(middles, abs=0.51 / size)
