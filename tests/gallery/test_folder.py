"""Looking at a gallery's folder again and again, without opening what hasn't changed."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from morelli.datasets.scan import sniffed
from morelli.gallery import Gallery
from morelli.gallery import folder as folders
from morelli.gallery.folder import Seen, inside, look, stamp

Draw = Callable[..., Path]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were opened to see what they are."""
    names: list[str] = []

    def noticed(entry: os.DirEntry[str]) -> bool:
        names.append(entry.name)
        return sniffed(entry)

    monkeypatch.setattr(folders, "sniffed", noticed)
    return names


def test_a_file_without_a_suffix_is_opened_once(
    tmp_path: Path, draw: Draw, opened: list[str]
) -> None:
    draw(tmp_path / "a.jpg")
    draw(tmp_path / "default", format="JPEG")
    (tmp_path / "words.txt").write_text("words")
    seen = look(tmp_path, Seen())
    assert (set(seen.pictures), set(seen.others)) == ({"a.jpg", "default"}, {"words.txt"})
    assert look(tmp_path, seen) == seen
    assert opened == ["default", "words.txt"]
    draw(tmp_path / "words.txt", format="PNG")
    assert set(look(tmp_path, seen).pictures) == {"a.jpg", "default", "words.txt"}
    assert opened == ["default", "words.txt", "words.txt"]


def test_it_hangs_as_any_other(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "iiif" / "full-843.ashx", (30, 20), format="JPEG")
    (painting,) = Gallery.open(tmp_path)
    assert (painting.file, painting.width) == ("iiif/full-843.ashx", 30)


def test_a_second_look_costs_about_as_much_as_a_listing(tmp_path: Path, draw: Draw) -> None:
    first = draw(tmp_path / "0.jpg")
    for number in range(1, 2000):
        (tmp_path / f"{number}.jpg").hardlink_to(first)

    def seconds(do: Callable[[], Any]) -> float:
        begun = time.process_time()
        do()
        return time.process_time() - begun

    seen = look(tmp_path, Seen())
    again = min(seconds(lambda: look(tmp_path, seen)) for _ in range(5))
    listed = min(seconds(lambda: [e.stat() for e in os.scandir(tmp_path)]) for _ in range(5))
    assert again < 30 * listed


def test_stamps_and_insides(tmp_path: Path, draw: Draw) -> None:
    picture = draw(tmp_path / "hall" / "a.jpg")
    before = stamp(picture)
    draw(picture, (9, 9))
    assert before and stamp(picture) != before
    assert stamp(tmp_path / "gone") is None
    assert inside(tmp_path / "hall", picture)
    assert not inside(tmp_path / "hall", tmp_path / "hall" / ".." / "b.jpg")
    assert not inside(tmp_path / "hall", Path("a\0b"))
