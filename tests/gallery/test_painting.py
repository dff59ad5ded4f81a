"""What a manifest's words mean."""

import pytest

from morelli.datasets.labels import first_year
from morelli.gallery.painting import describe, fold, held_the_brush


def test_the_taxonomys_names_are_shown() -> None:
    painting = describe("a.jpg", {"artist": "VELASQUEZ, Diego", "style": "Baroque"})
    assert (painting.artist, painting.artist_name) == ("diego-velazquez", "Diego Velázquez")
    assert (painting.style, painting.style_name) == ("baroque", "Baroque")
    assert painting.after is None


def test_strangers_keep_their_names() -> None:
    painting = describe("a.jpg", {"artist": "Zoë Unknown", "style": "Kitchen Sink"})
    assert (painting.artist, painting.artist_name) == ("zoe-unknown", "Zoë Unknown")
    assert (painting.style, painting.style_name) == ("kitchen-sink", "Kitchen Sink")


@pytest.mark.parametrize(
    "name",
    [
        "after Rembrandt",
        "Copy after Rembrandt",
        "Workshop of Rembrandt",
        "Attributed to  Rembrandt",
        "in the manner of Rembrandt",
    ],
)
def test_a_follower_is_not_the_painter(name: str) -> None:
    painting = describe("a.jpg", {"artist": name})
    assert painting.artist is None
    assert painting.artist_name == name
    assert painting.after == "rembrandt-van-rijn"
    assert painting.painter_name == "Rembrandt"
    assert not held_the_brush(name)


def test_a_painters_name_that_only_begins_alike() -> None:
    assert held_the_brush("Afterman, Ann")
    assert held_the_brush("School")


def test_without_a_manifest_the_files_name_speaks() -> None:
    painting = describe("rooms/blue-dancers_1.jpg", {})
    assert painting.title == "Blue dancers 1"
    assert painting.artist is painting.artist_name is painting.style is painting.year is None
    assert painting.licence is painting.source is None


def test_ids_are_of_the_place_and_nothing_else() -> None:
    one = describe("a/b.jpg", {"title": "x"})
    assert one.id == describe("a/b.jpg", {}).id
    assert one.id != describe("a/c.jpg", {}).id
    assert len(one.id) == 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1897", 1897),
        ("c. 1665–67", 1665),
        ("between 980 and 1010", 980),
        ("19th century", None),
        ("acc. 123456", None),
        ("", None),
    ],
)
def test_years(text: str, expected: int | None) -> None:
    assert first_year(text) == expected


def test_folding() -> None:
    assert fold("Élisabeth VIGÉE") == "elisabeth vigee"
