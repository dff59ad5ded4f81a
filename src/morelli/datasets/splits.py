"""Splits: the given ones where there are any, else stratified by painter and seeded.

Every picture draws its lot from a hash of the seed and of its path below the data set's root.
So a split depends on nothing else: not on the machine, the order of files or a library's random
numbers; and pictures that are added later hardly move the others.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Literal

from morelli.datasets.dataset import Dataset, DatasetError, Sample


def given_or_stratified(dataset: Dataset, *, test: float = 0.2, seed: int = 0) -> Dataset:
    """The data set as it is where it has splits, else split into "train" and "test"."""
    return dataset if dataset.splits else stratified(dataset, test=test, seed=seed)


def to_learn_from(dataset: Dataset, seed: int) -> Dataset:
    """The pictures of the splits "train" and "validation"; without splits a test split is drawn."""
    split = given_or_stratified(dataset, seed=seed)
    samples = tuple(s for s in split if s.split in ("train", "validation"))
    return replace(split, samples=samples, skipped=())


def stratified(dataset: Dataset, *, test: float = 0.2, seed: int = 0) -> Dataset:
    """Give every picture a split, "train" or "test", whatever splits there were.

    Args:
        dataset: the pictures.
        test: share of each class for the test, between 0 and 1. A class of two or more pictures
            has at least one on each side; a class of one has it in "train".
        seed: another seed draws another split.

    Raises:
        DatasetError: the share isn't between 0 and 1.
    """
    drawn = _draw(dataset, dataset.samples, test, seed)
    return _with_splits(dataset, {s: "test" if s in drawn else "train" for s in dataset})


def with_validation(
    dataset: Dataset,
    *,
    share: float = 0.1,
    seed: int = 0,
    by: Literal["painter", "source"] = "painter",
) -> Dataset:
    """Turn a share of the training pictures into "validation".

    Nothing but "train" is touched; a data set that has a "validation" split is left as it is.

    Args:
        dataset: the pictures.
        share: of them, between 0 and 1.
        seed: another seed draws others.
        by: "painter" takes the share of every class; "source" does so only of large sources, and
            takes small ones whole (`by_source`).

    Raises:
        DatasetError: the share isn't between 0 and 1, or there are no training pictures, or none
            whose source is known.
    """
    if "validation" in dataset.splits:
        return dataset
    training = dataset.split("train").samples
    if not training:
        raise DatasetError(f"{dataset.name} has no training pictures to take validation from.")
    if by == "source":
        return _with_splits(dataset, by_source(dataset, training, share, seed))
    return _with_splits(dataset, dict.fromkeys(_draw(dataset, training, share, seed), "validation"))


LEFT_OUT = "left out"
"""Split of a picture that is neither learnt from nor measured by."""


def by_source(
    dataset: Dataset, training: tuple[Sample, ...], share: float, seed: int
) -> dict[Sample, str]:
    """Splits of the pictures that aren't learnt from where sources are held out whole.

    Pictures from a source that nothing is learnt from are what users bring. Small sources
    (`small_sources`) are drawn by lot until a share of their pictures is held out; of all others
    a share of every painter's pictures is. Of a source that is held out, pictures of paintings
    that are learnt from (`Sample.work` "known") are left out: they are easy.

    Returns:
        "validation" or `LEFT_OUT` for each picture that isn't to be learnt from.

    Raises:
        DatasetError: no picture has a source, or the share isn't between 0 and 1.
    """
    small = small_sources(dataset, training, share)
    sizes = Counter(s.source for s in training)
    wanted, drawn = share * sum(sizes[source] for source in small), set[str | None]()
    for source in _in_lot_order(small, seed):
        if sizes[source] < 2 * wanted:
            drawn.add(source)
            wanted -= sizes[source]
        if wanted <= 0:
            break
    others = tuple(s for s in training if s.source not in small)
    split = dict.fromkeys(_draw(dataset, others, share, seed) if others else (), "validation")
    return split | {s: _held_out(s, small) for s in training if s.source in drawn}


def small_sources(
    dataset: Dataset, training: tuple[Sample, ...], share: float
) -> frozenset[str | None]:
    """Sources that can be held out whole where a share of the pictures is held out.

    A source can't that has more than that share of all pictures, or half of some painter's.

    Raises:
        DatasetError: no picture has a source.
    """
    sizes = Counter(s.source for s in training)
    if set(sizes) == {None}:
        raise DatasetError(
            f"{dataset.name} doesn't say where its pictures come from; add a column 'source', or"
            ' use validation.by = "painter".'
        )
    painters = Counter(s.artist for s in training)
    of_painters = Counter((s.source, s.artist) for s in training)
    needed = {source for (source, who), size in of_painters.items() if 2 * size > painters[who]}
    large = {source for source, size in sizes.items() if size > share * len(training)}
    return frozenset(sizes.keys() - needed - large - {None})


def _held_out(sample: Sample, small: Collection[str | None]) -> str:
    return LEFT_OUT if sample.source in small and sample.work == "known" else "validation"


def _in_lot_order(sources: Iterable[str | None], seed: int) -> list[str | None]:
    return sorted(sources, key=lambda s: hashlib.sha256(f"{seed}:{s}".encode()).digest())


def folds(
    dataset: Dataset,
    *,
    count: int = 5,
    seed: int = 0,
    by: Literal["painter", "source"] = "painter",
) -> Iterator[Dataset]:
    """Cross-validation over the training pictures: every one is in "validation" once.

    Args:
        dataset: the pictures; where they have no splits at all, all are training pictures. Where
            it has "validation" (and `LEFT_OUT`) pictures, these alone are parted into folds, and
            the training pictures are learnt from in each: for networks that were trained on them.
        count: how many folds, 2 or more.
        seed: another seed draws other folds.
        by: "painter", or "source": every small source lies in one fold, and those of its
            paintings that are learnt from are left out, see `by_source`.

    Yields:
        the data set of training pictures, split into "train", "validation" and `LEFT_OUT`. By
        painter, folds differ in size by one picture at most, and so do the folds of each class.

    Raises:
        DatasetError: fewer than two folds, or fewer pictures than folds, or no sources.
    """
    chosen = ("train", "validation", LEFT_OUT)
    samples = tuple(s for s in dataset if not dataset.splits or s.split in chosen)
    training = replace(dataset, samples=samples, skipped=())
    held = tuple(s for s in samples if s.split in chosen[1:]) or samples
    if not 2 <= count <= len(held):
        raise DatasetError(
            f"{count} folds can't be made of {len(held):,} pictures: "
            "at least two folds of one picture each are needed."
        )
    small = small_sources(dataset, samples, 1 / count) if by == "source" else frozenset()
    others = tuple(s for s in held if s.source not in small)
    members = chain.from_iterable(classes(training, others, seed))
    fold = {s: place % count for place, s in enumerate(members)}
    sizes = Counter(s.source for s in held)
    filled = [0] * count
    of_source: dict[str | None, int] = {}
    for source in sorted(_in_lot_order(small, seed), key=lambda s: -sizes[s]):
        of_source[source] = filled.index(min(filled))  # the largest first, where there's room
        filled[of_source[source]] += sizes[source]
    fold |= {s: of_source[s.source] for s in held if s.source in small}
    for number in range(count):
        yield _with_splits(
            training,
            {s: _held_out(s, small) if fold.get(s) == number else "train" for s in samples},
        )


def part(dataset: Dataset, name: str) -> tuple[Sample, ...]:
    """The pictures of a split that there must be.

    Raises:
        DatasetError: there is no such split; the message names those there are.
    """
    samples = dataset.split(name).samples
    if not samples:
        there = ", ".join(dataset.splits) or "none"
        raise DatasetError(f"{dataset.name} has no split {name!r}; it has {there}.")
    return samples


def open_set_split(samples: Iterable[Sample]) -> tuple[tuple[Sample, ...], tuple[Sample, ...]]:
    """Paintings by painters not to be known: those to learn from, and those to measure by.

    The two have no painter in common. Where one belongs depends on the name alone, so every data
    set and every version of it is parted alike; a picture by nobody known is to measure by.
    """
    parts: tuple[list[Sample], list[Sample]] = ([], [])
    for sample in samples:
        name = sample.artist
        learnt = name is not None and hashlib.sha256(name.encode()).digest()[0] % 2 == 0
        parts[0 if learnt else 1].append(sample)
    return tuple(parts[0]), tuple(parts[1])


def _draw(dataset: Dataset, samples: tuple[Sample, ...], share: float, seed: int) -> set[Sample]:
    """A share of every class, at least one and at most all but one."""
    if not 0 < share < 1:
        raise DatasetError(f"A share of {share:g} can't be split off; it lies between 0 and 1.")
    return {
        sample
        for members in classes(dataset, samples, seed)
        for sample in members[: min(max(round(share * len(members)), 1), len(members) - 1)]
    }


def classes(dataset: Dataset, samples: tuple[Sample, ...], seed: int) -> list[list[Sample]]:
    """Samples by painter (by style where the painter isn't known), each class in lot order."""
    found: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for sample in samples:
        found[sample.artist or "", "" if sample.artist else sample.style or ""].append(sample)

    def lot(sample: Sample) -> bytes:
        return hashlib.sha256(f"{seed}:{dataset.identity(sample)}".encode()).digest()

    return [sorted(found[key], key=lot) for key in sorted(found)]


def _with_splits(dataset: Dataset, split_of: dict[Sample, str]) -> Dataset:
    return replace(
        dataset, samples=tuple(replace(s, split=split_of.get(s, s.split)) for s in dataset)
    )
