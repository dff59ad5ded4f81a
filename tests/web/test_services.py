"""A request keeps to the model it began with, while staff let another one answer."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from morelli.bundles.bundle import Bundle, save
from morelli.web.environment import Environment
from morelli.web.services import Services


@pytest.fixture
def taught(tmp_path):
    """A folder of taught models, with one that differs from the original in its name."""
    default = Bundle.open()
    manifest = default.manifest.model_copy(update={"name": "another"})
    save(tmp_path / "taught" / "lesson", manifest, default.graph, default.background)
    return tmp_path / "taught"


def test_a_switch_is_for_requests_that_begin_afterwards(taught, tmp_path, monkeypatch):
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "cache"))
    services = Services(Environment(taught=str(taught)))
    before = services.context()
    assert services.context() is before
    services.taught.use("lesson")
    with ThreadPoolExecutor(8) as threads:
        begun = list(threads.map(lambda _: services.context(), range(8)))
    after = services.context()
    assert all(one is after for one in begun)  # and the model was loaded once
    for context, name in ((before, "default"), (after, "another")):
        assert context.classifier.bundle.name == name
        assert context.explainer.classifier is context.classifier
        assert context.gallery.explainer is context.explainer
        painting = next(iter(context.gallery.gallery))
        assert context.gallery.answer(painting, 1)[0].bundle == name
    services.taught.use(None)
    assert services.context().classifier.bundle.name == "default"


def test_a_request_in_flight_is_answered_by_the_model_it_began_with(serve, taught, draw):
    path = "/api/v1/attributions?explain=saliency,neighbours"
    files = [("files", f"{seed}.jpg", draw(seed=seed)) for seed in range(3)]

    def names(_: int) -> set[str]:
        answered = server.post(path, *files).json()
        results = answered["results"]
        return {answered["model"], *(result["attribution"]["bundle"] for result in results)}

    with serve(MORELLI_TAUGHT=str(taught)) as server, ThreadPoolExecutor(3) as threads:
        met: set[str] = set()
        for lesson in ("lesson", ""):
            asked = [threads.submit(names, one) for one in range(3)]
            (taught / "in-use").write_text(lesson)  # while they are being answered
            for request in asked:
                (name,) = request.result()
                met.add(name)
        assert met | names(0) == {"default", "another"}
