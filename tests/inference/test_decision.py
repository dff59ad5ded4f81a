"""From logits to answers."""

import json

import numpy as np
import pytest

from morelli.bundles.bundle import Calibration, Label, Manifest, Preprocessing
from morelli.inference.decision import RECOGNISED, decide
from morelli.inference.probabilities import (
    sigmoid,
)
from morelli.works.work import Work


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
