"""Honest probabilities, fitted on what the heads did not learn from."""

import numpy as np
import pytest

from morelli.bundles.bundle import Calibration
from morelli.inference.calibration import (
    ENOUGH,
    calibrate,
    cross_entropy,
    fit_temperature,
    set_thresholds,
    style_given_artist,
    weights_alike,
    with_distances,
)
from morelli.inference.probabilities import (
    COVERAGE,
    familiarity_scores,
    negative_entropy,
    prediction_sets,
    softmax,
    style_probabilities,
)

rng = np.random.default_rng(11)


def answers(n=4000, classes=5, overconfidence=3.0):
    """Logits that are `overconfidence` times too large, and labels drawn from the honest ones."""
    honest = rng.normal(0, 1.5, (n, classes))
    p = softmax(honest)
    labels = (p.cumsum(1) > rng.random((n, 1))).argmax(1)
    return honest * overconfidence, labels


@pytest.mark.parametrize("overconfidence", [0.4, 1.0, 3.0])
def test_the_temperature_undoes_overconfidence(overconfidence):
    logits, labels = answers(overconfidence=overconfidence)
    assert fit_temperature(logits, labels) == pytest.approx(overconfidence, rel=0.08)


def test_style_given_artist_counts_and_leans_on_the_overall_shares():
    artists = np.array([0, 0, 0, 1, -1, 2])
    styles = np.array([0, 0, 1, 1, 1, -1])
    table = style_given_artist(artists, styles, (3, 2))
    assert table.sum(1) == pytest.approx([1, 1, 1])
    overall = np.array([3, 3]) / 6  # two and two labelled of both, and one more of each style
    assert table[0] == pytest.approx((np.array([2, 1]) + overall) / 4)
    assert table[1] == pytest.approx((np.array([0, 1]) + overall) / 2)
    assert table[2] == pytest.approx(overall)  # nothing known of the third


def test_distance_and_doubt_count_alike_among_known_painters():
    draw = np.random.default_rng(4)
    logits, distances = draw.normal(0, 2, (300, 5)), draw.gamma(3, 2, 300)
    fitted = with_distances(Calibration(artist_temperature=1.5), logits, distances)
    artists = softmax(logits, 1.5)
    spread = negative_entropy(artists).std()
    assert fitted.distance_weight * distances.std() == pytest.approx(spread, rel=1e-3)
    scores = familiarity_scores(artists, distances, fitted.distance_weight)
    assert fitted.familiarity[50] == pytest.approx(np.median(scores), abs=1e-4)
    assert fitted.artist_temperature == 1.5


def test_familiarity_is_the_scale_of_validation_answers():
    logits, labels = answers(500)
    labels[:100] = -1  # painters who are not known don't count
    fitted = calibrate({"artist": logits}, {"artist": labels}, None)
    scores = negative_entropy(softmax(logits[100:], fitted.artist_temperature))
    assert len(fitted.familiarity) == 101
    assert fitted.familiarity[0] == pytest.approx(scores.min(), abs=1e-4)
    assert fitted.familiarity[50] == pytest.approx(np.median(scores), abs=1e-4)
    assert fitted.style_temperature == 1.0 and fitted.style_given_artist == ()


def test_a_style_head_alone_has_its_temperature():
    logits, labels = answers(overconfidence=2.0)
    labels[:500] = -1
    fitted = calibrate({"style": logits}, {"style": labels}, None)
    assert fitted.style_temperature == pytest.approx(2.0, rel=0.1)
    assert fitted.familiarity == () and fitted.artist_temperature == 1.0


def test_painters_are_listened_to_about_style_as_far_as_it_helps():
    artist_logits, artists = answers(3000, classes=6, overconfidence=1.0)
    styles = artists // 2
    table = style_given_artist(artists, styles, (6, 3))
    labels = {"artist": artists, "style": styles}

    noise = rng.normal(size=(3000, 3))
    listens = calibrate({"artist": artist_logits, "style": noise}, labels, table)
    assert listens.style_weight > 0.7

    sure = 6 * np.eye(3)[styles]
    deaf = calibrate({"artist": artist_logits, "style": sure}, labels, table)
    mixed = style_probabilities(sure, softmax(artist_logits, deaf.artist_temperature), deaf)
    alone = softmax(sure, fit_temperature(sure, styles))
    assert cross_entropy(mixed, styles) <= cross_entropy(alone, styles) + 1e-3
    assert 0 <= deaf.style_weight <= 1


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.9, 0.99])
def test_sets_hold_the_right_class_as_often_as_promised(coverage):
    logits, labels = answers(8000)
    p = softmax(logits)  # overconfident: the promise doesn't rest on calibration
    thresholds = set_thresholds(p[:4000], labels[:4000], coverage)
    held = prediction_sets(p[4000:], thresholds)[np.arange(4000), labels[4000:]]
    assert held.mean() > coverage - 0.02
    if coverage > 0.7:  # below that, the best class alone is right more often
        assert held.mean() < coverage + 0.02


def test_a_class_with_enough_pictures_is_promised_its_own_coverage():
    """Class 2 is hard: a common threshold would leave it out of most sets."""
    labels = rng.integers(0, 3, 6000)
    logits = rng.normal(0, 1, (6000, 3))
    logits[np.arange(6000), labels] += np.where(labels == 2, 0, 4)
    p = softmax(logits)
    thresholds = set_thresholds(p[:3000], labels[:3000])
    sets = prediction_sets(p[3000:], thresholds)
    for number in range(3):
        mine = labels[3000:] == number
        assert sets[mine, number].mean() > COVERAGE - 0.03
    common = np.full(3, np.quantile(p[np.arange(3000), labels[:3000]], 1 - COVERAGE))
    assert prediction_sets(p[3000:], common)[labels[3000:] == 2, 2].mean() < COVERAGE - 0.1


def test_a_class_of_few_pictures_shares_the_common_threshold():
    labels = np.repeat([0, 1, 2], [500, 500, ENOUGH - 1])
    p = softmax(rng.normal(0, 1, (len(labels), 3)))
    right = np.sort(p[np.arange(len(labels)), labels])
    common = right[int((len(labels) + 1) * (1 - COVERAGE)) - 1]
    assert set_thresholds(p, labels)[2] == pytest.approx(common, rel=1e-3)


def test_too_few_pictures_promise_nothing_but_everything():
    p = softmax(rng.normal(0, 1, (5, 3)))
    assert set_thresholds(p, np.array([0, 1, 2, 0, 1])) == (0, 0, 0)


def test_foreign_pictures_count_as_much_as_all_others():
    foreign = np.arange(100) < 10
    weights = weights_alike(foreign, 100)
    assert weights[foreign].sum() == pytest.approx(0.5) == pytest.approx(weights[~foreign].sum())
    for alike in (None, np.zeros(100, bool), np.ones(100, bool)):
        assert weights_alike(alike, 100) == pytest.approx(np.full(100, 0.01))


def test_certainty_leans_to_where_pictures_come_from():
    at_home, abroad = answers(4000, overconfidence=1.0), answers(400, overconfidence=3.0)
    logits = np.concatenate([at_home[0], abroad[0]])
    labels = np.concatenate([at_home[1], abroad[1]])
    foreign = np.arange(4400) >= 4000
    alone = calibrate({"artist": logits}, {"artist": labels}, None).artist_temperature
    both = calibrate({"artist": logits}, {"artist": labels}, None, foreign).artist_temperature
    assert 1.0 < alone < both < 3.0


def test_sets_hold_as_many_foreign_pictures_as_promised():
    logits, labels = answers(6000, classes=20)
    rows = softmax(logits, 3.0)
    foreign = np.arange(6000) % 10 == 0
    rows[foreign] = softmax(logits[foreign], 1.0)  # far too sure of themselves
    fit, check = np.arange(6000) < 3000, np.arange(6000) >= 3000
    held = {}
    for name, flags in (("all", None), ("worst", foreign[fit])):
        thresholds = set_thresholds(rows[fit], labels[fit], COVERAGE, flags)
        sets = prediction_sets(rows[check], thresholds)
        held[name] = sets[np.arange(3000), labels[check]][foreign[check]].mean()
    assert held["all"] < 0.8 < 0.87 < held["worst"]


def test_the_scale_of_familiarity_is_half_foreign():
    logits, labels = answers(2000)
    foreign = np.arange(2000) < 200
    logits[foreign] /= 6  # unsure
    scale = calibrate({"artist": logits}, {"artist": labels}, None, foreign).familiarity
    alone = calibrate({"artist": logits}, {"artist": labels}, None).familiarity
    assert len(scale) == 101 and list(scale) == sorted(scale)
    assert scale[30] < alone[30]
