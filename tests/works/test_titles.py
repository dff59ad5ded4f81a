"""Titles are taken from files' names where they clearly have them, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.works.titles import title_and_year


@pytest.mark.parametrize(
    ("path", "artist", "title", "year"),
    [
        ("Impressionism/adam-baltatu_pipkin-with-flowers.jpg", "adam-baltatu",
         "Pipkin with Flowers", None),
        ("edgar-degas_dancers-pink-and-green-1890.jpg", "edgar-degas",
         "Dancers Pink and Green", 1890),
        ("henri-martin_boats-in-port-collioure-1.jpg", "henri-martin",
         "Boats in Port Collioure", None),
        ("katsushika-hokusai_sazai-hall-500-rakan-temples.jpg", "katsushika-hokusai",
         "Sazai Hall 500 Rakan Temples", None),
        ("139. Largeness by Caspar David Friedrich, 1832.jpg", "caspar-david-friedrich",
         "Largeness", 1832),
        ("El Greco - The Disrobing of Christ.jpg", "el-greco", "The Disrobing of Christ", None),
        ("FRANCISCO-JOSE-DE-GOYA-Y-LUCIENTES_MARQUESA-DE-CABALLERO.jpg", "francisco-goya",
         "Marquesa de Caballero", None),
        ("paintings/1920 piet-mondrian-composition-i.jpg", "piet-mondrian",
         "Composition I", 1920),
        ("rain-steam-and-speed.jpg", "jmw-turner", "Rain Steam and Speed", None),
        ("edward-hopper-nighthawks.webp", "edward-hopper", "Nighthawks", None),
    ],
)  # fmt: skip
def test_titles(path, artist, title, year):
    assert title_and_year(path, artist) == (title, year)


@pytest.mark.parametrize(
    ("path", "artist"),
    [
        ("Titian_10.jpg", "titian"),
        ("cabanel_image78.jpg", "alexandre-cabanel"),
        ("137030.jpg", "caspar-david-friedrich"),
        ("198full.jpg", "pieter-bruegel"),
        ("FRANCISCO_DE_GOYA_20.jpg", "francisco-goya"),
        ("expensive_art_123.jpg", "yves-klein"),
        ("vermeer.jpg", "johannes-vermeer"),
        ("automat.jpg", "edward-hopper"),
        ("mark-rothko_untitled-1955.jpg", "mark-rothko"),
        ("IMG_2041.JPG", None),
        ("", None),
    ],
)
def test_names_that_say_nothing(path, artist):
    assert title_and_year(path, artist) == (None, None)


@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=30)))
def test_any_name_is_taken(path, artist):
    title, year = title_and_year(path, artist)
    assert title is None or title.strip()
    assert year is None or 1200 <= year < 2030
