"""A collection as people have it, and the quicker of the built-in models."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from morelli.inference.classifier import Classifier


@pytest.fixture(scope="session")
def fast() -> Classifier:
    return Classifier.open("fast", threads=1)


@pytest.fixture
def paint(paintings: list[NDArray[np.uint8]]) -> Callable[..., Path]:
    """Save a study; another for every number."""

    def to(path: Path, number: int = 0) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        study = np.roll(paintings[number % len(paintings)], 7 * number, axis=0)
        Image.fromarray(study[::2, ::2]).save(path)
        return path

    return to


ODD = {
    "b/notes.txt": b"words",
    "b/broken.jpg": b"\xff\xd8\xff no more",
    ".DS_Store": b"\0",
    "@eaDir/a.png/THUMB.jpg": b"\xff\xd8\xff",
}


@pytest.fixture
def hall(tmp_path: Path, paint: Callable[..., Path]) -> Path:
    """A folder of seven pictures, one of them broken, and what else lies in such folders."""
    folder = tmp_path / "hall"
    names = ("a.png", "b/1.png", "b/2.png", "b/=sum.png", "c.d/été.png", "z.png")
    for number, name in enumerate(names):
        paint(folder / name, number)
    for name, content in ODD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
