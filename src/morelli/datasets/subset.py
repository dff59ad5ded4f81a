"""A few painters of a large data set: enough to learn how things are done, in minutes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from morelli.datasets.dataset import Dataset, DatasetError
from morelli.datasets.splits import classes


def few(
    dataset: Dataset, *, artists: int, pictures: int, first: Sequence[str] = (), seed: int = 0
) -> Dataset:
    """Some painters, and of each some pictures of every split.

    Args:
        dataset: the pictures; those without a painter are left out.
        artists: how many painters, at most.
        pictures: how many of a painter's pictures in each split, at most.
        first: slugs of painters to prefer, where the data set has them; then come those with
            the most pictures.
        seed: another seed draws other pictures.

    Raises:
        DatasetError: fewer than one painter or picture is asked for.
    """
    if artists < 1 or pictures < 1:
        raise DatasetError(
            f"{artists} painters with {pictures} pictures each are no data set; ask for at least"
            " one of one."
        )
    count = Counter(s.artist for s in dataset if s.artist is not None)
    ranked = sorted(count, key=lambda a: (a not in first, -count[a], a))
    chosen = set(ranked[:artists])
    kept = set()
    for name in (*dataset.splits, None):
        those = tuple(s for s in dataset if s.split == name and s.artist in chosen)
        for members in classes(dataset, those, seed):
            kept.update(members[:pictures])
    return replace(dataset, samples=tuple(s for s in dataset if s in kept), skipped=(), noted=())
