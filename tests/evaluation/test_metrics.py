"""Metrics against scikit-learn and known values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, log_loss, roc_auc_score, top_k_accuracy_score

from morelli.evaluation import metrics

rng = np.random.default_rng(7)
LABELS = rng.integers(0, 6, 400)
LOGITS = rng.normal(size=(400, 6)) + 2 * np.eye(6)[LABELS]
PROBABILITIES = np.exp(LOGITS) / np.exp(LOGITS).sum(1, keepdims=True)


def test_wilson_interval_of_8_in_10():
    m = metrics.proportion(8, 10)
    assert (m.value, m.low, m.high) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)


@pytest.mark.parametrize(("right", "low", "high"), [(0, 0.0, 0.2775), (10, 0.7225, 1.0)])
def test_wilson_intervals_of_none_and_all_have_a_width(right, low, high):
    m = metrics.proportion(right, 10)
    assert (m.low, m.high) == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_nothing_is_no_number():
    with pytest.raises(ValueError, match="nothing"):
        metrics.proportion(0, 0)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_proportion_lies_in_its_interval(case):
    m = metrics.proportion(*case)
    assert 0 <= m.low <= m.value <= m.high <= 1


@pytest.mark.parametrize("k", [1, 3])
def test_top_k(k):
    ours = metrics.top_k(PROBABILITIES, LABELS, k)
    assert ours.value == pytest.approx(top_k_accuracy_score(LABELS, PROBABILITIES, k=k))


def test_among_equals_the_first_counts_as_in_an_answer():
    """A classifier that cannot tell must not score as if it could."""
    labels = np.arange(4).repeat(5)
    undecided = np.full((20, 4), 0.25)
    assert metrics.top_k(undecided, labels, 1).value == 0.25
    assert metrics.top_k(undecided, labels, 2).value == 0.5
    assert metrics.top_k(undecided, labels, 5).value == 1.0


def test_f1_is_over_the_classes_that_occur():
    predicted, labels = np.array([0, 1, 2, 2]), np.array([0, 0, 2, 2])
    ours = metrics.macro_f1(predicted, labels, 5)
    assert ours.value == pytest.approx(f1_score(labels, predicted, average="macro", labels=[0, 2]))


def test_f1():
    predicted = PROBABILITIES.argmax(1)
    ours = metrics.macro_f1(predicted, LABELS, 6)
    assert ours.value == pytest.approx(f1_score(LABELS, predicted, average="macro"))
    assert ours.low < ours.value < ours.high


def test_cross_entropy_plain_and_smoothed():
    plain = metrics.cross_entropy(PROBABILITIES, LABELS)
    assert plain.value == pytest.approx(log_loss(LABELS, PROBABILITIES))
    smoothed = metrics.cross_entropy(PROBABILITIES, LABELS, 0.1)
    targets = 0.9 * np.eye(6)[LABELS] + 0.1 / 6
    assert smoothed.value == pytest.approx(-(targets * np.log(PROBABILITIES)).sum(1).mean())


def test_auroc_with_ties():
    positive, negative = rng.integers(3, 9, 200) / 1.0, rng.integers(0, 7, 300) / 1.0
    truth = np.r_[np.ones(200), np.zeros(300)]
    expected = roc_auc_score(truth, np.r_[positive, negative])
    assert metrics.auroc(positive, negative).value == pytest.approx(expected)


def test_calibration_error_of_an_overconfident_classifier():
    probabilities = np.tile([0.9, 0.1], (1000, 1))
    labels = (np.arange(1000) % 2).astype(np.int64)
    assert metrics.calibration_error(probabilities, labels).value == pytest.approx(0.4)


def test_a_calibrated_classifier_has_a_small_calibration_error():
    honest = np.random.default_rng(3).dirichlet(np.ones(4), 20_000)
    labels = (honest.cumsum(1) > np.random.default_rng(4).random((20_000, 1))).argmax(1)
    m = metrics.calibration_error(honest, labels)
    assert m.value < 0.02


def test_intervals_shrink_with_the_square_root_of_the_count():
    few = metrics.cross_entropy(PROBABILITIES[:100], LABELS[:100])
    many = metrics.cross_entropy(np.tile(PROBABILITIES, (4, 1)), np.tile(LABELS, 4))
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(4, rel=0.35)


def test_intervals_hold_the_truth_about_19_times_in_20():
    generator = np.random.default_rng(12)
    held = 0
    for _ in range(60):
        sample = generator.integers(0, 2, 80)
        m = metrics.bootstrap(lambda chosen, s=sample: float(s[chosen].mean()), 80)
        held += m.low <= 0.5 <= m.high
    assert held >= 52


def test_a_measure_is_rounded_for_machines():
    assert metrics.Measure(1 / 3, 0.25, 0.5, 7).to_dict() == {
        "value": 0.33333,
        "low": 0.25,
        "high": 0.5,
        "n": 7,
    }


def test_false_accepts_at_95_percent():
    positive = np.arange(100) / 100.0
    assert metrics.false_accepts(positive, np.array([0.01, 0.04, 0.5, 0.9])).value == 0.5
