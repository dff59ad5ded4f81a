"""Every entry has its outcome, in order, and few are held at a time."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info

from morelli.bundles.bundle import BundleError
from morelli.collection.entry import Entry
from morelli.collection.run import AHEAD, Outcome, Step, outcomes
from morelli.collection.source import open_collection
from morelli.errors import MorelliError
from morelli.inference.classifier import Classifier


@dataclass
class Counted:
    """A collection of so many entries, which knows how many were taken."""

    size: int
    taken: int = 0

    def entries(self) -> Iterator[Entry]:
        for number in range(self.size):
            self.taken += 1
            yield Entry(str(number))

    def count(self) -> int:
        return self.size


def test_a_row_for_every_file(hall: Path, fast: Classifier) -> None:
    found = list(outcomes(open_collection(hall), Step(fast, top=2), cores=2))
    assert [outcome.entry.name for outcome in found] == [
        entry.name for entry in open_collection(hall).entries()
    ]
    for outcome in found:
        if outcome.entry.path is None:
            assert outcome.left_out and outcome.attribution is None
        elif outcome.entry.name == "b/broken.jpg":
            assert not outcome.left_out and "damaged" in outcome.error
        else:
            assert outcome.attribution == fast.classify(outcome.entry.path, top=2)


def test_what_vanishes_meanwhile_is_a_row(tmp_path: Path, fast: Classifier) -> None:
    assert Step(fast)(Entry("a.jpg", tmp_path / "a.jpg")).error == "There is no such file."


def test_what_concerns_all_pictures_is_no_row(
    hall: Path, fast: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise BundleError("the graph fails")

    monkeypatch.setattr(Classifier, "see", failing)
    with pytest.raises(BundleError):
        list(outcomes(open_collection(hall), Step(fast)))


def test_an_archive_and_a_folder_are_answered_alike(hall: Path, fast: Classifier) -> None:
    content = (hall / "a.png").read_bytes()
    of_bytes = Step(fast)(Entry("a", lambda: content)).attribution
    assert of_bytes == Step(fast)(Entry("a", hall / "a.png")).attribution is not None


def test_order_is_kept_and_few_are_taken_ahead() -> None:
    collection = Counted(200)
    steps = iter(outcomes(collection, Outcome, cores=3))
    for number in range(200):
        assert next(steps).entry.name == str(number)
        assert collection.taken <= number + 1 + AHEAD * 3
    assert next(steps, None) is None


def test_all_cores_work_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=60)

    def step(entry: Entry) -> Outcome:
        together.wait()
        return Outcome(entry)

    assert len(list(outcomes(Counted(9), step, cores=3))) == 9


def test_what_was_done_before_is_passed_over() -> None:
    asked = [o.entry.name for o in outcomes(Counted(5), Outcome, skip=lambda name: name in "13")]
    assert asked == ["0", "2", "4"]


def test_a_defect_is_no_row() -> None:
    def step(_: Entry) -> Outcome:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(outcomes(Counted(5), step))


def test_a_collection_that_breaks_off_says_so() -> None:
    class Broken(Counted):
        def entries(self) -> Iterator[Entry]:
            yield from super().entries()
            raise MorelliError("cut short")

    with pytest.raises(MorelliError, match="cut short"):
        list(outcomes(Broken(3), Outcome))


def test_products_wake_no_other_cores() -> None:
    threads: list[int] = []

    def step(entry: Entry) -> Outcome:
        threads.extend(lib["num_threads"] for lib in threadpool_info() if lib["user_api"] == "blas")
        return Outcome(entry)

    list(outcomes(Counted(2), step, cores=2))
    assert set(threads) == {1}
