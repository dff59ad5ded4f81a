"""What a page says of one model's answers."""

from pathlib import Path

import numpy as np
import pytest

from morelli.datasets import Sample
from morelli.evaluation.metrics import Measure
from morelli.report.labelled import Answers
from morelli.report.parts import Payload, measured, part, rows, sentence, table

RIGHT = Measure(0.7, 0.6, 0.8, 1234)


@pytest.fixture
def answers():
    truth, answer = np.array([0, 1, 1]), np.array([0, 0, 1])
    return Answers(
        head="artist",
        slugs=("b", "a"),
        names=("Berthe", "anna"),
        groups=(None, "Realism"),
        samples=tuple(Sample(Path(f"x/{i}.jpg"), None, None) for i in range(3)),
        truth=truth,
        answer=answer,
        confidence=np.array([0.5, 0.25, 0.98765]),
        measures={"accuracy": RIGHT, "cross_entropy": Measure(1.5, 1.25, 1.75, 9)},
        chance=0.5,
        commonest=2 / 3,
    )


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_sentence_has_interval_and_what_guessing_would_do(answers):
    assert plain(sentence(answers)) == (
        "Of 1,234 paintings it names the right painter for 70.0 % (95 % interval 60.0 to 80.0 %);"
        " guessing among 2 would be right for 50.0 %, always naming the commonest for 66.7 %."
    )


def test_shares_are_written_as_shares_and_numbers_as_numbers(answers):
    accuracy, entropy = rows(answers.measures)
    assert (plain(accuracy["value"]), accuracy["n"]) == ("70.0 %", "1,234")
    assert (entropy["value"], entropy["interval"]) == ("1.500", "1.250 to 1.750")
    assert rows({"unheard_of": RIGHT})[0]["name"] == "unheard_of"


def test_a_part_has_its_classes_by_name_and_published_numbers_beside_their_own(answers):
    found = part("one", "Painters", answers, None, published={"a": {"recall": 0.5}})
    assert [row.name for row in found["classes"]] == ["anna", "Berthe"]
    assert found["published"] == [None, {"recall": 0.5}]
    assert found["grouped"] and found["mistakes"] == []
    names = [measure["name"] for measure in found["measures"]]
    assert names[-2:] == ["chance", "always the commonest"]
    assert [(c.truth, c.answer, c.count) for c in found["confusions"]] == [(1, 0, 1)]


def test_a_picture_of_two_heads_is_in_the_payload_once(answers):
    payload = Payload()
    payload.add("artist", answers)
    payload.add("style", answers)
    document = payload.document(pictures=False, progress=lambda _: None)
    assert [picture["name"] for picture in document["pictures"]] == [
        "x/0.jpg",
        "x/1.jpg",
        "x/2.jpg",
    ]
    assert document["matrices"]["style"]["records"] == [
        [0, 0, 0, 0.5], [1, 1, 0, 0.25], [2, 1, 1, 0.988]
    ]  # fmt: skip
    assert set(document["charts"]) == {"artist-reliability", "style-reliability"}


def test_markdown_tables_bear_bars():
    assert table(("name", "n"), [("a|b", "1")]) == [
        "| name | n |",
        "| --- | ---: |",
        "| a\\|b | 1 |",
    ]


def test_measures_are_told_from_what_else_an_evaluation_has():
    document = {"accuracy": RIGHT.to_dict(), "chance": 0.5, "confusion": {"a": {"a": 3}}}
    assert measured(document) == {"accuracy": RIGHT}
