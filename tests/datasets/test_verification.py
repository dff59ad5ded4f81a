"""Unreadable pictures are reported, skipped and counted; nothing else stops."""

import threading
from collections.abc import Callable
from pathlib import Path

from morelli.datasets import Problem, open_dataset
from morelli.datasets.verification import measure, verify

Draw = Callable[..., Path]


def test_bad_pictures_move_to_skipped(tmp_path: Path, draw: Draw) -> None:
    good = [draw(tmp_path / "goya" / f"{n}.jpg", seed=n, size=(60, 40)) for n in (1, 5)]
    cut = draw(tmp_path / "goya" / "2.jpg", seed=2, size=(400, 300))
    cut.write_bytes(cut.read_bytes()[:-2000])
    (tmp_path / "goya" / "3.png").write_text("not a picture at all")
    (tmp_path / "goya" / "4.gif").touch()
    gone = draw(tmp_path / "goya" / "6.png", seed=6)
    (tmp_path / "goya" / "note.txt").touch()
    dataset = open_dataset(tmp_path)
    gone.unlink()
    calls = []

    verified = verify(dataset, lambda: calls.append(threading.get_ident()))

    assert [s.path for s in verified] == good
    assert [p.where for p in verified.skipped] == [
        "goya/note.txt",
        "goya/2.jpg",
        "goya/3.png",
        "goya/4.gif",
        "goya/6.png",
    ]
    reasons = [p.reason for p in verified.skipped[1:]]
    assert "cut short" in reasons[0]
    assert reasons[1:3] == ["The file is a text file, not a picture.", "The file is empty."]
    assert verified.skipped[-1] == Problem("goya/6.png", "No such file or directory")
    assert calls == [threading.get_ident()] * 6
    assert verify(verified) == verified


def test_results_stand_in_the_order_of_the_pictures(tmp_path: Path, draw: Draw) -> None:
    for n in range(30):
        draw(tmp_path / "goya" / f"{n:02}.png", seed=n, size=(10 + n, 10))
    (tmp_path / "goya" / "04.png").write_bytes(b"")
    kept, widths = measure(open_dataset(tmp_path), lambda pixels: pixels.shape[1])
    assert widths == [10 + n for n in range(30) if n != 4]
    assert len(kept) == 29
