"""The desk with the real model: same answers as the classifier, from any number of threads."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from morelli import Classifier
from morelli.images import NotAPictureError
from morelli.web.decode_budget import DecodeBudget
from morelli.web.inference_queue import BusyError, DefectError, Desk


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.open()


@pytest.fixture
def desk(classifier) -> Iterator[Desk]:
    with Desk(classifier, seats=2, budget=DecodeBudget(600_000_000)) as desk:
        yield desk


class BrokenFile(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise ZeroDivisionError("nobody foresaw this")


def test_many_threads_get_what_the_classifier_says(desk, classifier, draw):
    pictures = [draw(seed=seed) for seed in range(20)]
    tops = [1 + seed % 7 for seed in range(20)]
    with ThreadPoolExecutor(20) as threads:
        answers = list(
            threads.map(
                lambda picture, top: desk.ask([io.BytesIO(picture)], top=top), pictures, tops
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


def test_more_pictures_than_a_batch_keep_their_order(desk, classifier, draw):
    pictures = [draw(seed=seed) for seed in range(11)]
    results = desk.ask([io.BytesIO(picture) for picture in pictures], top=1)
    expected = classifier.classify(pictures, top=1)
    assert [r.attribution.artists[0].slug for r in results] == [a.artists[0].slug for a in expected]


def test_a_bad_picture_is_a_result(desk, draw):
    good, bad = desk.ask([io.BytesIO(draw()), io.BytesIO(b"text")], top=1)
    assert good.attribution is not None
    assert isinstance(bad.error, NotAPictureError)


def test_a_defect_meets_its_own_picture_only_and_the_desk_goes_on(desk, draw, caplog):
    good, bad, also_good = desk.ask(
        [io.BytesIO(draw()), BrokenFile(), io.BytesIO(draw(seed=3))], top=1
    )
    assert good.attribution is not None
    assert also_good.attribution is not None
    assert isinstance(bad.error, DefectError)
    assert "nobody foresaw this" in caplog.text
    assert desk.ask([io.BytesIO(draw())], top=1)[0].attribution == good.attribution


def test_seats_are_bounded_and_given_back(desk):
    with desk.seat(), desk.seat():
        with pytest.raises(BusyError) as busy, desk.seat():
            pass
        assert busy.value.retry_after >= 1
        assert f"{busy.value.retry_after} s" in str(busy.value)
    with desk.seat(), desk.seat():
        pass


def test_a_seat_is_given_back_after_a_failure(classifier):
    with Desk(classifier, seats=1, budget=DecodeBudget(600_000_000)) as desk:
        with pytest.raises(ZeroDivisionError), desk.seat():
            raise ZeroDivisionError
        with desk.seat():
            pass
