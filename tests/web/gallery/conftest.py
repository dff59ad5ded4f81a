"""A gallery of drawn paintings, and what the built-in model says about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from morelli import Classifier
from morelli.gallery import Gallery, Thumbnails
from morelli.web.decode_budget import DecodeBudget
from morelli.web.gallery.index import GalleryIndex
from morelli.web.gallery.service import GalleryService
from morelli.web.inference_queue import InferenceQueue


@pytest.fixture
def folder(drawn, tmp_path) -> Path:
    folder = tmp_path / "gallery"
    folder.mkdir()
    for painter in drawn.PAINTERS:
        Image.fromarray(drawn.painting(painter, 1)).save(folder / f"{painter}.png")
    return folder


@pytest.fixture
def index(folder, tmp_path) -> GalleryIndex:
    gallery = Gallery.open(folder, patience=-1)
    return GalleryIndex(gallery, Thumbnails(gallery, tmp_path / "thumbnails"))


@pytest.fixture
def service(index, tmp_path) -> Iterator[GalleryService]:
    with InferenceQueue(slots=1, budget=DecodeBudget(600_000_000)) as queue:
        yield GalleryService(index, Classifier.open(), queue, tmp_path / "answers")
