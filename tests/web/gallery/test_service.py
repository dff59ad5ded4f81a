"""The index of similar paintings follows the gallery."""

import shutil

import pytest
from PIL import Image

from morelli import Classifier
from morelli.gallery import Gallery
from morelli.web.gallery import service as module
from morelli.web.gallery.service import Hall


@pytest.fixture
def folder(drawn, tmp_path):
    folder = tmp_path / "gallery"
    folder.mkdir()
    for painter in drawn.PAINTERS:
        Image.fromarray(drawn.painting(painter, 1)).save(folder / f"{painter}.png")
    return folder


@pytest.fixture
def hall(folder, tmp_path):
    gallery = Gallery.open(folder, patience=-1)
    return Hall(gallery, Classifier.open(), tmp_path / "answers", tmp_path / "thumbnails")


def nearest_to(hall: Hall, file: str) -> list[str]:
    (painting,) = hall.gallery.search(file).paintings
    return [one.file for one in hall.nearest(hall.look(painting).embedding)]


def test_paintings_come_change_and_go(hall, folder):
    hall.update()
    assert hall.indexed == 4
    assert nearest_to(hall, "mark-rothko")[0] == "mark-rothko.png"
    shutil.copy(folder / "mark-rothko.png", folder / "twin.png")
    (folder / "claude-monet.png").unlink()
    assert "claude-monet.png" not in nearest_to(hall, "piet-mondrian")
    hall.update()
    assert hall.indexed == 4
    assert set(nearest_to(hall, "mark-rothko")[:2]) == {"mark-rothko.png", "twin.png"}
    shutil.copy(folder / "piet-mondrian.png", folder / "twin.png")
    hall.update()
    assert nearest_to(hall, "mark-rothko")[1] != "twin.png"


def test_the_first_can_be_found_before_the_last_is_looked_at(hall, monkeypatch):
    monkeypatch.setattr(module, "STEP", 2)
    indexed = []
    hall.update(lambda: indexed.append(hall.indexed))
    assert indexed == [0, 0, 2, 2]
    assert hall.indexed == 4


def test_nothing_is_asked_twice(hall, folder, tmp_path, monkeypatch):
    hall.update()
    asked = []
    monkeypatch.setattr(Classifier, "run", lambda *_: asked.append(1))
    hall.update()
    restarted = Hall(
        Gallery.open(folder), hall.explainer.classifier, tmp_path / "answers", tmp_path
    )
    restarted.update()
    assert (restarted.indexed, asked) == (4, [])
