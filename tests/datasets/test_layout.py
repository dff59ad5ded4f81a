"""Layouts of folders are told apart before a folder is believed to be a painter."""

from collections.abc import Callable
from pathlib import Path

import pytest

from morelli.datasets import Dataset, DatasetError, Problem, open_dataset
from morelli.datasets.layout import painter_in_name

Draw = Callable[..., Path]
Labels = set[tuple[str | None, str | None, str | None]]

WIKIART = (
    "Impressionism/claude-monet_haystacks-1891.jpg",
    "Impressionism/nobody-known_a-garden.jpg",
    "Art_Nouveau_Modern/gustav-klimt_the-kiss-1908.jpg",
    "Art_Nouveau_Modern/alphonse-mucha_job.jpg",
    "Mannerism_Late_Renaissance/el-greco_view-of-toledo(1).jpg",
    "Mannerism_Late_Renaissance/pontormo_deposition-1528.jpg",
    "Baroque/rembrandt_the-night-watch-1642.jpg",
    "Cubism/pablo-picasso_not_detected_235.jpg",
)
LARGE = (
    "images/images/Albrecht_Dürer/Albrecht_Dürer_1.jpg",
    "images/images/Albrecht_DuΓòá├¬rer/Albrecht_DuΓòá├¬rer_7.jpg",
    "images/images/Vincent_van_Gogh/Vincent_van_Gogh_1.jpg",
    "images/images/Pierre-Auguste_Renoir/Pierre-Auguste_Renoir_3.jpg",
    "images/images/Tante_Erna/Tante_Erna_12.jpg",
)
SMALL = tuple(f"resized/resized/{Path(name).name}" for name in LARGE)


@pytest.fixture
def laid(tmp_path: Path, draw: Draw) -> Callable[..., Path]:
    """Draws pictures under these names."""

    def lay(*names: str) -> Path:
        for seed, name in enumerate(names):
            draw(tmp_path / name, seed=seed)
        return tmp_path

    return lay


def labels(data: Dataset) -> Labels:
    return {(s.artist, s.style, s.split) for s in data}


def painters(data: Dataset) -> set[str | None]:
    assert data.styles == data.splits == ()
    return {s.artist for s in data}


@pytest.mark.parametrize("above", ["", "wikiart/", "archive/wikiart/"])
def test_wikiart_has_a_folder_for_each_style(laid: Callable[..., Path], above: str) -> None:
    data = open_dataset(laid(*(above + name for name in WIKIART)))
    assert labels(data) == {
        ("claude-monet", "impressionism", None),
        ("nobody-known", "impressionism", None),
        ("gustav-klimt", "art-nouveau-modern", None),
        ("alphonse-mucha", "art-nouveau-modern", None),
        ("el-greco", "mannerism-late-renaissance", None),
        ("pontormo", "mannerism-late-renaissance", None),
        ("rembrandt-van-rijn", "baroque", None),
        ("pablo-picasso", "cubism", None),
    }
    assert data.skipped == data.noted == ()


def test_folders_of_styles_with_files_of_any_name(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("Cubism/1.jpg", "Cubism/IMG_2.jpg", "Rococo/monet.jpg"))
    assert labels(data) == {(None, "cubism", None), (None, "rococo", None)}


def test_painters_in_folders_of_styles(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("Baroque/Rembrandt/1.jpg", "Cubism/Tante Erna/1.jpg"))
    assert labels(data) == {
        ("rembrandt-van-rijn", "baroque", None),
        ("tante-erna", "cubism", None),
    }


def test_styles_in_folders_of_painters(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("Rembrandt/Baroque/1.jpg", "Tante Erna/Cubism/a.jpg"))
    assert painters(data) == {"rembrandt-van-rijn", "tante-erna"}


def test_a_style_among_painters(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("Claude Monet/1.jpg", "Tante Erna/2.jpg", "Cubism/3.jpg"))
    assert labels(data) == {
        ("claude-monet", None, None),
        ("tante-erna", None, None),
        (None, "cubism", None),
    }


def test_genres_are_no_painters_where_files_name_several(laid: Callable[..., Path]) -> None:
    data = open_dataset(
        laid(
            "landscape/claude-monet_a.jpg",
            "landscape/paul-cezanne_b.jpg",
            "portrait/vincent-van-gogh_c.jpg",
            "portrait/claude-monet_d.jpg",
        )
    )
    assert painters(data) == {"claude-monet", "paul-cezanne", "vincent-van-gogh"}


@pytest.mark.parametrize("opened", ["", "images", "images/images", "resized", "resized/resized"])
def test_best_artworks_from_any_of_its_folders(laid: Callable[..., Path], opened: str) -> None:
    folder = laid(*LARGE, *SMALL)
    (folder / "artists.csv").write_text("id,name,genre\n0,Albrecht Dürer,Renaissance\n")
    data = open_dataset(folder / opened)
    assert painters(data) == {
        "albrecht-durer",
        "pierre-auguste-renoir",
        "tante-erna",
        "vincent-van-gogh",
    }
    assert len(data) == len(LARGE)
    assert data.skipped == ()
    copies = (Problem("resized", "smaller copies of what is in images"),)
    assert data.noted == (() if opened else copies)


def test_folders_of_two_kinds_of_pictures_are_no_copies(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("images/Claude Monet/1.jpg", "paintings/Edouard Manet/1.jpg"))
    assert painters(data) == {"claude-monet", "edouard-manet"}


def test_folders_around_painters_folders(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("2019/Claude Monet/1.jpg", "2020/Goya/1.jpg", "images/Erna/1.jpg"))
    assert painters(data) == {"claude-monet", "francisco-goya", "erna"}


def test_what_is_painted_is_no_painter(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("Tante Erna/church_1.jpg", "Tante Erna/wood_2.jpg"))
    assert painters(data) == {"tante-erna"}


def test_splits_around_styles_and_painters(laid: Callable[..., Path]) -> None:
    data = open_dataset(
        laid("train/Cubism/pablo-picasso_a.jpg", "val/Claude Monet/1.jpg", "test/Tante Erna/1.jpg")
    )
    assert labels(data) == {
        ("pablo-picasso", "cubism", "train"),
        ("claude-monet", None, "validation"),
        ("tante-erna", None, "test"),
    }


def test_names_of_nobody_and_of_others_hands(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("Claude Monet/1.jpg", "Unknown/1.jpg", "after Rembrandt/1.jpg"))
    assert data.artists == ("claude-monet",)
    assert len(data) == 3
    reason = "Rembrandt is not taken for the painter: after Rembrandt"
    assert data.noted == (Problem("after Rembrandt", reason),)


def test_pictures_of_nobody_are_named(laid: Callable[..., Path]) -> None:
    data = open_dataset(laid("Claude Monet/1.jpg", "loose.jpg", "images/2.jpg"))
    reason = "neither its folder nor its name says a painter"
    assert data.skipped == (Problem("images/2.jpg", reason), Problem("loose.jpg", reason))


def test_a_layout_that_says_nothing_is_refused_with_what_to_do(laid: Callable[..., Path]) -> None:
    folder = laid("images/1.jpg", "images/2.jpg")
    (folder / "labels.csv").write_text("file,artist\nimages/1.jpg,Monet\n")
    with pytest.raises(DatasetError, match=r"folder of its own.*It holds labels\.csv: name one"):
        open_dataset(folder)


def test_files_without_names_of_painters_are_no_data_set(laid: Callable[..., Path]) -> None:
    with pytest.raises(DatasetError, match="no data set that is recognised"):
        open_dataset(laid("img_1.jpg", "img_2.jpg", "Claude.jpg"))


@pytest.mark.parametrize(
    ("name", "painter"),
    [
        ("claude-monet_haystacks-1891.jpg", "claude-monet"),
        ("Claude_Monet_12.jpg", "Claude_Monet"),
        ("Claude Monet - Haystacks.jpg", "Claude Monet"),
        ("Claude Monet (12).jpg", "Claude Monet"),
        ("somebody-else_haystacks.jpg", None),
        ("IMG_1234.jpg", None),
        ("12.jpg", None),
        ("claude-monet.jpg", None),
    ],
)
def test_painters_in_names_of_files(name: str, painter: str | None) -> None:
    assert painter_in_name(Path(name)) == painter
