"""The index of similar paintings follows the gallery."""

import shutil

import pytest
from PIL import Image

from morelli import Classifier
from morelli.gallery import Gallery
from morelli.web.gallery import service as module
from morelli.web.gallery.service import GalleryService


@pytest.fixture
def folder(drawn, tmp_path):
    folder = tmp_path / "gallery"
    folder.mkdir()
    for painter in drawn.PAINTERS:
        Image.fromarray(drawn.painting(painter, 1)).save(folder / f"{painter}.png")
    return folder


@pytest.fixture
def service(folder, tmp_path):
    gallery = Gallery.open(folder, patience=-1)
    return GalleryService(gallery, Classifier.open(), tmp_path / "answers", tmp_path / "thumbnails")


def nearest_to(service: GalleryService, file: str) -> list[str]:
    (painting,) = service.gallery.search(file).paintings
    return [one.file for one in service.nearest(service.look(painting).embedding)]


def test_paintings_come_change_and_go(service, folder):
    service.update()
    assert service.indexed == 4
    assert nearest_to(service, "mark-rothko")[0] == "mark-rothko.png"
    shutil.copy(folder / "mark-rothko.png", folder / "twin.png")
    (folder / "claude-monet.png").unlink()
    assert "claude-monet.png" not in nearest_to(service, "piet-mondrian")
    service.update()
    assert service.indexed == 4
    assert set(nearest_to(service, "mark-rothko")[:2]) == {"mark-rothko.png", "twin.png"}
    shutil.copy(folder / "piet-mondrian.png", folder / "twin.png")
    service.update()
    assert nearest_to(service, "mark-rothko")[1] != "twin.png"


def test_the_first_can_be_found_before_the_last_is_looked_at(service, monkeypatch):
    monkeypatch.setattr(module, "STEP", 2)
    indexed = []
    service.update(lambda: indexed.append(service.indexed))
    assert indexed == [0, 0, 2, 2]
    assert service.indexed == 4


def test_nothing_is_asked_twice(service, folder, tmp_path, monkeypatch):
    service.update()
    asked = []
    monkeypatch.setattr(Classifier, "run", lambda *_: asked.append(1))
    service.update()
    restarted = GalleryService(
        Gallery.open(folder), service.explainer.classifier, tmp_path / "answers", tmp_path
    )
    restarted.update()
    assert (restarted.indexed, asked) == (4, [])
