"""A class more beside a softmax: fitted as what it will be."""

import numpy as np
import pytest

from morelli.bundles.reference_set import ReferenceSet
from morelli.teaching.regression import Regression

PAINTERS, WIDTH = 4, 6


@pytest.fixture(scope="module")
def case():
    """Four painters who are known, ten pictures by a fifth, and ten more of hers."""
    rng = np.random.default_rng(3)
    centres = rng.normal(0, 2, (PAINTERS + 1, WIDTH))
    artists = np.arange(PAINTERS).repeat(25)
    deviation = np.array([1, 1, 1, 1, 1, 8])  # in one direction painters differ from themselves

    def pictures(numbers):
        embedding = centres[numbers] + rng.normal(0, 0.5, (len(numbers), WIDTH)) * deviation
        return embedding, 3 * embedding[:, :5] @ centres[:PAINTERS, :5].T

    reference = ReferenceSet(artists, *pictures(artists))
    return reference, pictures(np.full(10, PAINTERS)), pictures(np.full(10, PAINTERS))


def others(logits, temperature):
    """What all others say together, at a temperature."""
    return temperature * np.logaddexp.reduce(logits / temperature, axis=1)


@pytest.mark.parametrize("temperature", [1.0, 2.5])
def test_hers_are_above_all_others_and_theirs_below(case, temperature):
    reference, own, new = case
    weights, bias = Regression.of(reference, *own, temperature).solution()
    assert weights.shape == (WIDTH,)
    for embedding, logits in (own, new):
        assert (embedding @ weights + bias > others(logits, temperature)).mean() >= 0.9
    theirs = reference.embedding @ weights + bias
    assert (theirs < others(reference.logits, temperature)).mean() > 0.95


def test_embeddings_are_white_within_painters(case):
    reference, own, _ = case
    regression = Regression.of(reference, *own, 1.0)
    white = regression.x[regression.count :, :-1]
    means = np.array([white[reference.artists == n].mean(0) for n in range(PAINTERS)])
    within = (white - means[reference.artists]).std(0)
    assert within.max() / within.min() < 2  # it was 8 before
    assert (regression.x[:, -1] == 1).all()


def test_left_out_pictures_are_answered_as_if_they_had_never_been_there(case):
    reference, own, _ = case
    found = Regression.of(reference, *own, 1.3).left_out()
    for i in range(len(found)):
        rest = [np.delete(array, i, axis=0) for array in own]
        weights, bias = Regression.of(reference, *rest, 1.3).solution()
        assert found[i] == pytest.approx(own[0][i] @ weights + bias, abs=1e-2)


def test_it_does_not_matter_where_the_embedding_has_its_origin(case):
    reference, (embedding, logits), _ = case
    weights, bias = Regression.of(reference, embedding, logits, 1.0).solution()
    moved = ReferenceSet(reference.artists, reference.embedding + 100, reference.logits)
    other, its_bias = Regression.of(moved, embedding + 100, logits, 1.0).solution()
    assert (embedding + 100) @ other + its_bias == pytest.approx(
        embedding @ weights + bias, abs=1e-3
    )
