"""The studies are the same every time, honest, and look painted."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morelli.gallery import Gallery, GalleryError, builtin
from morelli.gallery.studies import STUDIES
from morelli.gallery.studies.canvas import LONG


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def drawn(home: Path) -> Path:
    """The built-in gallery."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MORELLI_CACHE", str(home))
        return builtin()


def test_a_dozen_and_more_in_many_proportions(drawn: Path) -> None:
    paintings = list(Gallery.open(drawn))
    assert len(paintings) == len(STUDIES) >= 14
    proportions = {round(p.width / p.height, 1) for p in paintings}
    assert min(proportions) < 0.8 and max(proportions) > 2 and len(proportions) >= 6
    assert {max(p.width, p.height) for p in paintings} == {LONG}


def test_captions_are_honest(drawn: Path) -> None:
    gallery = Gallery.open(drawn)
    for painting, study in zip(gallery, STUDIES, strict=True):
        assert painting.title == f"Study after {study.after}"
        assert painting.artist is None
        assert painting.artist_name == f"after {study.after}"
        assert painting.licence == "CC0 1.0"
        assert painting.source == "morelli"
    assert gallery.search(artist="piet-mondrian").total == 1
    assert gallery.problems == ()


def test_the_same_every_time(drawn: Path) -> None:
    for study in STUDIES[:3]:
        saved = Image.open(drawn / study.file)
        again = study.paint()
        assert (
            hashlib.sha256(again.tobytes()).digest()
            == hashlib.sha256(study.paint().tobytes()).digest()
        )
        difference = np.abs(np.asarray(again, np.int16) - np.asarray(saved, np.int16))
        assert difference.mean() < 4  # JPEG


def test_no_colour_is_flat(drawn: Path) -> None:
    # In paint, hardly any pixel has exactly its neighbour's colour; in flat shapes nearly all.
    for study in STUDIES:
        pixels = np.asarray(Image.open(drawn / study.file), np.int16)
        same = (np.abs(np.diff(pixels, axis=1)).sum(2) == 0).mean()
        assert same < 0.4, study.file


def test_the_built_in_gallery_is_drawn_once(
    home: Path, drawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MORELLI_CACHE", str(home))
    written = {path: path.stat().st_mtime_ns for path in drawn.iterdir()}
    assert len(written) == len(STUDIES) + 1
    monkeypatch.setattr("morelli.gallery.studies.draw", None)  # it would fail if it were called
    assert builtin() == drawn
    assert {path: path.stat().st_mtime_ns for path in drawn.iterdir()} == written
    assert [path.name for path in drawn.parent.iterdir()] == [drawn.name]


def test_a_half_drawn_gallery_is_none(
    home: Path, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may be drawing: its folder has another name until it is complete."""
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path))
    monkeypatch.setattr("morelli.gallery.studies.STUDIES", STUDIES[:2])
    (tmp_path / "studies" / f".{drawn.name}.1").mkdir(parents=True)
    folder = builtin()
    assert len(list(folder.iterdir())) == 3


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "file"))
    with pytest.raises(GalleryError, match="MORELLI_CACHE"):
        builtin()
