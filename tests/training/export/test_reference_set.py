"""Every trained bundle carries held-out pictures, as its own graph sees them."""

import numpy as np
import pytest

from morelli.bundles.reference_set import ReferenceSet
from morelli.datasets.splits import given_or_stratified
from morelli.inference.classifier import Classifier
from morelli.training.export.reference_set import open_set_direction


def learnt(trained):
    return given_or_stratified(trained.data, seed=trained.recipe.seed).split("train").samples


def test_every_picture_that_was_held_out_is_noted_with_its_painter(trained):
    kept = ReferenceSet.of(trained.bundle)
    samples = learnt(trained)
    assert len(kept.artists) == len(samples)  # in three folds each is held out once
    slugs = [trained.bundle.artists[number] for number in kept.artists]
    assert slugs == [sample.artist for sample in samples]
    classifier = Classifier(trained.bundle)
    pixels = [classifier.decode(sample.path) for sample in samples[::7]]
    seen = classifier.run(pixels, ["embedding"])["embedding"]
    step = np.ptp(kept.embedding, axis=0) / 63
    assert (np.abs(kept.embedding[::7] - seen) <= 0.51 * step + 1e-4).all()


def test_its_logits_are_of_heads_that_had_not_seen_the_picture(trained):
    """They differ from what the bundle's own heads, which had, answer."""
    kept = ReferenceSet.of(trained.bundle)
    classifier = Classifier(trained.bundle)
    pixels = [classifier.decode(sample.path) for sample in learnt(trained)]
    ours = classifier.run(pixels, ["artist_logits"])["artist_logits"]

    def margin(logits):
        rows = np.arange(len(logits))
        own = logits[rows, kept.artists]
        others = logits.copy()
        others[rows, kept.artists] = -np.inf
        return (own - others.max(1)).mean()

    assert margin(kept.logits) < margin(ours)


def test_unknown_painters_are_compared_within_a_source_alone():
    """A source moves its pictures along the first axis; unknown painters lie along the second."""
    draw = np.random.default_rng(0)
    sources = np.array(["museum", "web"])
    known, strange = (draw.normal(scale=0.1, size=(n, 3)) for n in (400, 400))
    ours, theirs = draw.choice(sources, 400, p=[0.9, 0.1]), draw.choice(sources, 400, p=[0.1, 0.9])
    known[:, 0] += 5 * (ours == "web")
    strange[:, 0] += 5 * (theirs == "web")
    strange[:, 1] += 1
    found = open_set_direction(known, strange, ours.tolist(), theirs.tolist())
    assert found == pytest.approx([0, 1, 0], abs=0.05)
    mixed = open_set_direction(known, strange, [None] * 400, [None] * 400)
    assert mixed[0] > 3  # what a source does would count more than who painted


def test_sources_that_are_not_on_both_sides_say_nothing():
    draw = np.random.default_rng(0)
    known, strange = draw.normal(size=(9, 3)), draw.normal(size=(5, 3)) + 4
    assert open_set_direction(known, strange, ["a"] * 9, ["b"] * 5) == pytest.approx(np.zeros(3))
    both = open_set_direction(known, strange, ["a"] * 9, ["b"] * 4 + ["a"])
    assert both == pytest.approx(strange[4] - known.mean(0), abs=1e-6)
