"""What is listed of a gallery: pictures, and what can't be shown."""

import pytest

from morelli.cli.gallery_tables import show_paintings
from morelli.datasets import Problem
from morelli.gallery.painting import describe


def test_rows_are_cut_and_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    paintings = [
        describe(f"{number}.jpg", {"title": f"[Night] {number}", "artist": "Goya", "year": "1800"})
        for number in range(3)
    ]
    show_paintings(paintings, [Problem("a.jpg", "torn")], [Problem(".b", "hidden")], 2)
    out = capsys.readouterr().out
    assert "[Night] 1" in out and "[Night] 2" not in out
    assert "1800" in out and "Francisco de Goya" in out and "0 x 0" in out
    assert "torn" in out and "hidden" in out
    assert "and 1 more; --all shows them" in out
    assert out.endswith("3 pictures, 1 left out\n")
    show_paintings(paintings[:1], [], [], None)
    assert capsys.readouterr().out.endswith("\n1 picture\n")
