"""Descriptions count what is there and name what isn't."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from morelli.datasets import Dataset, Sample
from morelli.datasets.statistics import QUANTILES, describe

Draw = Callable[..., Path]


@pytest.fixture
def dataset(tmp_path: Path, draw: Draw) -> Dataset:
    def sample(name: str, width: int, *labels: str | None) -> Sample:
        return Sample(draw(tmp_path / name, seed=width, size=(width, 50)), *labels)

    (tmp_path / "bad.jpg").write_text("no")
    return Dataset(
        "few",
        (
            sample("1.png", 100, "francisco-goya", "romanticism", "train"),
            sample("2.png", 200, "francisco-goya", "romanticism", "test"),
            sample("3.png", 300, "claude-monet", "impressionism", "train"),
            sample("4.png", 400, "francisco-goya", None, "train"),
            sample("5.png", 500, None, None, None),
            Sample(tmp_path / "bad.jpg", "francisco-goya", None, "train"),
        ),
        root=tmp_path,
    )


def test_counts(dataset: Dataset) -> None:
    description = describe(dataset)
    assert description.pictures == 5
    assert description.splits == {"train": 3, "test": 1, "none": 1}
    assert description.artists == {
        "francisco-goya": {"train": 2, "test": 1},
        "claude-monet": {"train": 1},
    }
    assert list(description.artists) == ["francisco-goya", "claude-monet"]
    assert description.styles == {
        "romanticism": {"train": 1, "test": 1},
        "impressionism": {"train": 1},
    }
    assert (description.without_artist, description.without_style, description.without_split) == (
        1,
        2,
        1,
    )
    assert [p.where for p in description.skipped] == ["bad.jpg"]


def test_sizes(dataset: Dataset) -> None:
    sizes = describe(dataset).sizes
    at = dict(zip(QUANTILES, sizes["width"], strict=True))
    assert (at[0.0], at[0.25], at[0.5], at[1.0]) == (100, 200, 300, 500)
    assert set(sizes["height"]) == set(sizes["short side"]) == {50}
    assert sizes["width / height"][0] == 2
    assert sizes["kB"][-1] == max(round(s.path.stat().st_size / 1000, 2) for s in dataset)


def test_what_is_absent(dataset: Dataset) -> None:
    description = describe(dataset)
    assert len(description.absent_artists) == 89
    assert "francisco-goya" not in description.absent_artists
    assert len(description.absent_styles) == 11


def test_json(dataset: Dataset) -> None:
    content = json.loads(json.dumps(describe(dataset).to_dict()))
    assert content["sizes"]["width"]["0.5"] == 300
    assert content["skipped"] == [
        {"where": "bad.jpg", "reason": "The file is a text file, not a picture."}
    ]


def test_nothing_to_describe() -> None:
    description = describe(Dataset("empty", ()))
    assert (description.pictures, description.sizes, description.artists) == (0, {}, {})
