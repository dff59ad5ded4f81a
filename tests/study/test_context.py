"""What a study learns from, fold by fold, and what it never does."""

from dataclasses import replace
from pathlib import Path

import pytest

from morelli.datasets import Dataset, Sample
from morelli.study.context import Context, usable
from morelli.study.study import StudyError


def pictures(**counts):
    """So many pictures of each split, by two painters in turn."""
    samples = [
        Sample(Path(f"{split}-{n}.jpg"), "ab"[n % 2], None, split)
        for split, count in counts.items()
        for n in range(count)
    ]
    return Dataset("drawn", tuple(samples))


def context(study, data, **others):
    return Context(study, Path("nowhere"), data, "fingerprint", **others)


def test_every_training_picture_is_held_out_once_and_no_other_ever(study):
    here = context(study(folds=3), pictures(train=24, validation=6, test=10))
    training = here.training.samples
    assert {sample.split for sample in training} == {"train", "validation"}
    held = []
    for number in range(3):
        inside, outside = here.fold(0, number)
        assert sorted([*inside, *outside]) == list(range(len(training)))
        held += outside.tolist()
    assert sorted(held) == [n for n, sample in enumerate(training) if sample.split == "train"]
    assert here.fold(0, 1)[1].tolist() == here.fold(0, 1)[1].tolist()
    assert here.fold(5, 1)[1].tolist() != here.fold(0, 1)[1].tolist()


def test_rows_are_those_of_all_pictures(study):
    here = context(study(), pictures(train=6, test=2))
    assert here.rows[Path("test-1.jpg")] == 7


def test_other_splits_are_not_used_and_pictures_without_one_are_split(study):
    kept = usable(study(), pictures(train=6, test=2, unknown_painter=3))
    assert {sample.split for sample in kept} == {"train", "test"}
    whole = pictures(train=30)
    without = replace(whole, samples=tuple(replace(s, split=None) for s in whole))
    assert {sample.split for sample in usable(study(), without)} >= {"train", "test"}


def test_too_few_pictures_are_explained(study):
    with pytest.raises(StudyError, match="3 training pictures; small needs at least 5"):
        usable(study(folds=5), pictures(train=3, test=2))


def test_others_are_of_a_split_where_they_have_any(study):
    others = pictures(train=2, test=1).samples
    here = context(study(), pictures(train=6), not_paintings=others)
    assert here.others("test") == others[2:]
    assert here.others("validation") == others
