"""What may have happened to a picture before it came here: reduced, sharpened, toned, compressed.

Every web site reduces, sharpens and compresses pictures in its own way. Where a painter's pictures
come from one of them, a network learns to tell the site instead of the hand, and is wrong about
pictures from anywhere else ("Fake or JPEG? Revealing Common Biases in Generated Image Detection
Datasets", Grommelt et al. 2024, arXiv:2403.17608, saw the same of size and JPEG quality). A random
history laid over every picture, whatever its own was, leaves nothing to tell sites by.

It is made of decoded pictures, before they are brought to the network's size, as real ones were.
"""

from typing import Any

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageFilter
from torch import Tensor

from morelli.images import Pixels
from morelli.images.resaving import resaved

FILTERS = (
    Image.Resampling.BOX,
    Image.Resampling.BILINEAR,
    Image.Resampling.HAMMING,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
)

SIDES = (150, 420)
"""Short side, in pixels, to which a site may have reduced a picture: the least and the most."""

LARGEST = 1.25
"""No picture is enlarged by more than this factor."""

QUALITIES = (45, 96)
"""Quality at which it may have been compressed, as libjpeg counts."""

TRIMMED = 0.04
"""Largest share of width and height that is cut from each edge."""

# fmt: off
_LUMINANCE = np.array(
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ],
    dtype=np.float64,
)
# fmt: on
"""Quantisation of brightness in the JPEG standard (ITU-T T.81, annex K), row by row."""

_FREQUENCY = np.add.outer(np.arange(8), np.arange(8)).ravel() / 14
"""How high each of the 64 frequencies is, 0..1."""


def history(pixels: Pixels) -> Pixels:
    """A picture, uint8 (H, W, 3), after a history drawn from torch's global generator."""
    image = Image.fromarray(pixels)
    if _happens(0.6):
        image = _trim(image)
    image = _reduce(image)
    if _happens(0.5):
        image = _tone(image)
    if _happens(0.35):
        image = _sharpen(image)
    if _happens(0.85):
        image = _compress(image)
    if _happens(0.5):
        image = _reduce(_trim(image))
        if _happens(0.7):
            image = _compress(image)
    return np.asarray(image, dtype=np.uint8)


def _reduce(image: Image.Image) -> Image.Image:
    """Bring it to a random size, its proportions kept or squashed to a square."""
    width, height = image.size
    short = min(width, height)
    least, most = np.log(SIDES)
    side = min(float(np.exp(_between(least, most))), LARGEST * short)
    if _happens(0.5):
        size = (round(side), round(side))
    else:
        size = (round(width * side / short), round(height * side / short))
    chosen = FILTERS[_draw(len(FILTERS))]
    return image.resize((max(size[0], 16), max(size[1], 16)), chosen, reducing_gap=2.0)


def _trim(image: Image.Image) -> Image.Image:
    """Cut a little from each edge, which also moves the grid of a compression before."""
    width, height = image.size
    left, right = (int(_between(0, TRIMMED) * width) for _ in range(2))
    top, bottom = (int(_between(0, TRIMMED) * height) for _ in range(2))
    return image.crop((left, top, width - right, height - bottom))


def _tone(image: Image.Image) -> Image.Image:
    """Change gamma, the balance of colours and their strength, as cameras and scanners do."""
    gamma = float(np.exp(_between(-0.3, 0.3)))
    levels = np.linspace(0, 1, 256) ** gamma
    gains = [_between(0.9, 1.1) for _ in range(3)]
    table = np.concatenate([np.clip(255 * gain * levels, 0, 255) for gain in gains])
    image = image.point(np.rint(table).astype(int).tolist())
    return ImageEnhance.Color(image).enhance(_between(0.7, 1.3))


def _sharpen(image: Image.Image) -> Image.Image:
    """Sharpen it, or blur it a little."""
    if _happens(0.6):
        radius, percent = _between(0.4, 1.6), round(_between(30, 160))
        return image.filter(ImageFilter.UnsharpMask(radius, percent, threshold=_draw(3)))
    return image.filter(ImageFilter.GaussianBlur(_between(0.3, 0.9)))


def _compress(image: Image.Image) -> Image.Image:
    """Compress it as JPEG with the standard's tables or others, now and then as WebP."""
    quality = round(_between(*QUALITIES))
    if _happens(0.1):
        return resaved(image, "WEBP", quality=quality, method=1)
    options: dict[str, Any] = {} if _happens(0.6) else {"qtables": _tables(quality)}
    return resaved(image, quality=quality, subsampling=_draw(3), **options)


def _tables(quality: int) -> list[list[int]]:
    """Tables of another encoder: the standard's, flatter or steeper, scaled as libjpeg does."""
    scale = (5000 / quality if quality < 50 else 200 - 2 * quality) / 100
    tilt = _between(-1.2, 0.6)
    brightness = _LUMINANCE * np.exp(tilt * _FREQUENCY) * scale
    colour = brightness * _between(0.8, 2.0)
    return [np.clip(np.rint(t), 1, 255).astype(int).tolist() for t in (brightness, colour)]


def _between(low: float, high: float) -> float:
    return low + (high - low) * float(torch.rand(()))


def _happens(share: float) -> bool:
    return float(torch.rand(())) < share


def _draw(count: int) -> int:
    drawn: Tensor = torch.randint(count, ())
    return int(drawn)
