"""Where bundles lie that are called by name: in the package, or in the user's data folder."""

import re
from importlib.resources import files
from pathlib import Path

from morelli.storage import data_folder

GRAPH = "model.onnx"
MANIFEST = "morelli.json"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""What a bundle can be called; never a path."""


def home() -> Path:
    """Where pulled bundles lie: MORELLI_MODELS, by default in the user's data folder."""
    return data_folder("models", "MORELLI_MODELS")


def built_in() -> dict[str, Path]:
    """The folders of the bundles in the package, by name, sorted."""
    return _bundles(Path(str(files("morelli.bundles") / "built_in")))


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
