"""How much memory decoding a picture takes, told by its header before anything is decoded."""

from PIL import Image

from morelli.images.errors import refusing
from morelli.images.formats import open_header
from morelli.images.limits import count_scans

WHOLE = 24
"""Bytes a pixel at the peak of decoding and converting; measured: JPEG 10 to 14, PNG and GIF 10 to
15, TIFF 13, WebP with transparency 22."""

REDUCED = 16
"""The same of what libjpeg hands over at a smaller scale."""


def decoding_cost(data: bytes, at_least: int | None = None) -> int:
    """Bytes that `morelli.images.decode` takes at its peak, at most; the file itself not counted.

    Args:
        data: an encoded picture.
        at_least: as for `decode`.

    Raises:
        PictureError: it is no picture whose header can be read.
    """
    with refusing():
        image = open_header(data)
        width, height = image.size
        if image.format != "JPEG":
            return WHOLE * width * height
        scale = reduction(image, at_least) if at_least is not None else 1
        pixels = REDUCED * width * height // scale**2
        # With several scans libjpeg keeps all coefficients of the whole picture, at any scale.
        if count_scans(image, data) > 1:
            pixels += int(_coefficients(image) * width * height)
        return pixels


def reduction(image: Image.Image, at_least: int) -> int:
    """By how much a JPEG may be reduced while decoding: 8, 4, 2 or 1."""
    short = min(image.size)
    return next((scale for scale in (8, 4, 2) if short // scale >= at_least), 1)


def _coefficients(image: Image.Image) -> float:
    """Bytes of coefficients a pixel: two for each sample of each of a JPEG's components."""
    layers: list[tuple[int, int, int, int]] = getattr(
        image, "layer", []
    )  # (name, horizontal and vertical sampling, table)
    samples = [horizontal * vertical for _, horizontal, vertical, _ in layers]
    most = max((h for _, h, _, _ in layers), default=1) * max(
        (v for _, _, v, _ in layers), default=1
    )
    return 2 * sum(samples) / most
