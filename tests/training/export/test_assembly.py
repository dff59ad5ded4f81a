"""How pooled features become an embedding."""

import numpy as np
import pytest

from morelli.training.export.assembly import Projection
from morelli.training.export.graphs import LinearHeads

WIDTH, PAINTERS, EACH = 12, 6, 400
DRAW = np.random.default_rng(0)
SPREAD = DRAW.normal(size=(WIDTH, WIDTH))  # how pictures of one painter differ
CLASSES = np.repeat(np.arange(PAINTERS), EACH)
POOLED = (
    5
    + 3 * DRAW.normal(size=(PAINTERS, WIDTH))[CLASSES]
    + DRAW.normal(size=(len(CLASSES), WIDTH)) @ SPREAD
).astype(np.float32)
HEADS = LinearHeads(
    {"artist": DRAW.normal(size=(4, WIDTH)).astype(np.float32)}, {"artist": np.zeros(4, np.float32)}
)


def embedded(projection, pooled=POOLED):
    return (pooled - projection.centre) @ projection.basis


def within(vectors, classes=CLASSES):
    means = np.stack([vectors[classes == c].mean(0) for c in range(PAINTERS)])
    return np.cov((vectors - means[classes]).T)


def test_the_plain_basis_is_orthonormal_and_spans_what_the_heads_read():
    plain = Projection.of(HEADS)
    assert plain.basis.T @ plain.basis == pytest.approx(np.eye(4), abs=1e-9)
    logits = HEADS.logits(POOLED)["artist"]
    rows = np.linalg.lstsq(embedded(plain), logits, rcond=None)[0]
    assert embedded(plain) @ rows == pytest.approx(logits, abs=1e-2)


def test_what_the_heads_do_not_tell_apart_is_no_direction_of_its_own():
    """Weights of a softmax that add up to nothing, and two heads that read the same."""
    even = HEADS.weights["artist"] - HEADS.weights["artist"].mean(0)
    twice = LinearHeads({"artist": even, "style": 2 * even}, {})
    found = Projection.of(twice)
    assert found.basis.shape == (WIDTH, 3)
    assert found.basis @ (found.basis.T @ even.T) == pytest.approx(even.T, abs=1e-5)


def test_whitened_every_painter_spreads_alike_in_all_directions():
    plain = Projection.of(HEADS)
    assert np.abs(within(embedded(plain)) - np.eye(4)).max() > 1
    whitened = plain.whitened(POOLED, CLASSES)
    assert within(embedded(whitened)) == pytest.approx(np.eye(4), abs=0.1)
    assert embedded(whitened).mean(0) == pytest.approx(np.zeros(4), abs=1e-3)
    joined = np.hstack([plain.basis, whitened.basis])
    assert np.linalg.matrix_rank(joined) == 4  # the same space


def test_few_pictures_that_whiten_bring_each_other_closer():
    many, width = 3000, 60
    classes = np.arange(many) % PAINTERS
    rng = np.random.default_rng(1)
    spread = rng.normal(size=(width, width)) * np.geomspace(0.05, 1, width)
    pooled = (rng.normal(size=(many, width)) @ spread).astype(np.float32)
    plain = Projection.of(LinearHeads({"artist": np.eye(width, dtype=np.float32)}, {}))
    assert plain.shrinkage(pooled[:150], classes[:150]) > 1.03
    assert plain.shrinkage(pooled, classes) == pytest.approx(1, abs=0.02)
    assert plain.shrinkage(pooled[:5], classes[:5]) == 1


def test_from_one_picture_a_painter_no_spread_is_learnt():
    one = np.arange(0, len(CLASSES), EACH)
    centred = Projection.of(HEADS).whitened(POOLED[one], CLASSES[one])
    assert centred.basis == pytest.approx(Projection.of(HEADS).basis)
    assert embedded(centred, POOLED[one]).mean(0) == pytest.approx(np.zeros(4), abs=1e-4)


def test_pictures_whose_painter_is_not_known_teach_nothing():
    classes = CLASSES.copy()
    classes[::3] = -1
    some = Projection.of(HEADS).whitened(POOLED, classes)
    kept = classes >= 0
    only = Projection.of(HEADS).whitened(POOLED[kept], classes[kept])
    assert some.basis == pytest.approx(only.basis)
