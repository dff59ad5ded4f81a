"""Painting-91 in miniature, a server that can misbehave, and drawn pictures."""

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image

HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    """A helper module beside this file; pytest puts no folder of tests on the import path."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def painting91_miniature() -> ModuleType:
    return _load("painting91_miniature")


@pytest.fixture(scope="session")
def painting91_entries(painting91_miniature: ModuleType) -> tuple[Any, ...]:
    """Every file of Painting-91: from the published list where it is there, else alike."""
    root = Path(os.environ.get("MORELLI_TEST_DATA", HERE.parents[2] / "shared" / "data"))
    return painting91_miniature.entries(root / "painting91_files.csv")


@pytest.fixture(scope="session")
def painting91_folder(
    painting91_miniature: ModuleType,
    painting91_entries: tuple[Any, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The data set as it is unpacked, all 4,266 pictures; not to be changed."""
    folder = tmp_path_factory.mktemp("painting91")
    painting91_miniature.build(folder, painting91_entries)
    return folder


@pytest.fixture
def serve() -> Iterator[Callable[..., Any]]:
    """Start servers of one file; they stop when the test ends."""
    module = _load("range_server")
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
