"""Feature maps, level by level."""

import numpy as np

from morelli.explain import Explainer, levels


def test_every_level_has_its_liveliest_tiles(classifier, picture):
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
