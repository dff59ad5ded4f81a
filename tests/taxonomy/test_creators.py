"""Painters' names as museums write them: who is meant, and whether it is sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.datasets.labels import artist_slug, doubt, named_artist
from morelli.taxonomy import Taxonomy, UnknownNameError
from morelli.taxonomy.creators import read

REMBRANDT, RUBENS, TITIAN = "rembrandt-van-rijn", "peter-paul-rubens", "titian"
POUSSIN, DURER, MONET = "nicolas-poussin", "albrecht-durer", "claude-monet"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rembrandt (Rembrandt van Rijn)", REMBRANDT),
        ("Goya (Francisco de Goya y Lucientes)", "francisco-goya"),
        ("Raphael (Raffaello Sanzio or Santi)", "raphael"),
        ("Velázquez (Diego Rodríguez de Silva y Velázquez)", "diego-velazquez"),
        ("Tiepolo (Giovanni Battista Tiepolo)", "giovanni-battista-tiepolo"),
        ("Dürer, Albrecht (1471-1528)", DURER),
        ("Albrecht Dürer (1471-1528)", DURER),
        ("Albrecht Dürer, 1471–1528", DURER),
        ("Albrecht Dürer 1471-1528", DURER),
        ("Albrecht Dürer [1471-1528]", DURER),
        ("Dürer, Albrecht, 1471-1528", DURER),
        ("Albrecht Dürer (b. 1471)", DURER),
        ("Vincent van Gogh (Dutch, 1853–1890)", "vincent-van-gogh"),
        ("Vincent van Gogh, Dutch, 1853-1890", "vincent-van-gogh"),
        ("Francisco de Goya (Spanish, Fuendetodos 1746–1828 Bordeaux)", "francisco-goya"),
        ("Claude Monet\nFrench, 1840-1926", MONET),
        ("Claude Monet (French, 1840-1926", MONET),
        ("Giorgione (1477?-1510)", "giorgione"),
        ("by Rembrandt", REMBRANDT),
        ("Artist: Claude Monet", MONET),
        ("Sir Peter Paul Rubens", RUBENS),
        ("da Vinci", "leonardo-da-vinci"),
        ("Veronese", "paolo-veronese"),
        ("?douard Manet", "edouard-manet"),
        ("Albrecht_DuΓòá├¬rer", DURER),
        ("Zoë Baker (b. 1932)", "zoe-baker"),
        ("Frits Thaulow (Norwegian, 1847–1906)", "frits-thaulow"),
        ("Master of Flémalle", "master-of-flemalle"),
        ("Afterman, Ann", "afterman-ann"),
        ("Studio Ghibli", "studio-ghibli"),
        ("Zoë Unknown", "zoe-unknown"),
        ("unknown_painter", "unknown-painter"),
    ],
)
def test_a_painter_with_dates_a_country_or_a_second_name(name: str, slug: str) -> None:
    assert artist_slug(name) == named_artist(name) == slug
    assert doubt(name) is None


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rembrandt?", REMBRANDT),
        ("Rembrandt ?", REMBRANDT),
        ("rembrandt?", REMBRANDT),
        ("Rembrandt (?), 1606-1669", REMBRANDT),
        ("Giorgione (?)", "giorgione"),
        ("[?] Rembrandt", REMBRANDT),
        ("Rembrandt van Rijn (workshop of)", REMBRANDT),
        ("Rembrandt van Rijn, workshop of", REMBRANDT),
        ("(attributed to) Rembrandt", REMBRANDT),
        ("Rembrandt Workshop", REMBRANDT),
        ("Rembrandt's workshop", REMBRANDT),
        ("Peter Paul Rubens and Workshop", RUBENS),
        ("Peter Paul Rubens (and workshop)", RUBENS),
        ("WORKSHOP OF PETER PAUL RUBENS", RUBENS),
        ("Workshop of Peter Paul Rubens (Flemish, 1577-1640)", RUBENS),
        ("after_Rembrandt", REMBRANDT),
        ("Copy after Rembrandt", REMBRANDT),
        ("copy after Titian (Tiziano Vecellio)", TITIAN),
        ("pupil of Rembrandt", REMBRANDT),
        ("possibly Rembrandt van Rijn", REMBRANDT),
        ("Possibly by Rembrandt", REMBRANDT),
        ("Rembrandt van Rijn or follower", REMBRANDT),
        ("Rembrandt or Ferdinand Bol", REMBRANDT),
        ("Peter Paul Rubens|Frans Snyders", RUBENS),
        ("Lucas Vorsterman after Rubens", RUBENS),
        ("attr. to Rembrandt", REMBRANDT),
        ("Rembrandt (attr.)", REMBRANDT),
        ("d'après Nicolas Poussin", POUSSIN),
        ("D’APRÈS Nicolas Poussin", POUSSIN),
        ("d'apres Nicolas Poussin", POUSSIN),
        ("Copie d'après Rubens", RUBENS),
        ("Attribué à Nicolas Poussin", POUSSIN),
        ("attribuée à Nicolas Poussin", POUSSIN),
        ("Atelier d'Ingres", "jean-auguste-dominique-ingres"),
        ("École de Rubens", RUBENS),
        ("Entourage de Nicolas Poussin", POUSSIN),
        ("À la manière de Watteau", "jean-antoine-watteau"),
        ("nach Albrecht Dürer", DURER),
        ("Kopie nach Rubens", RUBENS),
        ("Werkstatt des Lucas Cranach", "lucas-cranach"),
        ("Rubens, Werkstatt", RUBENS),
        ("Umkreis von Rubens", RUBENS),
        ("Schule von Rembrandt", REMBRANDT),
        ("Rembrandt zugeschrieben", REMBRANDT),
        ("in der Art von Rembrandt", REMBRANDT),
        ("naar Rembrandt van Rijn", REMBRANDT),
        ("kopie naar Rembrandt", REMBRANDT),
        ("navolger van Rembrandt", REMBRANDT),
        ("toegeschreven aan Rembrandt", REMBRANDT),
        ("omgeving van Rembrandt", REMBRANDT),
        ("attribuito a Tiziano", TITIAN),
        ("bottega di Tiziano", TITIAN),
        ("scuola di Tiziano", TITIAN),
        ("copia da Tiziano", TITIAN),
        ("taller de El Greco", "el-greco"),
        ("copia de Velázquez", "diego-velazquez"),
        ("atribuido a Velázquez", "diego-velazquez"),
        ("seguidor de Velázquez", "diego-velazquez"),
        ("workshop of Zoë Baker", "zoe-baker"),
    ],
)
def test_whose_hand_it_is_is_not_sure(name: str, slug: str) -> None:
    assert artist_slug(name) is None
    assert named_artist(name) == slug
    said = doubt(name)
    assert said is not None and "is not taken for the painter" in said


@pytest.mark.parametrize(
    "name",
    [
        "",
        "?",
        "-",
        "n/a",
        "Unknown",
        "UNKNOWN",
        "unknown",
        "Anonymous",
        "Anon.",
        "Unknown artist",
        "Artist unknown",
        "Unidentified painter",
        "Anonymous, Italian, 16th century",
        "Italian (Florentine) Painter",
        "French Painter",
        "Florentine School, 15th century",
        "Unbekannt",
        "Unbekannter Meister",
        "Anonyme",
        "Peintre inconnu",
        "anoniem",
        "Onbekend",
        "Ignoto",
        "Anónimo",
        "Неизвестный художник",
        "佚名",
    ],
)
def test_nobody_is_no_painter(name: str) -> None:
    assert artist_slug(name) is named_artist(name) is doubt(name) is None


def test_every_name_of_the_taxonomy_is_its_painters_without_doubt() -> None:
    for artist in Taxonomy.load().artists:
        for spelling in artist.spellings:
            assert artist_slug(spelling) == artist.slug, spelling
            assert artist_slug(f"{spelling} (1500-1570)") == artist.slug, spelling
            assert named_artist(f"workshop of {spelling}") == artist.slug, spelling


def test_the_taxonomy_finds_who_is_named_without_doubt() -> None:
    find = Taxonomy.load().find
    assert find("Rembrandt (Rembrandt van Rijn)").slug == REMBRANDT
    assert find("Claude Monet (French, 1840-1926)").slug == MONET
    for name in ("workshop of Rembrandt", "Rembrandt van Rijn (workshop of)", "Unknown"):
        with pytest.raises(UnknownNameError):
            find(name)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    creator = read(text)
    assert creator.name or not creator.own_hand


@given(st.text(alphabet="ab?()[], -123.'", max_size=30))
def test_any_punctuation_is_read(text: str) -> None:
    slug = artist_slug(text)
    assert slug is None or artist_slug(slug) == slug
