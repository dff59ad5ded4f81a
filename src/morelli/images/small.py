"""Small versions of pictures, to look at: never what a model sees."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """A size within a square of `side` pixels, in the proportions of `size`; never enlarged."""
    scale = min(1.0, side / max(size))
    first, second = size
    return max(1, round(first * scale)), max(1, round(second * scale))


def webp(pixels: NDArray[np.uint8], quality: int) -> bytes:
    """A picture, uint8 (H, W, 3), as a WebP file of quality 0 to 100."""
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "WEBP", quality=quality, method=4)
    return file.getvalue()


def data_uri(content: bytes, kind: str) -> str:
    """A picture's file of a kind ("png", "webp") as an address that holds it."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
