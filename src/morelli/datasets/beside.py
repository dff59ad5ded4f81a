"""Several data sets to learn from together."""

from dataclasses import replace

from morelli.datasets.dataset import Dataset, DatasetError
from morelli.datasets.labels import artist_slug


def beside(data: Dataset, other: Dataset, unknown: str | None = None) -> Dataset:
    """A data set with the training pictures of another one beside its own.

    Args:
        data: what is learnt from and measured by.
        other: of it the split "train" is taken, or everything where it has no splits.
        unknown: name of the split of paintings by painters not to be known. Pictures whose painter
            the other data set calls so go there, since a table says it in either way.

    Raises:
        DatasetError: there are no training pictures in the other one.
    """
    samples = other.split("train").samples if other.splits else other.samples
    if not samples:
        there = ", ".join(other.splits)
        raise DatasetError(f"{other.name} has no training pictures; its splits are {there}.")
    nobody = artist_slug(unknown) if unknown else None
    joined = [
        replace(s, split=unknown, artist=None)
        if nobody and s.artist == nobody
        else replace(s, split="train")
        for s in samples
    ]
    return replace(
        data,
        samples=(*data.samples, *joined),
        skipped=(*data.skipped, *other.skipped),
        other_roots=(*data.other_roots, other.root, *other.other_roots),
        noted=(*data.noted, *other.noted),
    )
