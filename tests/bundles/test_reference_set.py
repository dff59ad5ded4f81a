"""What a bundle keeps of held-out pictures, and how far others are from them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.bundles.bundle import Bundle, BundleError
from morelli.bundles.reference_set import ReferenceSet
from morelli.inference.classifier import Classifier

DRAW = np.random.default_rng(0)
BACKGROUND = ReferenceSet(
    np.repeat(np.arange(3), 10),
    DRAW.normal(size=(30, 4)).astype(np.float32),
    DRAW.normal(size=(30, 3)).astype(np.float32),
)


def test_distances_are_those_to_the_nearest():
    others = DRAW.normal(size=(7, 4))
    every = np.linalg.norm(others[:, None] - BACKGROUND.embedding[None], axis=2)
    assert BACKGROUND.distances(others) == pytest.approx(every.min(1), abs=1e-3)


def test_nobody_is_his_own_neighbour():
    every = np.linalg.norm(BACKGROUND.embedding[:, None] - BACKGROUND.embedding[None], axis=2)
    np.fill_diagonal(every, np.inf)
    assert BACKGROUND.own_distances() == pytest.approx(every.min(1), abs=1e-3)
    assert BACKGROUND.distances(BACKGROUND.embedding) == pytest.approx(np.zeros(30), abs=1e-2)


def test_towards_strangers_is_further_off():
    direction = np.array([0.5, 0, 0, -2], dtype=np.float32)
    shown = replace(BACKGROUND, open_set=direction)
    others = DRAW.normal(size=(7, 4))
    expected = BACKGROUND.distances(others) + others @ direction
    assert shown.distances(others) == pytest.approx(expected, abs=1e-5)
    own = BACKGROUND.own_distances() + BACKGROUND.embedding @ direction
    assert shown.own_distances() == pytest.approx(own, abs=1e-5)


def test_what_is_kept_is_read_and_a_direction_of_another_space_is_damage(trained):
    bundle = Bundle.open(trained.bundle.path)
    before = ReferenceSet.of(bundle)
    direction = np.linspace(-1, 1, before.embedding.shape[1], dtype=np.float32)
    for open_set in (None, direction):
        kept = replace(before, open_set=open_set).to_json()
        read = ReferenceSet.of(Bundle(bundle.path, bundle.manifest, bundle.graph, kept))
        if open_set is None:
            assert read.open_set is None
        else:
            assert read.open_set == pytest.approx(direction, rel=1e-5)
    kept = replace(before, open_set=direction[1:]).to_json()
    with pytest.raises(BundleError, match="strangers lie in another space"):
        ReferenceSet.of(Bundle(bundle.path, bundle.manifest, bundle.graph, kept))


@given(st.floats(1, 100), st.integers(0, 2**16))
def test_a_picture_further_off_is_never_nearer(factor, seed):
    direction = np.random.default_rng(seed).normal(size=(1, 4))
    far = direction / np.linalg.norm(direction) * 100
    near, further = BACKGROUND.distances(far), BACKGROUND.distances(factor * far)
    assert further[0] >= near[0] - 1e-2


def test_the_classifier_measures_from_what_its_bundle_keeps(trained):
    bundle = Bundle.open(trained.bundle.path)
    assert bundle.manifest.calibration.distance_weight > 0
    classifier = Classifier(bundle)
    assert "distance" in classifier.decided_by
    pictures = [classifier.decode(sample.path) for sample in trained.data.samples[:6]]
    found = classifier.run(pictures, ["distance", "embedding"])
    expected = ReferenceSet.of(bundle).distances(found["embedding"])
    assert found["distance"][:, 0] == pytest.approx(expected)
    assert set(classifier.outputs(pictures)) == set(classifier.decided_by)
