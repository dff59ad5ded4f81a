"""Where the gallery keeps what it makes, and how it writes so that nobody reads a half."""

import os
import threading
from pathlib import Path

import platformdirs


def cache_folder(purpose: str) -> Path:
    """The folder for `purpose` in MORELLI_CACHE, by default the user's cache folder."""
    named = os.environ.get("MORELLI_CACHE")
    root = Path(named) if named else Path(platformdirs.user_cache_dir("morelli"))
    return root / purpose


def home() -> Path:
    """Where fetched pictures go unless somebody wants them elsewhere: the user's data folder."""
    return platformdirs.user_data_path("morelli", appauthor=False) / "gallery"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file that appears, or is replaced, all at once.

    Raises:
        OSError: it cannot be written; what was there before is left as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
