"""A small study on drawn paintings, and an engine that works in the tests' own process."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from morelli.datasets import Dataset, open_dataset
from morelli.study.context import Context, Job, usable
from morelli.study.engines import reason
from morelli.study.grid import expand
from morelli.study.run import Progress, run
from morelli.study.store import Store
from morelli.study.study import Study
from morelli.study.worker import Worker


@pytest.fixture(autouse=True)
def _beside_training(beside_training: None) -> None:
    """Every test here trains."""


class Here:
    """Does jobs in this process, one after another, and remembers them."""

    def __init__(self, context: Context) -> None:
        self.worker = Worker(context)
        self.done: list[Job] = []

    def map(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, str | None]]:
        for job in jobs:
            self.done.append(job)
            try:
                self.worker.do(job)
            except Exception as error:
                yield job, reason(error)
            else:
                yield job, None


@pytest.fixture(scope="session")
def given(drawn: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Twelve drawn pictures each by four painters."""
    root = tmp_path_factory.mktemp("given")
    pictures = Path(drawn.folder(root))
    return open_dataset(pictures, styles=root / "styles.csv")


@pytest.fixture
def study() -> Callable[..., Study]:
    """A study of a small network with random weights; each field may be changed by name."""

    def make(**fields: Any) -> Study:
        recipe = {
            "model": {"backbones": ["test_efficientnet"], "size": 64, "pretrained": False},
            "optimisation": {"epochs": 4, "batch_size": 8, "learning_rate": 0.02},
        }
        small = {"name": "small", "question": "Which?", "folds": 2, "recipe": recipe}
        small["factors"] = {"regularisation.l2": [0, 0.01, 0.1]}
        return Study.model_validate(small | fields)

    return make


@pytest.fixture
def conduct(given: Dataset, tmp_path: Path) -> Callable[..., tuple[Store, Here, Progress]]:
    """Runs a study in a folder of the test's; returns its store, its engine and its progress."""

    def conduct(
        asked: Study,
        folder: str = "study",
        engine: Callable[[Context], Here] = Here,
        data: Dataset = given,
        **options: Any,
    ) -> tuple[Store, Here, Progress]:
        kept = usable(asked, data)
        context = Context(asked, tmp_path / folder, kept, kept.fingerprint(), accelerator="cpu")
        place = engine(context)
        progress = run(context, data, expand(asked), place, **options)
        return Store(context.folder), place, progress

    return conduct
