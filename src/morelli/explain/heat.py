"""Heat maps and grey tiles as PNG."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morelli.explain.evidence import Map, normalised
from morelli.images import Pixels, resize

# Corners of the scale in OKLab (Ottosson 2020): lightness rises evenly from a dark violet over
# red and orange to a light yellow, so that the order is seen in grey and by the colour-blind.
_ANCHORS = np.array(
    [
        (0.28, 0.06, -0.13),
        (0.44, 0.15, -0.04),
        (0.60, 0.17, 0.09),
        (0.76, 0.07, 0.15),
        (0.93, -0.04, 0.13),
    ]
)
_TO_LMS = np.array(
    [
        (1, 0.3963377774, 0.2158037573),
        (1, -0.1055613458, -0.0638541728),
        (1, -0.0894841775, -1.291485548),
    ]
)
_TO_RGB = np.array(
    [
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.707614701),
    ]
)
OPACITY = 0.85


def colours(values: Map) -> NDArray[np.uint8]:
    """Colours (…, 3) in sRGB of values (…,), 0..1."""
    steps = np.linspace(0, 1, len(_ANCHORS))
    lab = np.stack([np.interp(values, steps, channel) for channel in _ANCHORS.T], axis=-1)
    linear = np.clip((lab @ _TO_LMS.T) ** 3 @ _TO_RGB.T, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * encoded), dtype=np.uint8)


def saliency_png(evidence: Map, size: tuple[int, int] | None = None) -> bytes:
    """An overlay, RGBA, transparent where nothing speaks for the class.

    Args:
        evidence: float32 (H, W), as in `Saliency.map`.
        size: height and width in pixels; by default the map's own, to be stretched by whoever
            shows it.
    """
    strength = normalised(evidence)
    if size is not None:
        grey = np.rint(255 * strength).astype(np.uint8)
        stretched = resize(np.stack([grey] * 3, axis=-1), size, "bicubic")[..., 0]
        strength = np.asarray(stretched / 255, dtype=np.float32)
    alpha = np.rint(255 * OPACITY * np.sqrt(strength)).astype(np.uint8)
    return _png(np.concatenate([colours(strength), alpha[..., None]], axis=-1))


def overlaid(picture: Pixels, evidence: Map) -> Pixels:
    """The overlay of `saliency_png` on its picture, uint8 (H, W, 3), the colours beside it grey.

    Args:
        picture: uint8 (H, W, 3), what was looked at.
        evidence: float32 (h, w), as in `Saliency.map`.
    """
    grey = Image.fromarray(picture).convert("L").convert("RGBA")
    overlay = Image.open(io.BytesIO(saliency_png(evidence, (picture.shape[0], picture.shape[1]))))
    return np.asarray(Image.alpha_composite(grey, overlay).convert("RGB"), dtype=np.uint8)


def grey_png(tile: NDArray[np.uint8]) -> bytes:
    """A grey picture (H, W)."""
    return _png(tile)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG", optimize=True)
    return file.getvalue()
