"""Samples as torch wants them: targets, and pictures on the one road every picture takes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import BatchSampler, DataLoader, Dataset, Sampler

from morelli.bundle import Preprocessing
from morelli.datasets import Sample
from morelli.images import Pixels
from morelli.training.augmentation import to_input
from morelli.training.loop import UNLABELLED
from morelli.training.recipe import Augmentation

Targets = dict[str, Tensor]


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


class Epochs(Sampler[int]):
    """Rows of an epoch: all but those of changed views, and a share of these, drawn anew.

    The rows are those of one look at the pictures after another, as `looks` has them.
    """

    def __init__(
        self, rows: int, augmentation: Augmentation, generator: torch.Generator, *, shuffle: bool
    ) -> None:
        self.views = rows * augmentation.views // augmentation.looks
        self.plain = rows - self.views
        self.drawn = round(augmentation.view_share * self.views)
        self.generator = generator
        self.shuffle = shuffle

    def __len__(self) -> int:
        return self.plain + self.drawn

    def __iter__(self) -> Iterator[int]:
        """In a new order each time where it shuffles, otherwise in that of the data."""
        rows = torch.arange(self.plain)
        views = torch.arange(self.plain, self.plain + self.views)
        if self.drawn < self.views:
            chosen = torch.randperm(self.views, generator=self.generator)[: self.drawn]
            views = views[chosen.sort().values]
        rows = torch.cat([rows, views])
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
    workers: int = 0,
) -> DataLoader[Any]:
    """Batches of `size`, drawn anew each epoch where `shuffle` says so.

    `augmentation` says which looks at the pictures features are of; one, unless it is given.
    """
    generator = torch.Generator().manual_seed(seed)
    if isinstance(data, Features):
        order = Epochs(len(data), augmentation or Augmentation(), generator, shuffle=shuffle)
        sampler = BatchSampler(order, size, drop_last=False)
        return DataLoader(data, sampler=sampler, batch_size=None)
    return DataLoader(
        data,
        batch_size=size,
        shuffle=shuffle,
        generator=generator,
        num_workers=workers,
        persistent_workers=workers > 0,
    )
