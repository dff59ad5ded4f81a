"""What an evaluation is of: a bundle, and the pictures that it is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from morelli.bundles.bundle import Bundle
from morelli.datasets import Dataset, Sample, open_dataset
from morelli.datasets.splits import given_or_stratified, part
from morelli.errors import MorelliError
from morelli.evaluation.cross_dataset import counted
from morelli.inference.classifier import Classifier

EVERYTHING = "all"
"""In place of a split: a data set that nothing was trained on needs none."""


@dataclass(frozen=True)
class Subject:
    """A bundle and its pictures.

    Attributes:
        bundle: what is measured, as it is.
        dataset: labelled pictures, in splits unless all of them are measured on.
        split: the split to measure on, or `EVERYTHING`.
        paintings: of that split.
        cross_dataset: pictures of each table from other sources, by its name.
    """

    bundle: Bundle
    dataset: Dataset
    split: str
    paintings: tuple[Sample, ...]
    cross_dataset: dict[str, tuple[Sample, ...]]

    @cached_property
    def classifier(self) -> Classifier:
        """The bundle's, without the works it knows; loaded when first needed.

        Painters are told by how they paint: works that are recognised are measured by themselves.
        """
        return Classifier(self.bundle.without_works())

    @classmethod
    def open(
        cls,
        bundle: Bundle,
        data: Path,
        *,
        split: str = "test",
        cross_dataset: Sequence[Path] = (),
        task: Literal["artist", "style"] = "artist",
        styles: Path | None = None,
    ) -> "Subject":
        """Open all pictures that a bundle is asked about.

        Args:
            bundle: what is measured.
            data: labelled pictures; where they have no splits, the ones of training are drawn.
            split: the split to measure on, or `EVERYTHING`.
            cross_dataset: labelled pictures from other sources.
            task: which labels of Painting-91.
            styles: as for `open_dataset`.

        Raises:
            MorelliError: something can't be opened, has no such split, or two tables from
                other sources have one name.
        """
        seed = bundle.manifest.provenance.get("recipe", {}).get("seed", 0)
        dataset = open_dataset(data, task=task, styles=styles)
        if split != EVERYTHING:
            dataset = given_or_stratified(dataset, seed=seed)
        paintings = dataset.samples if split == EVERYTHING else part(dataset, split)
        tables = _tables(cross_dataset, split)
        return cls(bundle, dataset, split, tuple(paintings), tables)


def _tables(paths: Sequence[Path], split: str) -> dict[str, tuple[Sample, ...]]:
    """Pictures to measure on of each table, by its name."""
    found: dict[str, tuple[Sample, ...]] = {}
    for path in paths:
        dataset = open_dataset(path)
        if dataset.name in found:
            raise MorelliError(f"Two of the tables are called {dataset.name}; rename one of them.")
        found[dataset.name] = counted(dataset, split)
    return found
