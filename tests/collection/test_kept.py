"""What was seen once costs no pixels again, and answers stay what they were."""

import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image

from morelli.collection.kept import Kept
from morelli.errors import MorelliError
from morelli.images import PictureError
from morelli.inference.classifier import Classifier


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_second_look_costs_no_pixels(
    fast: Classifier, paint: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = paint(tmp_path / "a.png").read_bytes()
    kept = Kept(fast, crop=True)
    with kept.seen(content) as seen:
        first = fast.answer(seen)
    again = Kept(fast, crop=True)
    monkeypatch.setattr(Classifier, "see", lambda *_, **__: pytest.fail("it was looked at again"))
    with again.seen(content) as seen:
        assert fast.answer(seen) == first
    assert (kept.looked, again.looked) == (1, 0)
    monkeypatch.undo()
    assert first[0] == fast.classify(content)


def test_what_is_kept_knows_where_the_painting_hangs(
    fast: Classifier, drawn: ModuleType, tmp_path: Path
) -> None:
    wall = Image.new("RGB", (400, 300), (205, 200, 190))
    painting = Image.fromarray(drawn.painting("mark-rothko", 1)).resize((180, 150))
    wall.paste(painting, (110, 70))
    wall.save(tmp_path / "wall.png")
    content = (tmp_path / "wall.png").read_bytes()
    kept = Kept(fast, crop=True)
    views = []
    for _ in range(2):
        with kept.seen(content) as seen:
            views.append((seen.where, fast.answer(seen), seen.frames))
    assert views[0] == views[1] and views[0][0][1] is not None
    with Kept(fast, crop=False).seen(content) as seen:
        assert seen.where == (None,)


def test_frames_are_looked_for_once_and_only_where_they_count(
    fast: Classifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(blank, "PNG")
    kept = Kept(fast, crop=True)
    with kept.seen(blank.getvalue()) as seen:
        pass
    assert seen.frames is None
    for _ in range(2):
        with kept.seen(blank.getvalue()) as seen:
            answer, _ = fast.answer(seen)
        assert answer.verdict == "not a painting" and seen.frames is False
        monkeypatch.setattr(Classifier, "decode", lambda *_: pytest.fail("it was decoded again"))


def test_what_is_refused_is_not_kept(fast: Classifier) -> None:
    kept = Kept(fast, crop=True)
    for _ in range(2):
        with pytest.raises(PictureError), kept.seen(b"text"):
            pass
    assert kept.looked == 0


def test_a_damaged_file_is_named(fast: Classifier, cache: Path) -> None:
    Kept(fast, crop=True).close()
    (file,) = cache.rglob("*.sqlite3")
    file.write_bytes(b"nonsense" * 512)
    with pytest.raises(MorelliError, match=r"sqlite3 can't be used: .*It can be deleted"):
        Kept(fast, crop=True)


def test_numbers_come_back(fast: Classifier, paint: Callable[..., Path], tmp_path: Path) -> None:
    content: Any = paint(tmp_path / "a.png").read_bytes()
    fresh = fast.see(content)
    with Kept(fast, crop=True).seen(content) as seen:
        assert seen.outputs.keys() == fresh.outputs.keys()
        for name, values in fresh.outputs.items():
            loss = 0.0625 if name == "work_look" else 0
            np.testing.assert_allclose(seen.outputs[name], values, rtol=0, atol=loss, strict=True)
