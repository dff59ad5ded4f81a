"""Numbers as people write them, and files that are there whole or not at all."""

from pathlib import Path

import pytest

from morelli.report.page import interval, percent, write


def test_shares() -> None:
    assert percent(0.7043) == "70.4\N{NO-BREAK SPACE}%"
    assert percent(0.7043, 0) == "70\N{NO-BREAK SPACE}%"
    assert interval(0.1, 0.256) == "10.0 to 25.6\N{NO-BREAK SPACE}%"


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write(tmp_path / "page.html", "“Olympia”")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "“Olympia”"
    with pytest.raises(UnicodeEncodeError):
        write(tmp_path / "page.html", "\ud800")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "“Olympia”"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
