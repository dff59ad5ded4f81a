"""Where pictures go that were fetched."""

from pathlib import Path

import pytest

from morelli.gallery.locations import home


def test_it_is_a_folder_of_the_user_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home() == tmp_path / "morelli" / "gallery"
