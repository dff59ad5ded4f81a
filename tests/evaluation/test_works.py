"""Known works: who is asked what, and what counts as right."""

from pathlib import Path

import pytest

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.works import gap, shown, works
from morelli.works.work import Work


def test_a_table_says_which_work_a_picture_shows() -> None:
    def sample(**facts: str) -> Sample:
        return Sample(Path("a.jpg"), "x", None, **facts)  # type: ignore[arg-type]

    rows = [
        sample(work="known", same_work_as="train/olympia.jpg"),
        sample(work="known"),
        sample(work="version"),
        sample(work="new"),
    ]
    assert [one.work for one in shown(rows)] == ["olympia", None]


def test_average_precision_orders_by_how_sure_it_is() -> None:
    sure, unsure = Work(id="a", similarity=0.9), Work(id="b", similarity=0.2)
    assert gap([sure, unsure], ["a", "b"]).value == 1
    assert gap([sure, unsure], ["a", "c"]).value == pytest.approx(0.5)
    assert gap([sure, unsure], ["c", "b"]).value == pytest.approx(0.25)
    assert gap([None, sure], ["a", "a"]).value == pytest.approx(0.5)
    found = gap([sure, unsure, None], ["a", None, "c"])
    assert found.low <= found.value <= found.high and found.n == 2


def test_a_bundle_that_knows_none_says_so(classifier) -> None:
    with pytest.raises(MorelliError, match="knows no works"):
        works(classifier, [])
