"""Folders of painters' folders, with and without styles and splits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from morelli.datasets import DatasetError, Problem, open_dataset

Draw = Callable[..., Path]


def test_a_folder_per_painter(tmp_path: Path, draw: Draw) -> None:
    for n, name in enumerate(["Claude Monet/1.jpg", "Claude Monet/deep/2.PNG", "VAN_GOGH/x.webp"]):
        draw(tmp_path / name, seed=n)
    draw(tmp_path / "Tante Erna" / "1.jpg", seed=9)
    dataset = open_dataset(tmp_path)
    assert [(dataset.identity(s), s.artist, s.style, s.split) for s in dataset] == [
        ("Claude Monet/1.jpg", "claude-monet", None, None),
        ("Claude Monet/deep/2.PNG", "claude-monet", None, None),
        ("Tante Erna/1.jpg", "tante-erna", None, None),
        ("VAN_GOGH/x.webp", "vincent-van-gogh", None, None),
    ]
    assert dataset.skipped == ()


def test_other_files_are_reported_and_hidden_ones_ignored(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "Monet" / "1.jpg", seed=1)
    (tmp_path / "Monet" / "notes.txt").touch()
    (tmp_path / "Monet" / ".DS_Store").touch()
    (tmp_path / "Monet" / "Thumbs.db").touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / "Goya").mkdir()
    assert open_dataset(tmp_path).skipped == (
        Problem("Goya", "a folder without pictures"),
        Problem("Monet/notes.txt", "not called like a picture"),
    )


def test_styles_stand_beside_the_folders_or_elsewhere(tmp_path: Path, draw: Draw) -> None:
    data = tmp_path / "data"
    draw(data / "Monet" / "1.jpg", seed=1)
    draw(data / "Erna" / "1.jpg", seed=2)
    (data / "styles.csv").write_text("painter,style\nClaude Monet,impressionism\n")
    assert [s.style for s in open_dataset(data)] == [None, "impressionism"]

    other = tmp_path / "other.csv"
    other.write_text("style;painter\nPopart;Erna\n")
    assert [s.style for s in open_dataset(data, styles=other)] == ["pop-art", None]


def test_a_styles_table_without_its_columns(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "Monet" / "1.jpg", seed=1)
    (tmp_path / "styles.csv").write_text("name,style\nMonet,Impressionism\n")
    with pytest.raises(DatasetError, match=r"no column 'painter'; its columns are: name, style"):
        open_dataset(tmp_path)


def test_folders_of_splits(tmp_path: Path, draw: Draw) -> None:
    for n, name in enumerate(["train/Monet/1.jpg", "val/Monet/2.jpg", "Test/Goya/3.jpg"]):
        draw(tmp_path / name, seed=n)
    assert {(s.artist, s.split) for s in open_dataset(tmp_path)} == {
        ("claude-monet", "train"),
        ("claude-monet", "validation"),
        ("francisco-goya", "test"),
    }


def test_unlabelled_pictures_lie_anywhere(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "1.jpg", seed=1)
    draw(tmp_path / "Monet" / "2.jpg", seed=2)
    dataset = open_dataset(tmp_path, labelled=False)
    assert [(s.path.name, s.artist) for s in dataset] == [("1.jpg", None), ("2.jpg", None)]


def test_no_pictures_at_all(tmp_path: Path, draw: Draw) -> None:
    with pytest.raises(DatasetError, match="There is no picture in"):
        open_dataset(tmp_path, labelled=False)
    draw(tmp_path / "train" / "loose.jpg", seed=1)
    with pytest.raises(DatasetError, match="There is no folder with pictures in"):
        open_dataset(tmp_path)
