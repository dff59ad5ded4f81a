"""`check` gathers everything that should be looked at."""

import json
from collections.abc import Callable
from pathlib import Path

from morelli.datasets import Dataset, Sample
from morelli.datasets.checks import check

Draw = Callable[..., Path]


def goyas(folder: Path, draw: Draw, count: int, split: str, seed: int = 0) -> tuple[Sample, ...]:
    return tuple(
        Sample(
            draw(folder / split / f"{n}.png", seed=seed + n), "francisco-goya", "romanticism", split
        )
        for n in range(count)
    )


def test_a_clean_data_set(tmp_path: Path, draw: Draw) -> None:
    samples = goyas(tmp_path, draw, 5, "train") + goyas(tmp_path, draw, 2, "test", seed=50)
    findings = check(Dataset("clean", samples, root=tmp_path))
    assert findings.clean
    assert findings.pictures == 7
    assert findings.to_dict()["clean"] is True


def test_everything_wrong_at_once(tmp_path: Path, draw: Draw) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_text("no")
    strange = draw(tmp_path / "strange.png", seed=80)
    stranger = draw(tmp_path / "stranger.png", seed=81)
    copy = draw(tmp_path / "copy.jpg", seed=3, size=(64, 90))
    samples = (
        *goyas(tmp_path, draw, 5, "train"),
        Sample(copy, "francisco-goya", "romanticism", "test"),
        Sample(bad, "francisco-goya", "romanticism", "train"),
        Sample(strange, "goja", "romantik", "train"),
        Sample(stranger, "nobody-we-learn", None, "unknown_painter"),
    )
    gallery = Dataset(
        "gallery",
        (Sample(draw(tmp_path / "g" / "x.png", seed=80), None, None),),
        root=tmp_path / "g",
    )
    calls: list[int] = []

    findings = check(
        Dataset("all wrong", samples, root=tmp_path), gallery, progress=lambda: calls.append(1)
    )

    assert not findings.clean
    assert [p.where for p in findings.skipped] == ["bad.jpg"]
    assert (findings.unknown_artists, findings.unknown_styles) == ({"goja": 1}, {"romantik": 1})
    assert (findings.scarce_artists, findings.scarce_styles) == ({"goja": 1}, {"romantik": 1})
    assert [p.names for p in findings.near_duplicates] == [("train/3.png", "copy.jpg")]
    assert [p.names for p in findings.shared] == [("strange.png", "x.png")]
    assert len(calls) == 10

    content = json.loads(json.dumps(findings.to_dict()))
    assert content["shared"][0]["pictures"] == ["strange.png", "x.png"]
    assert content["near_duplicates"][0]["splits"] == ["train", "test"]


def test_a_class_without_training_pictures_is_scarce(tmp_path: Path, draw: Draw) -> None:
    findings = check(Dataset("t", goyas(tmp_path, draw, 6, "test"), root=tmp_path))
    assert findings.scarce_artists == {"francisco-goya": 0}


def test_how_few_are_too_few_can_be_said(tmp_path: Path, draw: Draw) -> None:
    data = Dataset("t", goyas(tmp_path, draw, 3, "train"), root=tmp_path)
    assert check(data, fewest=4).scarce_artists == {"francisco-goya": 3}
    assert check(data, fewest=3).clean
