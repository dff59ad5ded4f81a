"""Data sets: recognising them, parts of them, and their fingerprint."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from morelli.datasets import Dataset, DatasetError, Sample, open_dataset
from morelli.datasets.dataset import readable

Draw = Callable[..., Path]


@pytest.fixture
def dataset(tmp_path: Path, draw: Draw) -> Dataset:
    samples = (
        Sample(draw(tmp_path / "one" / "a.png", seed=1), "b", "y", "train"),
        Sample(draw(tmp_path / "one" / "b.png", seed=2), "a", None, "test"),
        Sample(draw(tmp_path / "one" / "c.png", seed=3), None, "x", None),
    )
    return Dataset("three", samples, root=tmp_path / "one")


def test_labels_and_splits(dataset: Dataset) -> None:
    assert (dataset.artists, dataset.styles) == (("a", "b"), ("x", "y"))
    assert dataset.splits == ("test", "train")
    assert [s.artist for s in dataset.split("train")] == ["b"]
    assert len(dataset.split("validation")) == 0


def test_fingerprint_follows_pictures_and_labels_alone(dataset: Dataset, tmp_path: Path) -> None:
    print_ = dataset.fingerprint()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    moved = [replace(s, path=tmp_path / "two" / s.path.name) for s in dataset]
    assert Dataset("moved", tuple(reversed(moved))).fingerprint() == print_

    first, *others = dataset.samples
    for changed in (
        replace(first, artist="c"),
        replace(first, style=None),
        replace(first, split="test"),
        replace(first, path=dataset.samples[1].path),
    ):
        assert replace(dataset, samples=(changed, *others)).fingerprint() != print_
    assert replace(dataset, samples=tuple(others)).fingerprint() != print_


def test_fingerprint_of_a_missing_picture(dataset: Dataset) -> None:
    dataset.samples[0].path.unlink()
    with pytest.raises(DatasetError, match=r"a\.png cannot be read: No such file"):
        dataset.fingerprint()


def test_identity_is_relative_to_the_root(dataset: Dataset, tmp_path: Path) -> None:
    assert dataset.identity(dataset.samples[0]) == "a.png"
    elsewhere = Sample(tmp_path / "x.png", None, None)
    assert dataset.identity(elsewhere) == (tmp_path / "x.png").as_posix()


def test_names_of_any_bytes_can_be_printed() -> None:
    assert readable(os.fsdecode(b"\xc9DOUARD.jpg")) == "\ufffdDOUARD.jpg"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: None, "is not there"),
        (lambda p: p.mkdir(), r"no data set that is recognised\. Looked for: a folder Images"),
        (lambda p: p.write_bytes(b"x"), "is a file, but not a table"),
    ],
)
def test_what_is_not_recognised(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    make(tmp_path / "data")
    with pytest.raises(DatasetError, match=message):
        open_dataset(tmp_path / "data")


def test_a_table_in_the_folder_is_hinted_at(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "1.jpg", seed=1)
    (tmp_path / "list.csv").touch()
    with pytest.raises(DatasetError, match=r"It holds list\.csv: name one of these"):
        open_dataset(tmp_path)
