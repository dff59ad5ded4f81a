"""Samples as torch wants them: targets, and pictures on the one road every picture takes."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, Sampler

from morelli.bundles.bundle import Preprocessing
from morelli.datasets import Sample
from morelli.images import Pixels
from morelli.recipes.recipe import Recipe
from morelli.recipes.sections import Augmentation
from morelli.training.data.augmentation import to_input
from morelli.training.data.sources import largest_source

UNLABELLED = -1
"""Target of a picture whose painter or style is not known: its loss is masked."""

Targets: TypeAlias = dict[str, Tensor]
"""Class numbers, int64 (N,), of each head; `UNLABELLED` where the label is not known."""


def targets(samples: Sequence[Sample], classes: dict[str, tuple[str, ...]]) -> Targets:
    """Class numbers, int64 (N,), of each head; `UNLABELLED` where a label is missing."""
    found = {}
    for head, slugs in classes.items():
        number = {slug: i for i, slug in enumerate(slugs)}
        labels = [getattr(sample, head) for sample in samples]
        found[head] = torch.tensor([number.get(label, UNLABELLED) for label in labels])
    return found


class Pictures(Dataset[tuple[Tensor, Targets]]):
    """Pictures decoded as for serving, then changed by `changes`, or squared as they are."""

    def __init__(
        self,
        samples: Sequence[Sample],
        labels: Targets,
        preprocessing: Preprocessing,
        changes: Callable[[Pixels], Pixels] | None = None,
    ) -> None:
        self.samples = samples
        self.labels = labels
        self.preprocessing = preprocessing
        self.changes = changes or preprocessing.square

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Tensor, Targets]:
        """Picture float32 (3, S, S), 0..1, and its class numbers."""
        square = self.changes(self.preprocessing.decode(self.samples[index].path))
        picture = torch.from_numpy(np.ascontiguousarray(square.transpose(2, 0, 1)))
        return to_input(picture), {head: numbers[index] for head, numbers in self.labels.items()}


class Features(Dataset[tuple[Tensor, Targets]]):
    """Cached features; indexed by a whole batch at once."""

    def __init__(self, features: Tensor, labels: Targets) -> None:
        self.features = features
        self.labels = labels

    def __len__(self) -> int:
        return len(self.features)

    def __getitem__(self, indices: list[int]) -> tuple[Tensor, Targets]:
        """Features (B, D) and class numbers of a batch."""
        return self.features[indices], {h: numbers[indices] for h, numbers in self.labels.items()}


def crowds(samples: Sequence[Sample], most: int) -> list[Tensor]:
    """Rows of each painter's pictures from a source that has more than `most` of them.

    Where most of what a painter is known by comes from one source, the source is learnt instead
    of the painter. The largest source doesn't count: it tells nothing of who painted a picture.

    Args:
        samples: the pictures.
        most: 0 for no limit.

    Returns:
        int64 (n,) each, n > `most`.
    """
    largest = largest_source(samples)
    if not most or largest is None:
        return []
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, sample in enumerate(samples):
        if sample.artist and sample.source and sample.source != largest:
            found[sample.artist, sample.source].append(row)
    return [torch.tensor(rows) for rows in found.values() if len(rows) > most]


def crowds_in(recipe: Recipe, samples: Sequence[Sample], learn: NDArray[np.int64]) -> list[Tensor]:
    """`crowds` among the pictures to learn from, (N,), copy by copy: rows of one copy."""
    once = learn[: len(learn) // recipe.augmentation.rows_per_picture]
    return crowds([samples[row] for row in once], recipe.optimisation.most_of_source)


class Epochs(Sampler[int]):
    """Rows of an epoch: all but those of random copies, and a share of these, drawn anew.

    The rows are those of one copy of the pictures after another, as `augmented_copies` has them. Of
    each crowd (`crowds`, rows of a single copy) `most` pictures are drawn anew.
    """

    def __init__(
        self,
        rows: int,
        augmentation: Augmentation,
        generator: torch.Generator,
        *,
        shuffle: bool,
        crowded: Sequence[Tensor] = (),
        most: int = 0,
    ) -> None:
        self.per_picture = augmentation.rows_per_picture
        self.pictures = rows // self.per_picture
        left = self.pictures - sum(len(crowd) - most for crowd in crowded)
        self.plain = (self.per_picture - augmentation.copies) * left
        self.drawn = round(augmentation.copy_share * augmentation.copies * left)
        self.generator = generator
        self.shuffle = shuffle
        self.crowded = crowded
        self.most = most

    def __len__(self) -> int:
        return self.plain + self.drawn

    def __iter__(self) -> Iterator[int]:
        """In a new order each time where it shuffles, otherwise in that of the data."""
        there = torch.ones(self.pictures, dtype=torch.bool)
        for crowd in self.crowded:
            order = torch.randperm(len(crowd), generator=self.generator)
            there[crowd[order[self.most :]]] = False
        rows = torch.nonzero(there.repeat(self.per_picture)).flatten()
        rows, copies = rows[: self.plain], rows[self.plain :]
        if self.drawn < len(copies):
            chosen = torch.randperm(len(copies), generator=self.generator)[: self.drawn]
            copies = copies[chosen.sort().values]
        rows = torch.cat([rows, copies])
        if self.shuffle:
            rows = rows[torch.randperm(len(rows), generator=self.generator)]
        return iter(rows.tolist())


def batches(
    data: Pictures | Features,
    size: int,
    *,
    shuffle: bool,
    seed: int,
    augmentation: Augmentation | None = None,
    crowded: Sequence[Tensor] = (),
    most: int = 0,
    workers: int = 0,
) -> DataLoader[Any]:
    """Batches of `size`, drawn anew each epoch where `shuffle` says so.

    `augmentation` says which copies of the pictures features are of; one, unless it is given. Of
    each of the crowds (`crowds`) an epoch draws `most`.
    """
    generator = torch.Generator().manual_seed(seed)
    seen = augmentation if augmentation and isinstance(data, Features) else Augmentation()
    order = Epochs(len(data), seen, generator, shuffle=shuffle, crowded=crowded, most=most)
    sampler = BatchSampler(order, size, drop_last=False)
    if isinstance(data, Features):
        return DataLoader(data, sampler=sampler, batch_size=None)
    return DataLoader(
        data,
        batch_sampler=sampler,
        num_workers=workers,
        persistent_workers=workers > 0,
    )
