"""Files are taken as they are named, and folders searched."""

import unicodedata
from pathlib import Path

from PIL import Image

from morelli.cli.picture_arguments import named


def test_files_as_they_come_and_folders_sorted(tmp_path: Path) -> None:
    (tmp_path / "hall").mkdir()
    for name in ("b.png", "a.png"):
        Image.new("RGB", (3, 3)).save(tmp_path / "hall" / name)
    (tmp_path / "hall" / "notes.txt").write_text("words")
    (tmp_path / "text.jpg").write_text("words")
    given = [tmp_path / "text.jpg", tmp_path / "hall", tmp_path / "gone.jpg"]
    left_out: list[object] = []
    found = [path.relative_to(tmp_path).as_posix() for path in named(given, left_out)]
    assert found == ["text.jpg", "hall/a.png", "hall/b.png", "gone.jpg"]
    (one,) = left_out
    assert [(p.where, p.reason) for p in one.noted] == [
        (f"{tmp_path / 'hall'}/notes.txt", "not called like a picture")
    ]


def test_a_name_is_found_however_its_accents_are_written(tmp_path: Path) -> None:
    on_disk = tmp_path / unicodedata.normalize("NFD", "dürer.png")
    on_disk.touch()
    typed = tmp_path / unicodedata.normalize("NFC", "dürer.png")
    assert list(named([typed], [])) == [on_disk]
