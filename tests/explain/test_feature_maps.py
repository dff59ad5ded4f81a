"""Feature maps, level by level."""

import io

import numpy as np
import pytest
from PIL import Image

from morelli import Classifier
from morelli.explain import Explainer, levels


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.open(threads=1)


def picture(seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def test_every_level_has_its_liveliest_tiles(classifier):
    evidence = Explainer(classifier).look(picture(3))
    found = levels(evidence, tiles=5)
    assert len(found) == len(evidence.maps)
    for level, maps in zip(found, evidence.maps.values(), strict=True):
        assert (level.channels, level.height, level.width) == maps.shape
        assert len(level.tiles) == 5
        for tile in level.tiles:
            assert tile.dtype == np.uint8
            assert max(tile.shape) <= 64
            assert int(tile.max()) - int(tile.min()) > 100
