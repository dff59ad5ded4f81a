"""A history leaves a picture what it shows, and takes from it what it was saved by."""

import io

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from morelli.training.data.history import LARGEST, SIDES, history


def drawn(height, width, seed=0):
    """Smooth colours with a few hard edges, uint8 (height, width, 3)."""
    lots = np.random.default_rng(seed)
    small = Image.fromarray(lots.integers(0, 256, (6, 6, 3), dtype=np.uint8))
    pixels = np.asarray(small.resize((width, height), Image.Resampling.BICUBIC)).copy()
    pixels[height // 3 : height // 2, width // 4 : width // 2] = lots.integers(0, 256, 3)
    return pixels


def seen(pixels, seed):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return history(pixels)


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(1, 700),
    width=st.integers(1, 700),
    seed=st.integers(0, 2**31),
)
def test_any_picture_has_any_history(height, width, seed):
    found = seen(drawn(height, width), seed)
    assert found.ndim == 3 and found.shape[2] == 3 and found.dtype == np.uint8
    enlarged = LARGEST**2 * min(height, width)  # reduced twice, it may be enlarged twice
    assert min(found.shape[:2]) <= max(min(SIDES[1], enlarged) + 1, LARGEST * 16)


def test_it_is_drawn_from_torch_and_nothing_else():
    pixels = drawn(300, 400)
    draws = [seen(pixels, seed) for seed in range(12)]
    assert all(np.array_equal(seen(pixels, seed), draws[seed]) for seed in range(12))
    assert len({draw.tobytes() for draw in draws}) == 12


def test_the_picture_is_still_there():
    pixels = drawn(300, 400)
    small = np.asarray(Image.fromarray(pixels).resize((16, 16)), dtype=float)
    for seed in range(40):
        again = Image.fromarray(seen(pixels, seed)).resize((16, 16))
        correlation = np.corrcoef(np.asarray(again, dtype=float).ravel(), small.ravel())[0, 1]
        assert correlation > 0.85


@pytest.mark.parametrize("quality", [30, 60])
def test_a_coarse_compression_can_no_longer_be_told(quality):
    """The grid of a JPEG shows in steps across it; after histories those are like any others."""

    def grid(pixels):
        steps = np.abs(np.diff(pixels.astype(float), axis=1)).mean((0, 2))
        return steps[7::8].mean() / np.delete(steps, np.s_[7::8]).mean()

    buffer = io.BytesIO()
    noise = np.random.default_rng(1).normal(0, 14, (256, 256, 3))
    pixels = np.clip(drawn(256, 256) + noise, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    compressed = np.asarray(Image.open(buffer))
    before = grid(compressed)
    after = np.mean([grid(seen(compressed, seed)) for seed in range(40)])
    assert before > 1.15
    assert abs(after - 1) < 0.5 * (before - 1)
