"""Splits are stratified, depend on seed and identity alone, and leave the test set alone."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morelli.datasets import Dataset, DatasetError, Sample
from morelli.datasets.splits import (
    LEFT_OUT,
    folds,
    given_or_stratified,
    open_set_split,
    part,
    stratified,
    with_validation,
)

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 40), min_size=1)


def dataset(sizes: dict[str, int], root: str = "/data", split: str | None = None) -> Dataset:
    samples = tuple(
        Sample(Path(root, artist, f"{n}.jpg"), artist, None, split)
        for artist, size in sizes.items()
        for n in range(size)
    )
    return Dataset("drawn", samples, root=Path(root))


def assignment(data: Dataset) -> dict[str, str | None]:
    return {data.identity(s): s.split for s in data}


@settings(deadline=None)
@given(SIZES, st.floats(0.01, 0.99), st.integers())
def test_every_class_is_on_both_sides(sizes: dict[str, int], share: float, seed: int) -> None:
    data = stratified(dataset(sizes), test=share, seed=seed)
    test = Counter(s.artist for s in data.split("test"))
    train = Counter(s.artist for s in data.split("train"))
    for artist, size in sizes.items():
        assert test[artist] + train[artist] == size
        assert train[artist] >= 1
        assert test[artist] >= (size > 1)
        assert abs(test[artist] - share * size) <= 1


@settings(deadline=None)
@given(SIZES, st.integers(), st.randoms())
def test_order_and_place_do_not_matter(
    sizes: dict[str, int], seed: int, shuffler: random.Random
) -> None:
    here = dataset({**sizes, "z": 2})
    there = dataset({**sizes, "z": 2}, root="/somewhere/else")
    samples = list(there.samples)
    shuffler.shuffle(samples)
    there = replace(there, samples=tuple(samples))
    assert assignment(stratified(here, seed=seed)) == assignment(stratified(there, seed=seed))
    one, other = (next(folds(dataset_, count=2, seed=seed)) for dataset_ in (here, there))
    assert assignment(one) == assignment(other)


def test_the_split_of_a_seed_never_changes() -> None:
    data = stratified(dataset({"goya": 6, "monet": 4}), test=0.3, seed=7)
    assert [data.identity(s) for s in data.split("test")] == [
        "goya/0.jpg",
        "goya/5.jpg",
        "monet/2.jpg",
    ]


def test_seeds_differ() -> None:
    data = dataset({"a": 30, "b": 30})
    assert assignment(stratified(data, seed=1)) != assignment(stratified(data, seed=2))


def test_more_pictures_hardly_move_the_others() -> None:
    small, large = dataset({"a": 100}), dataset({"a": 110})
    before, after = assignment(stratified(small)), assignment(stratified(large))
    assert sum(before[name] != after[name] for name in before) <= 10


def test_given_splits_are_kept() -> None:
    given_ = dataset({"a": 4}, split="test")
    assert given_or_stratified(given_) is given_
    assert given_or_stratified(dataset({"a": 4})).splits == ("test", "train")


@settings(deadline=None)
@given(SIZES, st.floats(0.01, 0.99), st.integers())
def test_validation_comes_from_training_only(
    sizes: dict[str, int], share: float, seed: int
) -> None:
    before = stratified(dataset(sizes), seed=seed)
    after = with_validation(before, share=share, seed=seed)
    assert after.split("test") == before.split("test")
    for one, other in zip(before, after, strict=True):
        assert other.split == one.split or (one.split, other.split) == ("train", "validation")
    train = Counter(s.artist for s in after.split("train"))
    validation = Counter(s.artist for s in after.split("validation"))
    for artist, size in Counter(s.artist for s in before.split("train")).items():
        assert train[artist] >= 1
        assert validation[artist] >= (size > 1)


def test_a_given_validation_set_is_kept() -> None:
    data = with_validation(dataset({"a": 9}, split="train"))
    assert with_validation(data, seed=5) is data


def test_styles_stratify_where_painters_are_unknown() -> None:
    samples = tuple(
        Sample(Path(f"/d/{n}.jpg"), None, "cubism" if n % 4 else "rococo") for n in range(40)
    )
    data = stratified(Dataset("styles", samples, root=Path("/d")), test=0.2)
    assert Counter(s.style for s in data.split("test")) == {"cubism": 6, "rococo": 2}


@settings(deadline=None)
@given(SIZES, st.integers(2, 6), st.integers())
def test_folds(sizes: dict[str, int], count: int, seed: int) -> None:
    data = dataset(sizes)
    if len(data) < count:
        with pytest.raises(DatasetError, match="at least two folds"):
            list(folds(data, count=count, seed=seed))
        return
    held_out = [fold.split("validation").samples for fold in folds(data, count=count, seed=seed)]
    flat = [s.path for part in held_out for s in part]
    assert sorted(flat) == sorted(s.path for s in data)
    for artist in sizes:
        per_fold = [sum(s.artist == artist for s in part) for part in held_out]
        assert max(per_fold) - min(per_fold) <= 1
    assert max(map(len, held_out)) - min(map(len, held_out)) <= 1


def test_folds_never_touch_the_test_set() -> None:
    data = stratified(dataset({"a": 20, "b": 20}))
    test = {s.path for s in data.split("test")}
    for fold in folds(data):
        assert not test & {s.path for s in fold}
        assert fold.splits == ("train", "validation")


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 20])
def test_shares_that_make_no_sense(share: float) -> None:
    with pytest.raises(DatasetError, match="between 0 and 1"):
        stratified(dataset({"a": 3}), test=share)


def test_no_training_pictures() -> None:
    with pytest.raises(DatasetError, match="no training pictures"):
        with_validation(dataset({"a": 3}, split="test"))


@given(st.lists(st.text("abcdefgh", min_size=1), unique=True, max_size=40))
def test_strangers_are_parted_by_painter_and_by_nothing_else(names: list[str]) -> None:
    data = dataset(dict.fromkeys(names, 3))
    learnt, measured = open_set_split(data)
    assert sorted([*learnt, *measured], key=str) == sorted(data, key=str)
    assert not {s.artist for s in learnt} & {s.artist for s in measured}
    assert open_set_split(measured) == ((), measured)
    elsewhere = [Sample(Path("other.jpg"), s.artist, "cubism") for s in learnt]
    assert open_set_split(elsewhere)[0] == tuple(elsewhere)


def test_about_half_of_the_strangers_are_learnt_from() -> None:
    data = dataset({f"painter-{n}": 1 for n in range(400)})
    learnt, _ = open_set_split(data)
    assert 160 < len(learnt) < 240
    nobody = Sample(Path("a.jpg"), None, None)
    assert open_set_split([nobody]) == ((), (nobody,))


def test_a_split_that_must_be_there() -> None:
    data = dataset({"a": 2}, split="train")
    assert part(data, "train") == data.samples
    with pytest.raises(DatasetError, match="drawn has no split 'exam'; it has train"):
        part(data, "exam")


def from_sources(sizes: dict[tuple[str, str], int], known: int = 0) -> Dataset:
    """So many pictures for each source and painter, the first of them of known paintings."""
    samples = [
        Sample(Path(f"/data/{source}/{who}/{n}.jpg"), who, None, "train", source, None)
        for (source, who), size in sizes.items()
        for n in range(size)
    ]
    samples = [
        replace(s, work="known" if int(s.path.stem) < known else "new")
        if s.source and s.source.startswith("small")
        else s
        for s in samples
    ]
    return Dataset("mixed", tuple(samples), root=Path("/data"))


MIXED = {("large", who): 40 for who in ("ada", "bob", "eve")} | {
    (f"small-{n}", who): 3 for n in range(8) for who in ("ada", "bob")
}


@pytest.mark.parametrize("seed", range(5))
def test_small_sources_are_held_out_whole(seed: int) -> None:
    data = with_validation(from_sources(MIXED), share=0.2, seed=seed, by="source")
    by_source = {
        source: Counter(s.split for s in data if s.source == source)
        for source in {s.source for s in data}
    }
    assert by_source.pop("large") == {"train": 96, "validation": 24}
    assert all(len(splits) == 1 for splits in by_source.values())
    held = sum(splits["validation"] for splits in by_source.values())
    assert 10 <= held <= 15  # a fifth of 48, and one source more at most
    assert {s.artist for s in data if s.source == "large" and s.split == "validation"} == {
        "ada",
        "bob",
        "eve",
    }


def test_paintings_that_are_learnt_from_are_not_measured_by() -> None:
    data = with_validation(from_sources(MIXED, known=1), share=0.2, by="source")
    held = [s for s in data if s.source != "large" and s.split != "train"]
    assert held
    assert all((s.split == LEFT_OUT) == (s.work == "known") for s in held)


def test_a_source_that_is_most_of_a_painter_stays() -> None:
    sizes = MIXED | {("small-titian", "titian"): 6, ("small-other", "titian"): 2}
    for seed in range(8):
        data = with_validation(from_sources(sizes), share=0.5, seed=seed, by="source")
        assert "train" in {s.split for s in data if s.source == "small-titian"}


def test_sources_must_be_known() -> None:
    with pytest.raises(DatasetError, match="column 'source'"):
        with_validation(dataset({"ada": 5}, split="train"), by="source")


def test_folds_by_source_keep_small_sources_whole() -> None:
    data = from_sources(MIXED, known=1)
    seen: Counter[Path] = Counter()
    for fold in folds(data, count=4, by="source"):
        splits: dict[str | None, set[str | None]] = {}
        for s in fold:
            splits.setdefault(s.source, set()).add(s.split)
            seen[s.path] += s.split != "train"
        assert splits.pop("large") == {"train", "validation"}
        assert all(found in ({"train"}, {"validation", LEFT_OUT}) for found in splits.values())
        left_out = {s.work for s in fold if s.split == LEFT_OUT}
        assert left_out <= {"known"}
    assert set(seen.values()) == {1} and len(seen) == len(data)


def test_folds_of_what_is_held_out_already() -> None:
    data = with_validation(from_sources(MIXED, known=1), share=0.3, by="source")
    held = {s.path for s in data if s.split != "train"}
    seen: Counter[Path] = Counter()
    for fold in folds(data, count=3, by="source"):
        assert len(fold) == len(data)
        seen.update(s.path for s in fold if s.split != "train")
    assert seen == Counter(held)
