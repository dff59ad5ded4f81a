"""The built-in model, and pictures of noise."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from morelli import Classifier


@pytest.fixture(scope="package")
def classifier() -> Classifier:
    return Classifier.open(threads=1)


@pytest.fixture(scope="session")
def picture() -> Callable[[int], bytes]:
    """Draws a PNG by its seed."""

    def picture(seed: int) -> bytes:
        pixels = np.random.default_rng(seed).integers(0, 256, (40, 50, 3), dtype=np.uint8)
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "PNG")
        return file.getvalue()

    return picture
