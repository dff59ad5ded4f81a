"""A picture through a file in memory: what compressing it leaves."""

import numpy as np
import pytest
from PIL import Image

from morelli.images.resaving import resaved


@pytest.fixture
def image():
    noise = np.random.default_rng(0).integers(0, 256, (40, 24, 3), dtype=np.uint8)
    return Image.fromarray(noise)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_less_quality_leaves_less_of_it(image, kind):
    found = [resaved(image, kind, quality=quality) for quality in (95, 20)]
    assert {(one.mode, one.size) for one in found} == {("RGB", image.size)}
    lost = [np.abs(np.asarray(one, float) - np.asarray(image)).mean() for one in found]
    assert 0 < lost[0] < lost[1]


def test_options_are_those_of_the_format(image):
    flat = [[255] * 64] * 2
    assert len(np.unique(np.asarray(resaved(image, qtables=flat)))) < 150


def test_without_losses_nothing_changes(image):
    assert (np.asarray(resaved(image, "PNG")) == np.asarray(image)).all()
