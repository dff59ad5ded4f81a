"""Small pictures inside a page: those that matter most, and none that can't be read."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from morelli.report import thumbnails as module
from morelli.report.thumbnails import THUMBNAIL, thumbnails


def drawn(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{i}.png" for i in range(count)]
    for i, path in enumerate(paths):
        Image.new("RGB", (300, 200), (i * 40, 80, 80)).save(path)
    return paths


def test_each_picture_has_its_own_and_no_more_than_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = drawn(tmp_path, 5)
    monkeypatch.setattr(module, "MOST", 3)
    seen: list[int] = []
    made = thumbnails(paths, [False, False, True, False, True], seen.append)
    assert [uri is not None for uri in made] == [True, False, True, False, True]
    assert sum(seen) == 5
    for i, uri in enumerate(made):
        if uri:
            start, _, data = uri.partition(",")
            image = Image.open(io.BytesIO(base64.b64decode(data)))
            assert start == "data:image/webp;base64" and max(image.size) == THUMBNAIL
            assert abs(image.convert("RGB").getpixel((5, 5))[0] - i * 40) < 12


def test_what_has_gone_is_left_out(tmp_path: Path) -> None:
    assert thumbnails([tmp_path / "nowhere.png"], [True]) == [None]
