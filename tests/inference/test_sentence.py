"""An answer's words, in every language of the page, and by the page's own code.

`webapp/src/testing/sentences.json` holds every combination in every language as Python says it; the
page's tests say them anew. `make generated` writes it: python tests/inference/test_sentence.py
"""

import itertools
import json
from pathlib import Path
from typing import get_args

import pytest

from morelli.inference.sentence import ENGLISH, Certainty, Name, Parts, sentence
from morelli.works.work import Work

WEBAPP = Path(__file__).resolve().parents[2] / "webapp/src"
SAID = WEBAPP / "testing/sentences.json"
MONET, SISLEY = Name("claude-monet", "Claude Monet"), Name("alfred-sisley", "{Sisley} & $1")
STYLE = Name("ukiyo-e", "Ukiyo-e")  # the same in every language


def tables():
    """The table of each language, by its tag."""
    folders = WEBAPP.glob("app/core/texts/*/sentences.json")
    others = {path.parent.name: json.loads(path.read_text("utf-8")) for path in folders}
    return {"en": ENGLISH, **others}


def combinations():
    """Every certainty with everything that it may name."""
    styles = (None, STYLE)
    for certainty in ("very-likely", "probable"):
        yield from ((certainty, Parts((MONET,), style), None) for style in styles)
    for certainty in ("possible", "unsure"):
        for names in ((MONET,), (MONET, SISLEY)):
            yield from ((certainty, Parts(names, style), None) for style in styles)
    yield from (("unknown-painter", Parts(style=style), None) for style in styles)
    yield from (
        (certainty, Parts(), None) for certainty in ("not-a-painting", "paintings-on-a-wall")
    )
    for title, artist, year in itertools.product(
        (None, "", "Olympia"), (None, "Manet"), (None, 0, 1863)
    ):
        yield "work", Parts(), Work(title, "x" if artist else None, artist, year)


def said():
    return [
        {
            "language": language,
            "certainty": certainty,
            "parts": {
                "names": [{"slug": n.slug, "name": n.name} for n in parts.names],
                "style": parts.style and {"slug": parts.style.slug, "name": parts.style.name},
            },
            "work": work
            and {"title": work.title, "artist_name": work.artist_name, "year": work.year},
            "sentence": sentence(certainty, parts, work, table),
        }
        for language, table in tables().items()
        for certainty, parts, work in combinations()
    ]


def test_the_page_is_tested_on_every_sentence():
    assert json.loads(SAID.read_text(encoding="utf-8")) == said()


def test_every_sentence_is_in_every_language_and_said():
    languages = tables()
    assert len(languages) > 1
    for table in languages.values():
        assert table.keys() == ENGLISH.keys()
    combined = list(combinations())
    assert {certainty for certainty, _, _ in combined} == set(get_args(Certainty))
    english = {one["sentence"] for one in said() if one["language"] == "en"}
    assert len(english) == len(ENGLISH) - 1 + 4 + 4  # two names where it isn't sure; the year 0


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (Work("Olympia", "x", "Édouard Manet", 1863), "This is “Olympia” by Édouard Manet, 1863."),
        (Work("Olympia"), "This is “Olympia”."),
        (Work(artist="x", artist_name="Titian"), "This is a painting by Titian that I know."),
        (Work(artist_name="Titian", year=1538), "This is a painting by Titian, 1538, that I know."),
        (Work(), "This is a painting that I know."),
    ],
)
def test_what_is_not_known_of_a_work_is_not_said(work, says):
    assert sentence("work", Parts(), work) == says


if __name__ == "__main__":
    SAID.write_text(json.dumps(said(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
