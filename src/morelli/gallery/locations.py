"""Where pictures of galleries lie."""

from pathlib import Path

from morelli.storage import data_folder


def home() -> Path:
    """Where fetched pictures go unless somebody wants them elsewhere: the user's data folder."""
    return data_folder("gallery")
