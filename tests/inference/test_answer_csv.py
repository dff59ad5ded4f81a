"""Answers as CSV, by Python and by the page's own code.

`webapp/src/testing/answers.json` holds answers of every kind and what Python makes of them; the
page's tests make it anew. `make generated` writes it: python tests/inference/test_answer_csv.py
"""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.cropping.quadrilateral import Corner, Quadrilateral
from morelli.inference.answer_csv import AnswerWriter, columns, guarded, unguarded
from morelli.inference.decision import Attribution, Candidate, knowing, on_wall
from morelli.inference.sentence import Name, Parts, sentence
from morelli.works.work import Work

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ROOT / "webapp/src/testing/answers.json"


def answer(**changes):
    names = ["Claude Monet", "=Sisley", 'Paul "P." Klee, junior', "+x", "@y", "-z"]
    chances = [0.5, 0.03125, 0.00005, 1e-7, 1e-9, 1e-11]
    artists = tuple(
        Candidate(f"painter-{place}", name, chance)
        for place, (name, chance) in enumerate(zip(names, chances, strict=True))
    )
    styles = (Candidate("baroque", "Baroque", 0.99995), Candidate("realism", "Réalisme", 0.00005))
    parts = Parts((Name("painter-0", "Claude Monet"),), Name("baroque", "Baroque"))
    given = Attribution(
        artists=artists,
        styles=styles,
        artist_set=artists[:3],
        style_set=styles[:1],
        familiarity=0.8203125,
        painting=1.0,
        verdict="known painter",
        certainty="possible",
        parts=parts,
        sentence=sentence("possible", parts),
        bundle="default",
    )
    return replace(given, **changes)


def answers():
    corners = (Corner(0.1, 0.03125), Corner(1, 0), Corner(0.9, 1), Corner(0, 0.98765))
    work = Work("=Olympia\n(1863)", "x", "Édouard Manet", -1863, "gallery", "id")
    yield "monet.jpg", answer()
    yield "été, «x».png", on_wall(answer(artist_set=(), style_set=()))
    yield "@home\t.jpg", answer(cropped=Quadrilateral(corners), familiarity=None, painting=None)
    yield "\tolympia.jpg", knowing(answer(), work)
    yield "=1+1.jpg", knowing(answer(), Work(where="catalogue"))
    yield "no painters.jpg", answer(artists=(), artist_set=())
    yield "no styles.jpg", answer(styles=(), style_set=())


def table(file, given, room=5, error=""):
    text = io.StringIO(newline="")
    writer = AnswerWriter(text, min(room, len(given.artists)), min(room, len(given.styles)))
    writer.write(file, given, error)
    return text.getvalue()


def written():
    return [
        {"file": file, "answer": given.to_dict(), "csv": table(file, given)}
        for file, given in answers()
    ]


def test_the_page_is_tested_on_what_is_written():
    assert json.loads(WRITTEN.read_text(encoding="utf-8")) == json.loads(json.dumps(written()))


@given(st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8")))
def test_no_cell_of_text_is_a_formula(first, rest):
    evil = first + rest
    named = (Candidate("x", evil, 0.5),)
    given = answer(artists=named, artist_set=named, bundle=evil, work=Work(title=evil))
    (row,) = csv.DictReader(io.StringIO(table(evil, given, error=evil), newline=""))
    for column in ("file", "artist_1", "artist_set", "work", "model", "error"):
        assert row[column] == "'" + evil, column


@given(st.text(st.characters(codec="utf-8")))
def test_what_was_guarded_comes_back(text):
    assert unguarded(guarded(text)) == text or text.startswith("'")
    assert guarded(unguarded(guarded(text))) == guarded(text)


@pytest.mark.parametrize(("artists", "styles"), [(0, 0), (1, 1), (2, 3)])
def test_every_column_is_in_the_manual(artists, styles):
    manual = (ROOT / "docs/answers.md").read_text(encoding="utf-8")
    for column in columns(artists, styles):
        assert f"`{re.sub('[0-9]+', '1', column)}`" in manual


if __name__ == "__main__":
    WRITTEN.write_text(json.dumps(written(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
