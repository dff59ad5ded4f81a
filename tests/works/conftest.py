"""Catalogues of the tests' own, and paintings with their copies."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from morelli.gallery.studies import fields, optical, planes


@pytest.fixture(autouse=True)
def works_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's catalogues."""
    monkeypatch.setenv("MORELLI_WORKS", str(tmp_path / "works"))
    return tmp_path / "works"


@pytest.fixture(scope="session")
def paintings() -> list[NDArray[np.uint8]]:
    """Four studies, uint8 (240, 200, 3)."""
    drawn = (planes.mondrian, fields.klee, optical.vasarely, planes.lissitzky)
    return [np.asarray(paint().convert("RGB").resize((200, 240))) for paint in drawn]
