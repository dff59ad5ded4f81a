"""Data sets side by side: one is measured by, both are learnt from."""

from pathlib import Path

import pytest

from morelli.datasets import Dataset, DatasetError, Sample
from morelli.datasets.beside import beside


def of(root: str, *rows: tuple[str, str | None, str | None]) -> Dataset:
    samples = tuple(Sample(Path(root, name), who, None, split) for name, who, split in rows)
    return Dataset(Path(root).name, samples, root=Path(root))


HOME = of("/home/a", ("1.jpg", "ada", "train"), ("2.jpg", "ada", "test"))


def test_only_training_pictures_are_taken() -> None:
    other = of("/mnt/b", ("1.jpg", "bob", "train"), ("2.jpg", "bob", "test"))
    both = beside(HOME, other)
    assert [(s.path.as_posix(), s.artist, s.split) for s in both] == [
        ("/home/a/1.jpg", "ada", "train"),
        ("/home/a/2.jpg", "ada", "test"),
        ("/mnt/b/1.jpg", "bob", "train"),
    ]


def test_without_splits_everything_is_learnt_from() -> None:
    both = beside(HOME, of("/mnt/b", ("1.jpg", "bob", None)))
    assert both.samples[-1].split == "train"


def test_strangers_are_known_by_either_name() -> None:
    other = of("/mnt/b", ("1.jpg", "unknown-painter", "train"), ("2.jpg", "bob", "train"))
    both = beside(HOME, other, "unknown_painter")
    assert [(s.artist, s.split) for s in both.samples[2:]] == [
        (None, "unknown_painter"),
        ("bob", "train"),
    ]


def test_what_a_picture_is_called_does_not_depend_on_the_machine() -> None:
    both = beside(HOME, of("/mnt/b", ("x/1.jpg", "bob", "train")))
    assert [both.identity(s) for s in both] == ["1.jpg", "2.jpg", "x/1.jpg"]


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(DatasetError, match="no training pictures; its splits are test"):
        beside(HOME, of("/mnt/b", ("1.jpg", "bob", "test")))
