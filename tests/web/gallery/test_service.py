"""What a model says about the gallery's paintings is asked once, reasons and all."""

import pytest

from morelli.gallery import Gallery, Thumbnails
from morelli.inference.classifier import Classifier
from morelli.web.gallery.index import GalleryIndex
from morelli.web.gallery.service import GalleryService


@pytest.fixture
def looked(service, monkeypatch) -> tuple[list, list]:
    """What was decoded, and what the graph was asked for."""
    decoded, seen = [], []
    classifier, run = service.explainer.classifier, Classifier.run
    decode = classifier._decode
    monkeypatch.setattr(classifier, "_decode", lambda *a, **k: decoded.append(a) or decode(*a, **k))
    monkeypatch.setattr(Classifier, "run", lambda *a: seen.append(a) or run(*a))
    return decoded, seen


def test_nothing_is_asked_twice(service, folder, tmp_path, looked):
    service.update()
    for calls in looked:
        calls.clear()
    service.update()
    gallery = Gallery.open(folder)
    index = GalleryIndex(gallery, Thumbnails(gallery, tmp_path))
    restarted = GalleryService(
        index, service.explainer.classifier, service._queue, tmp_path / "answers"
    )
    restarted.update()
    assert (len(index), looked) == (4, ([], []))


def test_an_answer_with_reasons_takes_one_look(service, looked):
    (painting,) = service.gallery.search("mark-rothko").paintings
    decoded, seen = looked
    answer, evidence = service.answer(painting, 3, maps=True)
    assert len(decoded) == len(seen) == 1
    again, kept = service.answer(painting, 3)  # and that look is kept
    assert len(decoded) == len(seen) == 1
    assert again == answer and (kept.embedding == evidence.embedding).all()
    slug = answer.artists[0].slug
    expected = service.explainer.look(service.gallery.path(painting))
    map_, other = (one.saliency("artist", slug).map for one in (evidence, expected))
    assert map_ == pytest.approx(other, abs=1e-4)
