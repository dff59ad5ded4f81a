"""Words beside names, in the languages that museums write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.taxonomy import qualifiers
from morelli.taxonomy.qualifiers import (
    ALONE,
    BEFORE,
    BEHIND,
    BETWEEN,
    BRACKETS,
    BY,
    EITHER,
    LIFE,
    NOBODY,
    folded,
)


@given(st.text())
def test_folding_keeps_the_length_so_that_places_in_both_texts_agree(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_folding_takes_accents_and_case() -> None:
    assert folded("École d'ÀÇÎ Künstler") == "ecole d'aci kunstler"


@pytest.mark.parametrize(
    ("pattern", "text", "name"),
    [
        (BEFORE, "workshop of rubens", "rubens"),
        (BEFORE, "attribue a poussin", "poussin"),
        (BEFORE, "d'apres poussin", "poussin"),
        (BEFORE, "werkstatt des cranach", "cranach"),
        (BEFORE, "possibly by rembrandt", "rembrandt"),
        (BEFORE, "in the style of manet", "manet"),
        (BEFORE, "pietro perugino", None),
        (BEFORE, "workshop", None),
        (BETWEEN, "vorsterman after rubens", "rubens"),
        (BETWEEN, "afterman", None),
        (BEHIND, "rembrandt workshop", "rembrandt"),
        (BEHIND, "rubens und werkstatt", "rubens"),
        (BEHIND, "rembrandt's pupils", "rembrandt"),
        (BEHIND, "rembrandt zugeschrieben", "rembrandt"),
        (BEHIND, "studio ghibli", None),
        (EITHER, "rembrandt or bol", "rembrandt"),
        (EITHER, "rubens|snyders", "rubens"),
    ],
)
def test_a_pattern_leaves_the_name(pattern: re.Pattern[str], text: str, name: str | None) -> None:
    found = pattern.fullmatch(text)
    assert (found and found["name"]) == name


@pytest.mark.parametrize("text", ["workshop", "and workshop", "attributed to", "?", "copy by x"])
def test_a_qualifier_may_stand_alone(text: str) -> None:
    assert ALONE.fullmatch(text)


@pytest.mark.parametrize(
    ("pattern", "text", "left"),
    [
        (BY, "painted by goya", "goya"),
        (BY, "artist: monet", "monet"),
        (LIFE, "durer 1471-1528", "durer"),
        (LIFE, "durer b. 1471", "durer"),
        (LIFE, "composition 1", "composition 1"),
        (BRACKETS, "goya (spanish", "goya "),
    ],
)
def test_what_is_taken_away(pattern: re.Pattern[str], text: str, left: str) -> None:
    assert pattern.sub("", text) == left


def test_words_that_are_nobodys_name_are_folded_as_words_are() -> None:
    assert {"anonymous", "painter", "italian", "school", "佚名"} <= NOBODY
    assert not {"rembrandt", "greco", "master-of-flemalle"} & NOBODY
    assert qualifiers.ROLES_BEFORE <= NOBODY
