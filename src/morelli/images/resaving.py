"""Pictures as they come back from a file that loses some of them: what sites and phones do."""

import io
from typing import Any

from PIL import Image


def resaved(image: Image.Image, kind: str = "JPEG", **options: Any) -> Image.Image:
    """A picture written into a file in memory and read back.

    Args:
        image: RGB.
        kind: Pillow's name of the format.
        options: Pillow's, for writing it: `quality` and so on.

    Returns:
        RGB, of the same size.
    """
    file = io.BytesIO()
    image.save(file, kind, **options)
    return Image.open(file).convert("RGB")
