"""What is measured besides doesn't depend on when it is measured."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from morelli.errors import MorelliError
from morelli.evaluation.measurements import (
    Copies,
    CrossDataset,
    Labels,
    NearestPaintings,
    planned,
    run,
)
from morelli.evaluation.subject import Subject


class Shown:
    """Notes what is shown of the progress: what is done, to how many, and how many were done."""

    def __init__(self) -> None:
        self.steps: list[list[object]] = []

    @contextmanager
    def __call__(self, doing: str, total: int) -> Iterator[Callable[[int], None]]:
        step: list[object] = [doing, total, 0]
        self.steps.append(step)

        def advance(done: int) -> None:
            step[2] = int(str(step[2])) + done

        yield advance


@pytest.fixture
def subject(trained: SimpleNamespace) -> Subject:
    styles = trained.root / "styles.csv"
    data = trained.root / "pictures"
    return Subject.open(trained.bundle, data, styles=styles, cross_dataset=[data])


def test_the_order_is_no_part_of_the_answer(subject: Subject) -> None:
    shown = Shown()
    asked = [Copies(1), CrossDataset(), NearestPaintings("train"), Labels()]
    found = run(subject.bundle.name, planned(subject, asked), shown)
    assert [doing for doing, *_ in shown.steps] == [
        "Answering for copies",
        "Classifying pictures",
        "Looking for neighbours",
        "Classifying",
    ]
    assert all(total == done for _, total, done in shown.steps)
    document = found.to_dict()
    assert document == run(subject.bundle.name, planned(subject, asked[::-1]), Shown()).to_dict()
    assert {"artist", "style", "copies", "neighbours", "elsewhere"} <= document.keys()
    assert found.bundle == subject.bundle.name


def test_one_thing_alone_can_be_measured(subject: Subject) -> None:
    assert run(subject.bundle.name, planned(subject, [Copies(1)]), Shown()).to_dict().keys() == {
        "bundle",
        "skipped",
        "copies",
    }


def test_what_cannot_be_had_is_said_before_any_work(subject: Subject) -> None:
    shown = Shown()
    with pytest.raises(MorelliError, match="has no split 'exam'"):
        run(subject.bundle.name, planned(subject, [Labels(), NearestPaintings("exam")]), shown)
    assert shown.steps == []


def test_unreadable_pictures_are_named_once(trained: SimpleNamespace, tmp_path: Path) -> None:
    data = tmp_path / "pictures"
    shutil.copytree(trained.root / "pictures", data)
    (data / "claude-monet" / "broken.jpg").write_text("hello")
    subject = Subject.open(trained.bundle, data, split="all")
    skipped = run(subject.bundle.name, planned(subject, [Labels()]), Shown()).skipped
    assert [Path(problem.where).name for problem in skipped] == ["broken.jpg"]
