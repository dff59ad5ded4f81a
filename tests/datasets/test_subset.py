"""A subset keeps splits apart, prefers whom it is told to, and depends on the seed alone."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from morelli.datasets import Dataset, DatasetError, Problem, Sample, few

SIZES = {"monet": 30, "goya": 12, "klee": 20, "hals": 3}


def dataset() -> Dataset:
    samples = [
        Sample(Path("/data", artist, f"{n}.jpg"), artist, None, "test" if n % 3 == 0 else "train")
        for artist, size in SIZES.items()
        for n in range(size)
    ]
    samples.append(Sample(Path("/data/nobody.jpg"), None, "baroque", "train"))
    return Dataset("drawn", tuple(samples), (Problem("row 1", "torn"),), Path("/data"))


def counts(data: Dataset) -> Counter[tuple[str | None, str | None]]:
    return Counter((s.artist, s.split) for s in data)


def test_so_many_of_each_painter_and_split() -> None:
    assert counts(few(dataset(), artists=2, pictures=7)) == {
        ("monet", "train"): 7,
        ("monet", "test"): 7,
        ("klee", "train"): 7,
        ("klee", "test"): 7,
    }
    assert counts(few(dataset(), artists=9, pictures=99))["hals", "train"] == 2
    assert few(dataset(), artists=9, pictures=99).artists == tuple(sorted(SIZES))


def test_preferred_painters_come_first_and_strangers_do_no_harm() -> None:
    chosen = few(dataset(), artists=3, pictures=2, first=("hals", "vermeer", "goya"))
    assert chosen.artists == ("goya", "hals", "monet")


def test_the_seed_draws_and_the_order_stays() -> None:
    data = dataset()
    one, again, other = (few(data, artists=2, pictures=5, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert set(one) != set(other)
    places = [data.samples.index(sample) for sample in one]
    assert places == sorted(places)
    assert one.skipped == ()


def test_pictures_without_a_split_are_taken_too() -> None:
    whole = dataset()
    data = replace(whole, samples=tuple(replace(s, split=None) for s in whole))
    assert counts(few(data, artists=1, pictures=4)) == {("monet", None): 4}


@pytest.mark.parametrize(("artists", "pictures"), [(0, 5), (5, 0)])
def test_nothing_is_no_data_set(artists: int, pictures: int) -> None:
    with pytest.raises(DatasetError, match="at least one"):
        few(dataset(), artists=artists, pictures=pictures)
