"""What others published, to stand beside our numbers; see `published.toml`."""

import tomllib
from importlib import resources
from typing import Any

from morelli.datasets import Dataset


def load() -> dict[str, Any]:
    """Published numbers by data set, then by head: `{"painting91": {"artist": {...}}}`."""
    text = resources.files("morelli.study").joinpath("published.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def named(data: Dataset) -> str | None:
    """Which data set of `published.toml` this is."""
    return data.name if data.name in load() else None
