"""The index of similar paintings follows the gallery."""

import shutil

from morelli import Classifier
from morelli.web.gallery import index as module
from morelli.web.gallery.service import GalleryService


def nearest_to(service: GalleryService, file: str) -> list[str]:
    (painting,) = service.gallery.search(file).paintings
    return [one.file for one in service.nearest(service.look(painting).embedding)]


def test_paintings_come_change_and_go(service, index, folder):
    service.update()
    assert len(index) == 4
    assert nearest_to(service, "mark-rothko")[0] == "mark-rothko.png"
    shutil.copy(folder / "mark-rothko.png", folder / "twin.png")
    (folder / "claude-monet.png").unlink()
    assert "claude-monet.png" not in nearest_to(service, "piet-mondrian")
    service.update()
    assert len(index) == 4
    assert set(nearest_to(service, "mark-rothko")[:2]) == {"mark-rothko.png", "twin.png"}
    shutil.copy(folder / "piet-mondrian.png", folder / "twin.png")
    service.update()
    assert nearest_to(service, "mark-rothko")[1] != "twin.png"


def test_the_first_can_be_found_before_the_last_is_looked_at(service, index, monkeypatch):
    monkeypatch.setattr(module, "STEP", 2)
    indexed = []
    service.update(lambda: indexed.append(len(index)))
    assert indexed == [0, 0, 2, 2]
    assert len(index) == 4


def test_the_model_that_answers_recognises_what_hangs(service, index, folder):
    def recognised(classifier: Classifier) -> str | None:
        work = classifier.classify(folder / "mark-rothko.png").work
        return work.id if work else None

    first, second = service.explainer.classifier, Classifier.open()
    (rothko,) = service.gallery.search("mark-rothko").paintings
    index.hang_in(first)
    assert recognised(first) is None
    service.update()
    assert recognised(first) == rothko.id
    index.hang_in(second)
    assert recognised(second) == rothko.id
    (folder / "mark-rothko.png").rename(folder / "elsewhere.png")
    service.update()
    (elsewhere,) = service.gallery.search("elsewhere").paintings
    assert second.classify(folder / "elsewhere.png").work.id == elsewhere.id
    assert first.classify(folder / "elsewhere.png").work.id == rothko.id  # as when it answered
