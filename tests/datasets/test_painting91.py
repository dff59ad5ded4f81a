"""Painting-91 as published, in miniature: every file, both splits, all quirks."""

import os
import shutil
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.io import loadmat, savemat

from morelli.datasets import DatasetError, matfiles, open_dataset
from morelli.datasets.painting91 import agree, locate, normal_form

pytestmark = pytest.mark.filterwarnings("error")


def as_tuples(folder: Path, task: Any) -> set[tuple[bytes, Any, Any, Any]]:
    return {
        (os.fsencode(s.path.name), s.artist, s.style, s.split)
        for s in open_dataset(folder, task=task)
    }


def test_counts_are_the_published_ones(painting91_folder: Path) -> None:
    artists = open_dataset(painting91_folder)
    styles = open_dataset(painting91_folder, task="style")

    assert (len(artists), len(artists.artists), len(artists.styles)) == (4266, 91, 13)
    assert (len(artists.split("train")), len(artists.split("test"))) == (2275, 1991)
    assert (len(styles.split("train")), len(styles.split("test"))) == (1250, 1088)
    assert sum(s.split is None for s in styles) == 4266 - 1250 - 1088
    assert artists.skipped == styles.skipped == ()


def test_every_label_and_split_is_right(
    painting91_folder: Path, painting91_entries: tuple[Any, ...]
) -> None:
    by_artist = {(e.disk, e.artist, e.style, e.artist_split) for e in painting91_entries}
    by_style = {(e.disk, e.artist, e.style, e.style_split) for e in painting91_entries}

    assert as_tuples(painting91_folder, "artist") == by_artist
    assert as_tuples(painting91_folder, "style") == by_style


def test_no_training_picture_of_one_task_is_a_test_picture_of_the_other(
    painting91_folder: Path,
) -> None:
    artists = open_dataset(painting91_folder)
    styles = open_dataset(painting91_folder, task="style")

    def paths(dataset: Any, split: str) -> set[Path]:
        return {s.path for s in dataset.split(split)}

    assert not paths(artists, "train") & paths(styles, "test")
    assert not paths(styles, "train") & paths(artists, "test")


@pytest.mark.data
def test_the_published_splits_never_cross(
    data_root: Path, painting91_miniature: ModuleType
) -> None:
    entries = painting91_miniature.entries(data_root / "painting91_files.csv")
    assert len(entries) == 4266
    assert Counter(e.artist_split for e in entries) == {"train": 2275, "test": 1991}
    assert Counter(e.style_split for e in entries if e.style) == {"train": 1250, "test": 1088}


def few(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    """A few pictures of three painters with a style, Manet among them."""
    return tuple(
        e
        for slug in ("edouard-manet", "pablo-picasso", "claude-monet")
        for e in [e for e in entries if e.artist == slug][20:30]
    )


@pytest.fixture
def small(
    tmp_path: Path, painting91_miniature: ModuleType, painting91_entries: tuple[Any, ...]
) -> Path:
    painting91_miniature.build(tmp_path, few(painting91_entries))
    return tmp_path / "Paintings91"


def test_lists_may_lie_on_their_side(
    small: Path,
    tmp_path: Path,
    painting91_miniature: ModuleType,
    painting91_entries: tuple[Any, ...],
) -> None:
    painting91_miniature.build(tmp_path / "other", few(painting91_entries), sideways=True)
    for task in ("artist", "style"):
        assert as_tuples(tmp_path / "other", task) == as_tuples(small, task)


@pytest.mark.parametrize(
    "disk",
    ["ÉDOUARD", "E\u0301DOUARD", "╔DOUARD", "\ufffdDOUARD", "EDOUARD", "#U00c9DOUARD", "_DOUARD"],
)
@pytest.mark.parametrize(
    "listed", [None, "ÉDOUARD", "\ufffdDOUARD", "EDOUARD", "Ã\u2030DOUARD", "DOUARD"]
)
def test_manet_is_found_however_his_name_was_broken(
    small: Path, disk: str, listed: str | None
) -> None:
    for path in (small / "Images").iterdir():
        name = path.name.encode("utf-8", "surrogateescape")
        if b"DOUARD" in name:
            path.rename(path.with_name(disk + name.split(b"DOUARD")[1].decode()))
    if listed is not None:
        for folder, ending in (("Labels", ""), ("Labels_Style", "_style")):
            rewrite_names(small / folder / f"image_names{ending}.mat", listed)

    dataset = open_dataset(small)

    assert Counter(s.artist for s in dataset)["edouard-manet"] == 10
    assert {s.style for s in dataset if s.artist == "edouard-manet"} == {"impressionism"}
    assert dataset.skipped == ()


def rewrite_names(path: Path, beginning: str) -> None:
    names = [n.replace("Ã\x89DOUARD", beginning) for n in matfiles.names(path)]
    cells = np.empty((len(names), 1), object)
    cells[:, 0] = names
    savemat(path, {"names": cells})


def test_labels_of_styles_may_lie_elsewhere(small: Path) -> None:
    expected = as_tuples(small, "style")
    for path in (small / "Labels_Style").iterdir():
        path.rename(small / "Labels" / path.name)
    (small / "Labels_Style").rmdir()
    assert as_tuples(small, "style") == expected


def test_styles_may_do_without_a_list_of_names(small: Path) -> None:
    expected = as_tuples(small, "style")
    folder = small / "Labels_Style"
    names = {n: i for i, n in enumerate(matfiles.names(folder / "image_names_style.mat"))}
    order = [names[n] for n in matfiles.names(small / "Labels" / "image_names.mat")]
    for part in ("labels", "trainset", "testset"):
        path = folder / f"{part}_style.mat"
        savemat(path, {part: loadmat(path)[f"{part}_style"][order]})
    (folder / "image_names_style.mat").unlink()
    assert as_tuples(small, "style") == expected


def test_without_styles_there_is_no_style_split(small: Path) -> None:
    shutil.rmtree(small / "Labels_Style")
    assert {s.style for s in open_dataset(small)} == {None}
    with pytest.raises(DatasetError, match="no folder Labels_Style"):
        open_dataset(small, task="style")


def test_missing_and_unlisted_pictures_are_reported(small: Path) -> None:
    (small / "Images" / "Picasso_99.jpg").write_bytes(b"")
    next((small / "Images").glob("CLAUDE*")).unlink()
    dataset = open_dataset(small)
    assert len(dataset) == 29
    assert sorted(p.reason for p in dataset.skipped) == [
        "listed in image_names.mat, not in Images",
        "not listed in image_names.mat",
    ]


def test_a_missing_list_is_named(small: Path) -> None:
    (small / "Labels" / "trainset.mat").unlink()
    with pytest.raises(DatasetError, match=r"Labels has no trainset\.mat"):
        open_dataset(small)


def test_a_picture_in_both_splits_is_refused(small: Path) -> None:
    shutil.copy(small / "Labels" / "trainset.mat", small / "Labels" / "testset.mat")
    with pytest.raises(DatasetError, match="both in the training and in the test set"):
        open_dataset(small)


def test_masks_that_do_not_fit_are_refused(small: Path) -> None:
    savemat(small / "Labels" / "trainset.mat", {"trainset": np.ones((12, 1))})
    with pytest.raises(
        DatasetError, match=r"trainset\.mat should hold .* for 30 pictures; .*12 x 1"
    ):
        open_dataset(small)


def test_copies_made_by_a_mac_are_ignored(small: Path) -> None:
    (small.parent / "__MACOSX" / "Paintings91" / "Images").mkdir(parents=True)
    (small.parent / "__MACOSX" / "Paintings91" / "Labels").mkdir()
    (small / "Images" / "._Picasso_1.jpg").write_bytes(b"")
    assert locate(small.parent) == small
    assert open_dataset(small.parent).skipped == ()


def test_normal_form() -> None:
    assert normal_form("Images\\LUCIO_FONTANA_36.JPG") == "lucio_fontana_36"
    assert normal_form("Ã\x89DOUARD_MANET_1.jpg") == normal_form("\udcc9DOUARD_MANET_1.jpg")
    assert agree("edouard_manet_1", "douard_manet_1")
    assert not agree("edouard_manet_1", "edouard_manet_11")
    assert not agree("claude_monet_1", "douard_manet_1")
