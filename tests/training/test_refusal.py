"""The head that tells paintings from other pictures."""

import numpy as np

from morelli.training.refusal import REFUSED, fit_painting

rng = np.random.default_rng(11)


def test_what_is_no_painting_is_told_apart_and_few_paintings_are_refused():
    paintings = rng.normal(0, 1, (800, 12)).astype(np.float32)
    others = (rng.normal(0, 1, (60, 12)) + 3 * (np.arange(12) < 4)).astype(np.float32)
    weights, bias = fit_painting(paintings, others)
    assert weights.shape == (1, 12) and bias.shape == (1,)
    assert weights.dtype == bias.dtype == np.float32
    fresh = rng.normal(0, 1, (4000, 12)).astype(np.float32)
    refused = (fresh @ weights.T + bias < 0).mean()
    assert refused < 3 * REFUSED
    assert (others @ weights.T + bias < 0).mean() > 0.8


def test_a_feature_that_never_changes_does_no_harm():
    paintings = rng.normal(0, 1, (50, 3)).astype(np.float32)
    others = paintings[:20] + 5
    paintings[:, 2] = others[:, 2] = 7
    weights, bias = fit_painting(paintings, others)
    assert np.isfinite(weights).all() and np.isfinite(bias).all()
