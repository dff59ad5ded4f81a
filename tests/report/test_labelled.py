"""What every part of a report is made from, counted from answers."""

from pathlib import Path

import numpy as np
import pytest

from morelli.datasets import Sample
from morelli.report.labelled import (
    Answers,
    caption,
    commonest_confusions,
    per_class,
    usual_styles,
)


@pytest.fixture
def answers() -> Answers:
    truth, answer = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 1, 1, 1, 0, 1])
    return Answers(
        head="artist",
        slugs=("a", "b", "c", "d"),
        names=("A", "B", "C", "D"),
        groups=(None,) * 4,
        samples=tuple(Sample(Path(f"{i}.jpg"), "abcd"[t], None) for i, t in enumerate(truth)),
        truth=truth,
        answer=answer,
        confidence=np.ones(6),
        measures={},
        chance=0.25,
        commonest=0.5,
    )


def test_a_row_for_each_class_that_has_pictures(answers: Answers) -> None:
    first, second, third = per_class(answers)
    assert (first.name, first.hits, first.recall.n, first.named) == ("A", 1, 3, 2)
    assert (first.precision, first.f1) == (0.5, pytest.approx(0.4))
    assert (first.taken_for, first.taken) == (1, 2)
    assert second.precision == 0.25
    assert (third.precision, third.f1, third.taken_for) == (None, 0, 1)


def test_mistakes_come_by_their_number_and_then_by_their_share(answers: Answers) -> None:
    found = commonest_confusions(answers, 2)
    assert [(c.truth, c.answer, c.count, c.of) for c in found] == [(0, 1, 2, 3), (2, 1, 1, 1)]


def test_a_painter_s_usual_style_is_the_commonest_and_of_equals_the_first_by_name() -> None:
    def by(artist: str, style: str) -> Sample:
        return Sample(Path("x.jpg"), artist, style)

    samples = [by("a", "x"), by("a", "y"), by("b", "y"), by("b", "y"), by("b", "x"), by("c", "z")]
    names = {"x": "Realism", "y": "Baroque"}
    assert usual_styles(samples, ["a", "b", "c"], names) == ("Baroque", "Baroque", None)


def test_a_caption_names_no_machine() -> None:
    assert caption(Path("/home/somebody/pictures/monet/1.jpg")) == "monet/1.jpg"
