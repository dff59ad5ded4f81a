"""The queue with the real model: same answers as the classifier, from any number of threads."""

import contextlib
import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from morelli import Classifier
from morelli.cropping.photograph import photograph
from morelli.explain import Explainer
from morelli.gallery.studies import planes
from morelli.images import NotAPictureError
from morelli.inference.views import Cropped
from morelli.web.decode_budget import DecodeBudget
from morelli.web.inference_queue import BusyError, DefectError, InferenceQueue, OverdueError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.open()


@pytest.fixture
def queue() -> Iterator[InferenceQueue]:
    with InferenceQueue(slots=2, budget=DecodeBudget(600_000_000)) as queue:
        yield queue


class BrokenFile(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise ZeroDivisionError("nobody foresaw this")


class SlowFile(io.BytesIO):
    def seek(self, *where: int) -> int:
        time.sleep(0.5)
        return super().seek(*where)


def test_many_threads_get_what_the_classifier_says(queue, classifier, draw):
    pictures = [draw(seed=seed) for seed in range(20)]
    tops = [1 + seed % 7 for seed in range(20)]
    with ThreadPoolExecutor(20) as threads:
        answers = list(
            threads.map(
                lambda picture, top: queue.ask(classifier, [io.BytesIO(picture)], top=top),
                pictures,
                tops,
            )
        )
    for picture, top, (result,) in zip(pictures, tops, answers, strict=True):
        expected = classifier.classify(picture, top=top)
        assert result.error is None
        assert len(result.attribution.artists) == len(result.attribution.styles) == top
        assert [one.slug for one in result.attribution.artists] == [
            one.slug for one in expected.artists
        ]
        assert result.attribution.artists[0].probability == pytest.approx(
            expected.artists[0].probability, abs=1e-5
        )


def test_more_pictures_than_a_batch_keep_their_order(queue, classifier, draw):
    pictures = [draw(seed=seed) for seed in range(11)]
    results = queue.ask(classifier, [io.BytesIO(picture) for picture in pictures], top=1)
    expected = classifier.classify(pictures, top=1)
    assert [r.attribution.artists[0].slug for r in results] == [a.artists[0].slug for a in expected]


def test_pictures_that_wait_together_are_answered_by_the_model_each_was_sent_to(
    classifier, draw, monkeypatch
):
    other, batches = Classifier.open("fast"), []
    stream = Classifier.stream

    def noted(self, pictures, **options):
        batches.append((self, len(pictures)))
        return stream(self, pictures, **options)

    monkeypatch.setattr(Classifier, "stream", noted)
    asked = [classifier, classifier, other, other, other, classifier]
    budget = DecodeBudget(600_000_000)
    with (
        InferenceQueue(slots=len(asked), budget=budget) as queue,
        ThreadPoolExecutor(len(asked)) as threads,
    ):
        with budget.hold(budget.bytes):  # the first is taken and waits for memory; others line up
            answers = []
            for ahead, model in enumerate(asked):
                picture = io.BytesIO(draw(seed=ahead))
                answers.append(threads.submit(queue.ask, model, [picture], top=1))
                until = time.monotonic() + 60
                while queue.waiting != ahead:
                    assert time.monotonic() < until
                    time.sleep(0.001)
        names = [answer.result()[0].attribution.bundle for answer in answers]
    assert names == [model.bundle.name for model in asked]
    assert batches == [(classifier, 1), (classifier, 1), (other, 3), (classifier, 1)]


def test_a_bad_picture_is_a_result(queue, classifier, draw):
    good, bad = queue.ask(classifier, [io.BytesIO(draw()), io.BytesIO(b"text")], top=1)
    assert good.attribution is not None
    assert isinstance(bad.error, NotAPictureError)


def test_a_defect_meets_its_own_picture_only_and_the_queue_goes_on(queue, classifier, draw, caplog):
    good, bad, also_good = queue.ask(
        classifier, [io.BytesIO(draw()), BrokenFile(), io.BytesIO(draw(seed=3))], top=1
    )
    assert good.attribution is not None
    assert also_good.attribution is not None
    assert isinstance(bad.error, DefectError)
    assert "nobody foresaw this" in caplog.text
    assert queue.ask(classifier, [io.BytesIO(draw())], top=1)[0].attribution == good.attribution


def test_slots_are_bounded_and_given_back(queue):
    with queue.slot(), queue.slot():
        with pytest.raises(BusyError) as busy, queue.slot():
            pass
        assert busy.value.retry_after >= 1
        assert f"{busy.value.retry_after} s" in str(busy.value)
    with queue.slot(), queue.slot():
        pass


def test_who_would_wait_too_long_is_sent_away_with_the_time_to_come_back(classifier, draw):
    budget = DecodeBudget(600_000_000)
    with (
        InferenceQueue(slots=100, budget=budget, longest=0) as queue,
        ThreadPoolExecutor(1) as threads,
    ):
        queue.check()
        with queue.slot(), budget.hold(budget.bytes):
            pictures = [io.BytesIO(draw(seed=seed)) for seed in range(21)]
            asked = threads.submit(queue.ask, classifier, pictures, top=1)
            until = time.monotonic() + 60
            while queue.waiting < 13:  # the others are with the model, which waits for memory
                assert time.monotonic() < until
            assert 2 < queue.seconds < 2.2  # a tenth each, before anything is measured
            with pytest.raises(BusyError) as busy, queue.slot():
                pass
            assert busy.value.retry_after == 3
        with pytest.raises(BusyError):
            queue.check()
        asked.result()
        assert queue.seconds == 0
        with queue.slot():
            assert 0 < queue.seconds < 60
            with pytest.raises(BusyError):
                queue.check()


def test_who_is_overdue_is_told_so_and_what_waits_is_left(classifier, draw, monkeypatch):
    seen, budget, stream = [], DecodeBudget(600_000_000), Classifier.stream

    def noted(self, pictures, **options):
        seen.append(len(pictures))
        return stream(self, pictures, **options)

    monkeypatch.setattr(Classifier, "stream", noted)
    with InferenceQueue(slots=2, budget=budget, deadline=0.3) as queue:
        with budget.hold(budget.bytes):  # the model waits for memory, longer than the request may
            with pytest.raises(OverdueError) as overdue, queue.slot():
                queue.ask(classifier, [io.BytesIO(draw(seed=n)) for n in range(21)], top=1)
            assert "0.3 s" in str(overdue.value) and overdue.value.retry_after >= 1
        with pytest.raises(OverdueError):  # the next one's time is its own
            queue.ask(classifier, [SlowFile(draw())], top=1)
        until = time.monotonic() + 60
        while queue.waiting or queue.seconds:
            assert time.monotonic() < until
            time.sleep(0.01)
        with queue.slot(), queue.slot():
            pass
    assert sum(seen) <= 8 + 1  # a batch that was taken before; the other thirteen never were


def test_the_patient_wait_until_the_line_is_shorter(queue):
    with ThreadPoolExecutor(1) as threads, contextlib.ExitStack() as held:
        for _ in range(2):
            held.enter_context(queue.slot())
        with pytest.raises(BusyError), queue.slot(patience=0.05):
            pass

        def wait() -> bool:
            with queue.slot(patience=60):
                return True

        patient = threads.submit(wait)
        time.sleep(0.05)
        assert not patient.done()
        held.close()
        assert patient.result(60)


def test_a_slot_is_given_back_after_a_failure():
    with InferenceQueue(slots=1, budget=DecodeBudget(600_000_000)) as queue:
        with pytest.raises(ZeroDivisionError), queue.slot():
            raise ZeroDivisionError
        with queue.slot():
            pass


def test_a_picture_is_decoded_and_seen_once_whatever_is_asked_about_it(
    queue, classifier, monkeypatch
):
    study = planes.taeuber_arp().convert("RGB")
    study.thumbnail((560, 560))
    wall = photograph(np.asarray(study), "frame", "medium", 2).pixels
    file = io.BytesIO()
    Image.fromarray(wall).save(file, "PNG")
    expected = Explainer(classifier)
    decoded, seen = [], []
    decode, run = classifier._decode, classifier._session.run
    monkeypatch.setattr(classifier, "_decode", lambda *a, **k: decoded.append(a) or decode(*a, **k))

    class Counted:
        def __getattr__(self, name):
            return getattr(session, name)

        def run(self, *asked):
            seen.append(asked)
            return run(*asked)

    session = classifier._session
    monkeypatch.setattr(classifier, "_session", Counted())
    (result,) = queue.ask(classifier, [file], top=3, crop=True, find=True, also=expected.needs)
    assert len(decoded) == len(seen) == 1
    assert result.size is not None
    assert result.found is not None and result.attribution.cropped is not None
    assert result.attribution.cropped == result.found.quadrilateral
    slug = result.attribution.artists[0].slug
    ours = expected.evidence(result.outputs).saliency("artist", slug).map
    theirs = expected.look(Cropped(wall, result.found.quadrilateral)).saliency("artist", slug).map
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.99


def test_a_painting_is_found_where_the_answer_is_for_all_of_the_picture(queue, classifier):
    study = planes.taeuber_arp().convert("RGB")
    study.thumbnail((560, 560))
    file = io.BytesIO()
    Image.fromarray(photograph(np.asarray(study), "frame", "medium", 2).pixels).save(file, "PNG")
    (result,) = queue.ask(classifier, [file], top=1, find=True)
    assert result.found is not None and result.attribution.cropped is None
    (plain,) = queue.ask(classifier, [file], top=1)
    assert plain.found is None and not plain.outputs
