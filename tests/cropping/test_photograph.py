"""Photographs made from scans: repeatable, of three strengths, and the painting where they say."""

import numpy as np
import pytest

from morelli.cropping.photograph import CHANGES, STRENGTHS, Change, Strength, photograph
from morelli.cropping.quadrilateral import rectangle, warp
from morelli.images import Pixels


@pytest.fixture
def scan() -> Pixels:
    """A painting of blots that look different everywhere: uint8 (150, 200, 3)."""
    rng = np.random.default_rng(3)
    return np.kron(rng.integers(30, 226, (15, 20, 3)), np.ones((10, 10, 1))).astype(np.uint8)


def difference(scan: Pixels, change: Change, strength: Strength, seed: int) -> float:
    """Mean difference, 0..255, between the scan and the painting in its photograph."""
    photo = photograph(scan, change, strength, seed)
    front = warp(photo.pixels, photo.corners, rectangle(200, 150), (200, 150))
    return float(np.abs(front.astype(float) - scan).mean())


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_a_seed_makes_the_same_photograph(scan: Pixels, change: Change, strength: Strength) -> None:
    first, second = (photograph(scan, change, strength, 7) for _ in range(2))
    other = photograph(scan, change, strength, 8)
    assert first.pixels.dtype == np.uint8
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.corners, second.corners)
    assert not np.array_equal(first.pixels, other.pixels)


@pytest.mark.parametrize("change", ["perspective", "frame"])
@pytest.mark.parametrize("strength", STRENGTHS)
def test_the_painting_is_where_it_is_said_to_be(
    scan: Pixels, change: Change, strength: Strength
) -> None:
    for seed in range(5):
        assert difference(scan, change, strength, seed) < 12


@pytest.mark.parametrize("change", ["lighting", "glare", "blur", "jpeg", "phone"])
def test_stronger_is_more(scan: Pixels, change: Change) -> None:
    slight, medium, strong = (
        np.mean([difference(scan, change, strength, seed) for seed in range(12)])
        for strength in STRENGTHS
    )
    assert 0 < slight < medium < strong


def test_a_crop_cuts_the_edges_off(scan: Pixels) -> None:
    photo = photograph(scan, "crop", "strong", 4)
    width, height = photo.size
    assert width < 200
    assert height < 150
    assert photo.corners[0].max() <= 0
    left, top = (-photo.corners[0]).astype(int)
    assert np.array_equal(photo.pixels, scan[top : top + height, left : left + width])


@pytest.mark.parametrize("shape", [(16, 16), (16, 300), (300, 16)])
def test_small_and_narrow_pictures_can_be_photographed(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 120, dtype=np.uint8)
    for change in CHANGES:
        for seed in range(4):
            assert min(photograph(picture, change, "strong", seed).size) > 0
