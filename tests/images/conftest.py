"""Pictures that the tests of this folder draw and encode."""

import io
from collections.abc import Callable

import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import Image

pillow_heif.register_heif_opener()  # Pillow writes HEIC only with it; morelli reads without


@pytest.fixture(scope="session")
def patches() -> NDArray[np.uint8]:
    """96 x 128 pixels of flat colour patches, 16 pixels wide: lossy formats keep them well."""
    colours = np.random.default_rng(1).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return np.kron(colours, np.ones((16, 16, 1), dtype=np.uint8))


@pytest.fixture(scope="session")
def encode() -> Callable[..., bytes]:
    """A function (picture, format, **options) -> the encoded file."""

    def encoded(picture: Image.Image | NDArray[np.uint8], kind: str, **options: object) -> bytes:
        # A fresh copy: Pillow remembers a format's settings on the picture it has written.
        image = Image.fromarray(picture) if isinstance(picture, np.ndarray) else picture.copy()
        file = io.BytesIO()
        image.save(file, kind, **options)
        return file.getvalue()

    return encoded
