"""Probabilities are distributions, whatever the logits; sets and familiarity follow them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from morelli.bundles.bundle import Calibration
from morelli.inference.probabilities import (
    familiarity,
    negative_entropy,
    prediction_sets,
    sigmoid,
    softmax,
    style_probabilities,
)

wide = arrays(np.float32, (3, 4), elements=st.floats(-1e4, 1e4, width=32))


@given(wide, st.floats(0.05, 20))
def test_softmax_is_a_distribution_in_the_order_of_the_logits(logits, temperature):
    p = softmax(logits, temperature)
    assert np.allclose(p.sum(1), 1)
    assert ((p >= 0) & (p <= 1)).all()
    best = p[np.arange(3), logits.argmax(1)]
    assert (best == p.max(1)).all()


@given(wide)
def test_sigmoid_never_overflows(logits):
    with np.errstate(over="raise"):
        p = sigmoid(logits)
    assert ((p >= 0) & (p <= 1)).all()
    assert np.allclose(p + sigmoid(-logits), 1)


@given(wide, st.floats(0.05, 20), st.floats(0.05, 20))
def test_a_higher_temperature_is_never_surer(logits, one, other):
    low, high = sorted((one, other))
    assert (softmax(logits, high).max(1) <= softmax(logits, low).max(1) + 1e-9).all()


@given(wide, st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_sets_hold_the_best_class_and_all_that_reach_their_threshold(logits, thresholds):
    p = softmax(logits)
    reached = p >= np.array(thresholds)
    reached[np.arange(3), p.argmax(1)] = True
    sets = prediction_sets(p, thresholds)
    assert (sets >= reached).all()
    for row, members, reasons in zip(p, sets, reached, strict=True):
        assert row[members].min() == row[reasons].min()  # and nothing without need
        assert (row[~members] < row[members].min()).all()  # no gaps


@given(wide, st.floats(-1e3, 1e3))
def test_softmax_does_not_mind_a_shift(logits, shift):
    assert np.allclose(softmax(logits.astype(float) + shift), softmax(logits), atol=1e-6)


@given(wide)
def test_negative_entropy_has_bounds(logits):
    scores = negative_entropy(softmax(logits))
    assert ((scores >= -np.log(4) - 1e-9) & (scores <= 1e-9)).all()


@given(st.lists(st.floats(-9, 0), min_size=2, max_size=101), st.floats(-20, 5), st.floats(0, 5))
def test_familiarity_never_falls_as_the_score_rises(quantiles, score, more):
    low, high = familiarity(np.array([score, score + more]), sorted(quantiles))
    assert 0 <= low <= high <= 1


@given(
    arrays(np.float32, (3, 2), elements=st.floats(-1e4, 1e4, width=32)),
    wide,
    st.floats(0, 1),
)
def test_styles_mixed_with_painters_are_a_distribution(styles, artists, weight):
    table = ((0.9, 0.1), (0.2, 0.8), (0.5, 0.5), (1.0, 0.0))
    calibration = Calibration(style_given_artist=table, style_weight=weight)
    mixed = style_probabilities(styles, softmax(artists), calibration)
    assert np.allclose(mixed.sum(1), 1) and ((mixed >= 0) & (mixed <= 1)).all()


def test_painters_without_weight_change_no_style():
    calibration = Calibration(style_given_artist=((1.0, 0.0), (0.0, 1.0)), style_weight=0.0)
    styles = np.array([[1.0, 2.0]])
    mixed = style_probabilities(styles, np.array([[1.0, 0.0]]), calibration)
    assert mixed == pytest.approx(softmax(styles))


def test_negative_entropy_is_highest_where_one_painter_has_it_all():
    p = np.array([[1.0, 0, 0, 0], [0.25] * 4])
    assert negative_entropy(p) == pytest.approx([0, -np.log(4)])


def test_familiarity_is_the_share_of_lower_scores():
    quantiles = list(np.linspace(10, 20, 101))
    assert familiarity(np.array([0, 10, 15, 20, 99]), quantiles) == pytest.approx([0, 0, 0.5, 1, 1])
