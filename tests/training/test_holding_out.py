"""Every trained bundle carries held-out pictures, as its own graph sees them."""

import numpy as np

from morelli.background import Background
from morelli.classifier import Classifier
from morelli.datasets.splits import given_or_stratified


def learnt(trained):
    return given_or_stratified(trained.data, seed=trained.recipe.seed).split("train").samples


def test_every_picture_that_was_held_out_is_noted_with_its_painter(trained):
    background = Background.of(trained.bundle)
    samples = learnt(trained)
    assert len(background.artists) == len(samples)  # in three folds each is held out once
    slugs = [trained.bundle.artists[number] for number in background.artists]
    assert slugs == [sample.artist for sample in samples]
    classifier = Classifier(trained.bundle)
    pixels = [classifier.decode(sample.path) for sample in samples[::7]]
    seen = classifier.run(pixels, ["embedding"])["embedding"]
    step = np.ptp(background.embedding, axis=0) / 63
    assert (np.abs(background.embedding[::7] - seen) <= 0.51 * step + 1e-4).all()


def test_its_logits_are_of_heads_that_had_not_seen_the_picture(trained):
    """They differ from what the bundle's own heads, which had, answer."""
    background = Background.of(trained.bundle)
    classifier = Classifier(trained.bundle)
    pixels = [classifier.decode(sample.path) for sample in learnt(trained)]
    ours = classifier.run(pixels, ["artist_logits"])["artist_logits"]

    def margin(logits):
        rows = np.arange(len(logits))
        own = logits[rows, background.artists]
        others = logits.copy()
        others[rows, background.artists] = -np.inf
        return (own - others.max(1)).mean()

    assert margin(background.logits) < margin(ours)
