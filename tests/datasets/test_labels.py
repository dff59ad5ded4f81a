"""Names become the taxonomy's slugs, or stay recognisable ones of their own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morelli.datasets.labels import artist_slug, slugify, split_name, style_slug
from morelli.taxonomy import Taxonomy


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Velázquez", "diego-velazquez"),
        ("ARSHILLE GORKY", "arshile-gorky"),
        ("  ", None),
        ("Élisabeth Vigée L. Br.", "elisabeth-vigee-l-br"),
        ("someone_else", "someone-else"),
        ("雪舟 無名", "雪舟-無名"),
        ("?!", "?!"),
    ],
)
def test_painters(name: str, slug: str | None) -> None:
    assert artist_slug(name) == slug


def test_styles() -> None:
    assert style_slug("Cubbism") == "cubism"
    assert style_slug("Neue Wilde") == "neue-wilde"
    assert style_slug("") is None


def test_every_slug_of_the_taxonomy_is_itself() -> None:
    taxonomy = Taxonomy.load()
    assert all(artist_slug(a.slug) == a.slug for a in taxonomy.artists)
    assert all(style_slug(s.slug) == s.slug for s in taxonomy.styles)


@settings(deadline=None)
@given(st.text())
def test_slugs_are_stable(name: str) -> None:
    slug = artist_slug(name)
    assert slug is None or artist_slug(slug) == slug
    assert slugify(slugify(name)) == slugify(name)


def test_splits() -> None:
    names = ("Training", "val", " TEST ", "", "unknown_painter")
    assert [split_name(n) for n in names] == [
        "train",
        "validation",
        "test",
        None,
        "unknown_painter",
    ]
