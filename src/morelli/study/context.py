"""What every worker of a study knows: the question, the pictures, and where results go."""

import itertools
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from morelli.datasets import Dataset, Sample
from morelli.datasets.splits import folds, given_or_stratified, to_learn_from
from morelli.study.grid import Cell
from morelli.study.study import Study, StudyError

Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Job:
    """What a worker does at once: one cell, or cells that are fitted side by side.

    Attributes:
        kind: "fold" trains and answers a fold that is held out; "features" only brings features
            of a frozen backbone into the cache; "test" trains on the whole training split and
            measures on the test split.
        cells: key and cell.
        seed: of all of them.
        fold: number of the fold.
    """

    kind: Literal["features", "fold", "test"]
    cells: tuple[tuple[str, Cell], ...]
    seed: int
    fold: int = 0


@dataclass(frozen=True)
class Context:
    """A study at work.

    Attributes:
        study: what is asked.
        folder: of the results; see docs/studies.md.
        data: the pictures of the splits train, validation and test.
        fingerprint: of `data`.
        not_paintings: pictures of other things, for the bundles of chosen recipes; those of
            their split "test" are kept for measuring, where there are some.
        accelerator: Lightning's.
        workers: processes that decode pictures, for each cell that is fine-tuned.
        adapted: what is otherwise than the study asks, see `morelli.study.adapt`.
    """

    study: Study
    folder: Path
    data: Dataset
    fingerprint: str
    not_paintings: tuple[Sample, ...] = ()
    accelerator: str = "auto"
    workers: int = 2
    adapted: tuple[str, ...] = ()

    @cached_property
    def training(self) -> Dataset:
        """The pictures to learn from: of the splits train and validation."""
        return to_learn_from(self.data, self.study.seeds[0])

    @cached_property
    def rows(self) -> dict[Path, int]:
        """The row of each picture in `pictures.csv`."""
        return {sample.path: row for row, sample in enumerate(self.data)}

    def fold(self, seed: int, number: int) -> tuple[Rows, Rows]:
        """Rows of `training` to learn from, and those held out, of a fold.

        A split "validation" that the data set brings is never held out: it is there to stop by.
        """
        train = self.training.split("train")
        parts = folds(train, count=self.study.folds, seed=seed)
        part = next(itertools.islice(parts, number, None))
        held = {sample.path for sample in part if sample.split == "validation"}
        out = np.array([sample.path in held for sample in self.training])
        return np.flatnonzero(~out), np.flatnonzero(out)

    def others(self, split: str) -> tuple[Sample, ...]:
        """Pictures that aren't paintings, of a split where they have any."""
        chosen = tuple(sample for sample in self.not_paintings if sample.split == split)
        return chosen or self.not_paintings


def usable(study: Study, data: Dataset) -> Dataset:
    """The pictures that a study uses: those of the splits train, validation and test.

    Raises:
        StudyError: there are none to learn from, or fewer than folds.
    """
    split = given_or_stratified(data, seed=study.seeds[0])
    samples = tuple(s for s in split if s.split in ("train", "validation", "test"))
    training = sum(s.split == "train" for s in samples)
    if training < max(study.folds, 2):
        raise StudyError(
            f"{data.name} has {training} training pictures; {study.name} needs at least"
            f" {max(study.folds, 2)}."
        )
    return replace(split, samples=samples)
