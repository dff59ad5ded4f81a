"""Files are found by the names that tables of any system give them."""

import os
import unicodedata
from pathlib import Path

import pytest

from morelli.datasets.places import Places, spelling

COMPOSED = unicodedata.normalize("NFC", "Säle/Dürer Hase.jpg")
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


@pytest.mark.parametrize("written", [COMPOSED, DECOMPOSED])
@pytest.mark.parametrize("named", [COMPOSED, DECOMPOSED])
def test_accents_and_slashes_lean_either_way(tmp_path: Path, written: str, named: str) -> None:
    file = touch(tmp_path / written)
    places = Places(tmp_path)
    for name in (named, named.replace("/", "\\"), f".\\{named}", f"./{named}"):
        assert places.find(name) == file
    assert places.find(str(tmp_path / named)) == file
    assert places.find(named.replace("Hase", "Nashorn")) is None


def test_one_component_may_be_spelt_both_ways(tmp_path: Path) -> None:
    file = touch(tmp_path / unicodedata.normalize("NFD", "é") / unicodedata.normalize("NFC", "ü"))
    assert Places(tmp_path).find("é\\ü") == file


def test_a_name_as_it_is_written_comes_first(tmp_path: Path) -> None:
    odd, plain = touch(tmp_path / "a\\b.jpg"), touch(tmp_path / "a" / "b.jpg")
    places = Places(tmp_path)
    assert places.find("a\\b.jpg") == odd
    assert places.find("a/b.jpg") == plain


def test_folders_and_nothing_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").mkdir()
    places = Places(tmp_path)
    for name in ("a.jpg", "b.jpg", "é/b.jpg", "a\0b", "..", "/"):
        assert places.find(name) is None


def test_all_names_of_one_file_are_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "real"
    touch(folder / "rooms" / "a.jpg")
    (tmp_path / "link").symlink_to(folder)
    places = Places(tmp_path / "link")
    names = ("rooms/a.jpg", "rooms\\a.jpg", "rooms/../rooms/a.jpg", str(folder / "rooms/a.jpg"))
    found = [places.find(name) for name in names]
    assert len({places.identity(path) for path in found if path is not None}) == 1
    assert None not in found


def test_links_to_a_file_are_files_of_their_own(tmp_path: Path) -> None:
    touch(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    places = Places(tmp_path)
    assert len({places.identity(tmp_path / name) for name in ("a.jpg", "b.jpg")}) == 2


def test_spellings() -> None:
    assert spelling(DECOMPOSED.replace("/", "\\")) == COMPOSED
    assert spelling("./rooms/../a.jpg") == "a.jpg"
    assert spelling("..\\secret.jpg") == "../secret.jpg"
    assert spelling("") == ""


def test_names_of_any_bytes(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    assert Places(tmp_path).find(touch(tmp_path / name).name) == tmp_path / name
