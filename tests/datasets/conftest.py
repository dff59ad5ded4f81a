"""A server that can misbehave, and drawn pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def serve(helper: Callable[[str], ModuleType]) -> Iterator[Callable[..., Any]]:
    """Start servers of one file; they stop when the test ends."""
    module = helper("datasets/range_server.py")
    servers: list[Any] = []

    def start(content: bytes, **behaviour: Any) -> Any:
        servers.append(module.RangeServer(content, **behaviour))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def draw() -> Callable[..., Path]:
    """Draw a picture of smooth random shapes, another for every seed."""

    def to(path: Path, *, seed: int, size: tuple[int, int] = (96, 96), **save: Any) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        noise = np.random.default_rng(seed).integers(0, 256, (6, 6, 3), dtype=np.uint8)
        Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC).save(path, **save)
        return path

    return to
