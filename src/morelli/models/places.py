"""Where bundles lie that are called by name: in the package, or in the user's data folder."""

import os
import re
from importlib.resources import files
from pathlib import Path

import platformdirs

GRAPH = "model.onnx"
MANIFEST = "morelli.json"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What a bundle can be called; never a path."""


def home() -> Path:
    """Where pulled bundles lie: MORELLI_MODELS, by default in the user's data folder."""
    named = os.environ.get("MORELLI_MODELS")
    return (
        Path(named)
        if named
        else platformdirs.user_data_path("morelli", appauthor=False) / ("models")
    )


def built_in() -> dict[str, Path]:
    """The folders of the bundles in the package, by name, sorted."""
    return _bundles(Path(str(files("morelli") / "models")))


def pulled() -> dict[str, Path]:
    """The folders of the bundles that were pulled, by name, sorted."""
    return _bundles(home())


def find(name: str) -> Path | None:
    """The folder of the bundle of that name; None where there is none."""
    return (pulled() | built_in()).get(name)


def _bundles(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    there = (f for f in sorted(folder.iterdir()) if NAME.fullmatch(f.name))
    return {f.name: f for f in there if (f / MANIFEST).is_file()}
