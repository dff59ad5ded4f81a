"""Copies of a work are laid on it where they lie, and other works agree with it nowhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from morelli.works.alignment import Aligner
from morelli.works.miniature import look, pack, unpack


def laid(picture, painting):
    return Aligner(look(picture)).lay(unpack(pack(look(painting)[None]))[0])


def test_a_picture_agrees_with_itself(paintings):
    for painting in paintings:
        found = laid(painting, painting)
        assert found.correlation > 0.9 and found.structure > 0.75 and found.area > 0.9


def test_other_paintings_do_not_agree(paintings):
    for i, one in enumerate(paintings):
        for j, other in enumerate(paintings):
            if i != j:
                assert laid(one, other).structure < 0.6


@settings(max_examples=30)
@given(st.floats(0.8, 1), st.floats(0.8, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_part_is_found_where_it_lies(paintings, tall, wide, down, right):
    painting = paintings[1]
    height, width = painting.shape[:2]
    rows, columns = round(tall * height), round(wide * width)
    top, left = round(down * (height - rows)), round(right * (width - columns))
    found = laid(painting[top : top + rows, left : left + columns], painting)
    assert found.structure > 0.6
    assert found.area == pytest.approx(tall * wide, abs=0.15)


@settings(max_examples=20)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 255))
def test_a_frame_is_left_out(paintings, tall, wide, colour):
    painting = paintings[3]
    framed = np.pad(
        painting, ((tall, 50 - tall), (wide, 50 - wide), (0, 0)), constant_values=colour
    )
    assert laid(framed, painting).structure > 0.45


@settings(max_examples=20)
@given(st.tuples(*[st.floats(0.75, 1.25)] * 3), st.floats(0.6, 1.6))
def test_colour_casts_and_gamma_matter_little(paintings, cast, gamma):
    scaled = np.clip(paintings[1] / 255 * np.array(cast), 0, 1) ** gamma
    assert laid(np.rint(scaled * 255).astype(np.uint8), paintings[1]).structure > 0.6


def test_black_and_white_and_proportions_do_not_matter(paintings):
    for painting in paintings:
        grey = np.asarray(Image.fromarray(painting).convert("L").convert("RGB").resize((300, 90)))
        assert laid(grey, painting).structure > 0.75


def test_flat_pictures_agree_with_nothing(paintings):
    flat = np.full((100, 80, 3), 77, np.uint8)
    for one, other in ((flat, paintings[0]), (paintings[0], flat), (flat, flat)):
        assert laid(one, other).structure < 0.5
