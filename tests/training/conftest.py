"""Small data, small recipes, and features no picture was needed for."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import morelli.training  # noqa: F401 - makes timm importable beside a CPU build of torch
from morelli.bundles.bundle import Bundle
from morelli.datasets import Dataset, open_dataset
from morelli.inference.classifier import Classifier
from morelli.recipes.recipe import Recipe


@pytest.fixture(autouse=True)
def _beside_training(beside_training: None) -> None:
    """Every test here trains."""


@pytest.fixture(scope="session")
def recipe() -> Callable[..., Recipe]:
    """A recipe for a small network with random weights; each part may be changed by name."""

    def make(**parts: Any) -> Recipe:
        small = {"backbones": ["test_efficientnet"], "size": 64, "pretrained": False}
        quick = {"epochs": 2, "batch_size": 8, "learning_rate": 0.01}
        return Recipe.model_validate(
            {"name": "small"}
            | parts
            | {"model": small | parts.get("model", {})}
            | {"optimisation": quick | parts.get("optimisation", {})}
        )

    return make


@pytest.fixture(scope="session")
def pictures(drawn: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight pictures each by four painters, in folders; `styles.csv` beside the folder."""
    return Path(drawn.folder(tmp_path_factory.mktemp("pictures"), each=8))


@pytest.fixture(scope="session")
def data(pictures: Path) -> Dataset:
    """The same as a data set, with styles."""
    return open_dataset(pictures, styles=pictures.parent / "styles.csv")


@pytest.fixture(scope="session")
def assert_same() -> Callable[[Bundle, Bundle, Dataset], None]:
    """Asserts that two bundles answer with the same numbers, but for rounding."""

    def assert_same(one: Bundle, two: Bundle, data: Dataset) -> None:
        squares = [one.manifest.preprocessing.decode(sample.path) for sample in data]
        ours, theirs = (Classifier(bundle).outputs(squares) for bundle in (one, two))
        for name, logits in ours.items():
            assert theirs[name] == pytest.approx(logits, rel=1e-3, abs=1e-3), name
        numbers, others = (b.manifest.calibration.model_dump() for b in (one, two))
        for name, value in numbers.items():
            assert np.asarray(others[name]) == pytest.approx(np.asarray(value), abs=1e-3), name

    return assert_same
