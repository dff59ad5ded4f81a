"""Saliency against the model's own arithmetic, and against what happens when places go."""

import csv
import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from morelli import Classifier
from morelli.bundles.bundle import Bundle
from morelli.explain import Evidence, Explainer, ExplainError, normalised
from morelli.explain.evidence import GRID, _spread
from morelli.training.models.covariance import covariance, square_root


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    return Explainer(Classifier.open(threads=1))


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (90, 120, 3), dtype=np.uint8)


def without_tokens(explainer: Explainer) -> dict[str, np.ndarray]:
    """Weights with those of class tokens, whose features no output has, set to 0."""
    parts = explainer.classifier.bundle.manifest.feature_blocks
    weights = {head: w.copy() for head, w in explainer.weights.items()}
    for part, w in itertools.product(parts, weights.values()):
        if part.kind == "token":
            w[part.start : part.start + part.width] = 0
    return weights


@pytest.mark.parametrize("head", ["artist", "style"])
def test_the_places_add_up_to_the_pooled_features_times_the_weights(explainer, head):
    evidence = explainer.look(noise(1))
    bundle = explainer.classifier.bundle
    pooled = np.zeros(len(explainer.weights[head]))
    for part in bundle.manifest.feature_blocks:
        maps = evidence.outputs[part.source].astype(np.float64)
        columns = slice(part.start, part.start + part.width)
        if part.kind == "mean":
            pooled[columns] = maps.mean((1, 2))
        elif part.kind == "deviation":
            pooled[columns] = np.sqrt(maps.var((1, 2)) + 1e-6)
        elif part.kind == "covariance":
            root = square_root(covariance(torch.from_numpy(maps).flatten(1)[None]))[0]
            pooled[columns] = root[*np.triu_indices(len(root))]
    scores = pooled @ without_tokens(explainer)[head]
    slugs = bundle.artists if head == "artist" else bundle.styles
    for number in (0, len(slugs) // 2, len(slugs) - 1):
        found = evidence.saliency(head, slugs[number])
        assert found.map.shape == (GRID, GRID)
        assert found.map.sum() == pytest.approx(scores[number] - scores.mean(), abs=1e-3)
        logits = evidence.outputs[f"{head}_logits"]
        total = found.map.sum() + found.placeless
        assert total == pytest.approx(logits[number] - logits.mean(), abs=1e-3)


def test_an_unknown_class_is_named(explainer):
    with pytest.raises(ExplainError, match="knows no artist 'nobody'"):
        explainer.look(noise(0)).saliency("artist", "nobody")


def test_a_bundle_without_parts_says_so(explainer):
    bundle = explainer.classifier.bundle
    manifest = bundle.manifest.model_copy(update={"feature_blocks": ()})
    bare = Bundle(bundle.path, manifest, bundle.graph, bundle.background)
    evidence = Explainer(Classifier(bare, threads=1)).look(noise(0))
    assert isinstance(evidence, Evidence)
    with pytest.raises(ExplainError, match="where its features come from"):
        evidence.saliency("artist", bundle.artists[0])


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 120), st.integers(1, 120), st.integers(0, 9))
def test_bringing_to_the_grid_keeps_the_sum(height, width, seed):
    evidence = np.random.default_rng(seed).normal(size=(height, width))
    assert_allclose(_spread(evidence).sum(), evidence.sum(), atol=1e-6)


def test_bringing_to_the_grid_keeps_the_place():
    evidence = np.zeros((7, 7))
    evidence[1, 5] = 1
    top, left = np.unravel_index(_spread(evidence).argmax(), (GRID, GRID))
    assert 4 <= top < 8
    assert 20 <= left < 24


def test_normalised_is_nothing_to_one():
    values = normalised(np.random.default_rng(0).normal(size=(28, 28)).astype(np.float32))
    assert values.min() == 0
    assert values.max() == 1
    assert not normalised(np.ones((28, 28), np.float32)).any()


@pytest.mark.data
def test_taking_salient_places_away_costs_more_than_any_others(explainer, data_root):
    """Deletion (Petsiuk et al. 2018): a fifth of the places, against the mean of five draws."""
    classifier, random = explainer.classifier, np.random.default_rng(0)
    with (data_root / "gallery" / "gallery.csv").open(encoding="utf-8", newline="") as file:
        files = [row["file"] for row in csv.DictReader(file)][:12]
    salient, chance = [], []
    for file in files:
        pixels = classifier.decode(data_root / "gallery" / file)
        square = classifier.bundle.manifest.preprocessing.square(pixels)
        evidence = explainer.look(square)
        logits = evidence.outputs["artist_logits"]
        best = int(logits.argmax())
        found = evidence.saliency("artist", classifier.bundle.artists[best]).map
        coarse = found.reshape(7, 4, 7, 4).sum((1, 3)).ravel()
        choices = [np.argsort(-coarse)[:10], *(random.permutation(49)[:10] for _ in range(5))]
        changed = [without(square, places) for places in choices]
        after = classifier.run(changed, ["artist_logits"])["artist_logits"]
        drops = (logits[best] - logits.mean()) - (after[:, best] - after.mean(1))
        salient.append(drops[0])
        chance.append(drops[1:].mean())
    assert np.mean(salient) > 1.2 * np.mean(chance)
    assert np.mean(np.array(salient) > np.array(chance)) > 0.5


def without(square: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The picture with some of 7 x 7 places painted over with its mean colour."""
    changed, side = square.copy(), len(square) // 7
    for place in places:
        top, left = divmod(int(place), 7)
        changed[top * side : (top + 1) * side, left * side : (left + 1) * side] = square.mean(
            (0, 1)
        )
    return changed
