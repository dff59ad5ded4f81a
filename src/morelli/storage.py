"""Where morelli keeps files, and how it writes them: as a whole or not at all."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs


def cache_folder(purpose: str) -> Path:
    """The folder for what can be made again: in MORELLI_CACHE, or the user's cache folder."""
    named = os.environ.get("MORELLI_CACHE")
    return (Path(named) if named else Path(platformdirs.user_cache_dir("morelli"))) / purpose


def data_folder(purpose: str, variable: str | None = None) -> Path:
    """The folder for what people want to keep, in the user's data folder.

    Args:
        purpose: its name there.
        variable: an environment variable that names another folder.
    """
    named = os.environ.get(variable) if variable else None
    return (
        Path(named) if named else platformdirs.user_data_path("morelli", appauthor=False) / purpose
    )


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Where to write a file that takes the place of `path` when all of it is written.

    A kill or an error leaves what was there before, and nobody reads a half. Several may write at
    the same time: the last one stays.

    Raises:
        OSError: it can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.partial")
    try:
        yield partial
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file's content; see `atomic_write`."""
    with atomic_write(path) as partial:
        partial.write_bytes(content)
