"""From logits to answers."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from morelli.bundles.bundle import Calibration, Label, Manifest, Preprocessing
from morelli.inference.decision import (
    RECOGNISED,
    decide,
    familiarity,
    negative_entropy,
    prediction_sets,
    sigmoid,
    softmax,
    style_probabilities,
)
from morelli.works.work import Work

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


def manifest(**calibration):
    return Manifest(
        name="test",
        sha256="0" * 64,
        artists=tuple(Label(slug=s, name=s.title()) for s in ("ada", "bob", "cy")),
        styles=(Label(slug="baroque", name="Baroque"), Label(slug="pop-art", name="Pop Art")),
        refuses=True,
        preprocessing=Preprocessing(size=8),
        calibration=Calibration(familiarity=tuple(np.linspace(-1.1, 0, 101)), **calibration),
    )


def outputs(artist, style=(2, 0), painting=9.0):
    return {
        "artist_logits": np.array([artist], np.float32),
        "style_logits": np.array([style], np.float32),
        "painting_logits": np.array([[painting]], np.float32),
    }


@pytest.mark.parametrize(
    ("given", "verdict", "sentence"),
    [
        (outputs((9, 0, 0)), "known painter", "Very likely Ada; Baroque."),
        (outputs((2, 0, 0)), "known painter", "Probably Ada; Baroque."),
        (outputs((2, 1.9, 0)), "known painter", "Not sure: Ada or Bob; Baroque."),
        (
            outputs((0.01, 0, 0)),
            "unknown painter",
            "A painter I don't know; the style looks like Baroque.",
        ),
        (outputs((9, 0, 0), painting=-3), "not a painting", "This doesn't look like a painting."),
    ],
)
@pytest.mark.parametrize("top", [1, 3])
def test_verdicts_and_sentences(given, verdict, sentence, top):
    (answer,) = decide(given, manifest(), top)
    assert answer.verdict == verdict
    assert answer.sentence == sentence
    assert len(answer.artists) == top


def test_painters_speak_about_style_with_their_weight():
    table = ((0.01, 0.99), (0.99, 0.01), (0.99, 0.01))
    given = outputs((9, 0, 0), style=(0.5, 0))
    (alone,) = decide(given, manifest(style_given_artist=table, style_weight=0.0))
    (mixed,) = decide(given, manifest(style_given_artist=table, style_weight=0.8))
    assert alone.styles[0].slug == "baroque"
    assert mixed.styles[0].slug == "pop-art"


@pytest.mark.parametrize(
    ("painting", "threshold", "verdict"),
    [(0.0, 0.5, "known painter"), (-0.01, 0.5, "not a painting"), (-1.0, 0.2, "known painter")],
)
def test_a_picture_at_the_threshold_is_a_painting(painting, threshold, verdict):
    given = outputs((9, 0, 0), painting=painting)
    (answer,) = decide(given, manifest(not_painting_below=threshold))
    assert answer.verdict == verdict


def test_the_least_of_the_columns_says_whether_it_is_a_painting():
    given = {**outputs((9, 0, 0)), "painting_logits": np.array([[4.0, -3.0]], np.float32)}
    (answer,) = decide(given, manifest())
    assert answer.verdict == "not a painting"
    assert answer.painting == pytest.approx(sigmoid(np.array([-3.0]))[0])


def test_who_is_far_from_all_that_was_seen_is_a_stranger_however_sure_the_heads_are():
    given = {**outputs((9, 0, 0)), "distance": np.array([[0.1]], np.float32)}
    far = {**given, "distance": np.array([[4.0]], np.float32)}
    assert decide(given, manifest(distance_weight=0.5))[0].verdict == "known painter"
    assert decide(far, manifest(distance_weight=0.5))[0].verdict == "unknown painter"
    assert decide(far, manifest())[0].verdict == "known painter"  # a bundle without background


def test_a_painter_at_the_threshold_is_known():
    given = outputs((2, 0, 0))
    (answer,) = decide(given, manifest())
    at, above = answer.familiarity, np.nextafter(answer.familiarity, 1)
    assert decide(given, manifest(unknown_below=at))[0].verdict == "known painter"
    assert decide(given, manifest(unknown_below=above))[0].verdict == "unknown painter"


def test_what_is_no_painting_has_no_unknown_painter():
    (answer,) = decide(outputs((0, 0, 0), painting=-9), manifest())
    assert answer.verdict == "not a painting"


def test_candidates_come_best_first_and_equals_in_the_order_of_the_bundle():
    (answer,) = decide(outputs((1, 3, 1)), manifest(), top=3)
    assert [c.slug for c in answer.artists] == ["bob", "ada", "cy"]


def test_an_answer_is_json(tmp_path):
    (answer,) = decide(outputs((9, 0, 0)), manifest())
    document = json.loads(json.dumps(answer.to_dict()))
    assert document["artists"][0]["name"] == "Ada"
    assert set(document) == {
        "artists",
        "styles",
        "artist_set",
        "style_set",
        "familiarity",
        "cropped",
        "painting",
        "verdict",
        "certainty",
        "parts",
        "sentence",
        "bundle",
        "work",
    }


def test_an_answer_names_its_sets_best_first_whatever_top_is():
    thresholds = {"artist_thresholds": (0.5, 0.1, 0.2), "style_thresholds": (0.9, 0.9)}
    (answer,) = decide(outputs((1.0, 0.5, 1.2), (0, 1)), manifest(**thresholds), top=1)
    assert [c.slug for c in answer.artist_set] == ["cy", "ada", "bob"]  # ada is likelier
    assert answer.artist_set[0] == answer.artists[0]
    assert [c.slug for c in answer.style_set] == ["pop-art"]  # none reaches 0.9: the best alone
    (without,) = decide(outputs((1.0, 0.5, 1.2)), manifest())
    assert without.artist_set == () and without.style_set == ()


def test_a_bundle_without_a_head_answers_without_it():
    given = {"style_logits": np.array([[2, 0]], np.float32)}
    (answer,) = decide(given, manifest())
    assert answer.artists == ()
    assert answer.familiarity is None
    assert answer.painting is None
    assert answer.sentence == "Probably Baroque."


def test_a_work_that_is_recognised_comes_first():
    work = Work("Nighthawks", "cy", "Cy", 1942, similarity=0.99)
    given = outputs((3.0, 1.0, 0.5), (0, 1), painting=-9)
    (before,) = decide(given, manifest())
    (answer,) = decide(given, manifest(), works=[work])
    assert before.verdict == "not a painting" and before.work is None
    assert answer.verdict == "known painter" and answer.work == work
    assert answer.sentence == "This is “Nighthawks” by Cy, 1942."
    assert answer.artists[0].slug == "cy" == answer.artist_set[0].slug
    assert answer.artists[0].probability == RECOGNISED and len(answer.artist_set) == 1
    assert sum(c.probability for c in answer.artists) == pytest.approx(1)
    one, other = (c.probability for c in answer.artists[1:])
    were = {c.slug: c.probability for c in before.artists}
    assert one / other == pytest.approx(were["ada"] / were["bob"])
    assert (answer.styles, answer.painting) == (before.styles, before.painting)


def test_a_surer_model_is_believed():
    (answer,) = decide(outputs((30.0, 1.0, 0.5)), manifest(), works=[Work(artist="ada")])
    assert answer.artists[0].probability > RECOGNISED


def test_a_works_painter_may_be_new_or_nobody():
    stranger = Work("A view", "edda-nobody", "Edda Nobody")
    known, unknown = (
        decide(outputs((3.0, 1.0, 0.5)), manifest(), top=2, works=[work])[0]
        for work in (stranger, Work("A view"))
    )
    assert [c.slug for c in known.artists] == ["edda-nobody", "ada"]
    assert known.artists[0].name == "Edda Nobody"
    assert [c.slug for c in unknown.artists] == ["ada", "bob"]
    assert unknown.sentence.startswith("This is “A view”")
