"""`GET /api/v1/taxonomy` against the taxonomy and the built-in model."""

from morelli import Classifier
from morelli.taxonomy import Taxonomy


def test_it_has_every_painter_and_style_and_says_which_are_known(server):
    answer = server.request("GET", "/api/v1/taxonomy")
    assert answer.status == 200
    there, bundle = Taxonomy.load(), Classifier.open().bundle
    given = answer.json()
    assert [artist["slug"] for artist in given["artists"]] == [a.slug for a in there.artists]
    assert [style["slug"] for style in given["styles"]] == [s.slug for s in there.styles]
    known = {artist["slug"] for artist in given["artists"] if artist["known"]}
    assert known == set(bundle.artists)
    assert {style["slug"] for style in given["styles"] if style["known"]} == set(bundle.styles)
    assert sum(artist["painting91"] for artist in given["artists"]) == 91
    assert sum(style["painting91"] for style in given["styles"]) == 13


def test_an_artist_has_years_and_the_slug_of_a_style(server):
    given = server.request("GET", "/api/v1/taxonomy").json()
    (artist,) = (a for a in given["artists"] if a["slug"] == "claude-monet")
    assert artist == {
        "slug": "claude-monet",
        "name": "Claude Monet",
        "born": 1840,
        "died": 1926,
        "style": "impressionism",
        "painting91": True,
        "known": True,
    }
