"""A painting as it hangs: in a frame, before a wall, with its shadow; all of it drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from morelli.cropping.quadrilateral import Points


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture, uint8 (H, W, 3), and the painting's corners (4, 2) in it, in pixels.

    They lie outside the picture where the painting is cut off. `wall` is the colour of the wall
    it hangs on, where that is to be seen.
    """

    pixels: NDArray[np.uint8]
    corners: Points
    wall: tuple[int, int, int] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]


def wall_colour(rng: np.random.Generator) -> tuple[int, int, int]:
    """A colour of a wall: mostly light and pale, sometimes a dark or a strong one."""
    light = rng.uniform(150, 245) if rng.random() < 0.7 else rng.uniform(35, 150)
    tint = rng.normal(0, 9, 3) if rng.random() < 0.7 else rng.normal(0, 28, 3)
    red, green, blue = np.clip(light + tint - tint.mean(), 15, 250).astype(int).tolist()
    return red, green, blue


def render(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    """The painting in a frame (one in five has none, one in five a mat too) on a wall."""
    height, width = photo.pixels.shape[:2]
    short = min(height, width)
    most = (0.35, 0.7, 1.1)[strength]
    margins = np.round(rng.uniform(0.15, 0.5, 4) * most * short).astype(int)  # left top right below
    kind = rng.random()
    thick = 0 if kind < 0.2 else max(2, round(short * rng.uniform(0.04, 0.13)))
    mat = round(short * rng.uniform(0.05, 0.2)) if kind > 0.8 else 0
    x, y = int(margins[0]) + thick + mat, int(margins[1]) + thick + mat
    size = (
        y + height + mat + thick + int(margins[3]),
        x + width + mat + thick + int(margins[2]),
    )
    wall = wall_colour(rng)
    canvas = np.tile(np.array(wall, np.float64), (*size, 1))
    canvas += smooth_noise(size, max(2, short // 60), rng)[..., None] * rng.uniform(0.5, 4)
    outer = (y - thick - mat, x - thick - mat, y + height + mat + thick, x + width + mat + thick)
    _shadow(canvas, outer, short, rng)
    if thick:
        _frame(canvas, outer, thick, rng)
    if mat:
        pale = rng.uniform(215, 250) + rng.normal(0, 3, 3)
        canvas[y - mat : y + height + mat, x - mat : x + width + mat] = pale
    canvas[y : y + height, x : x + width] = photo.pixels
    return Photograph(to_bytes(canvas), photo.corners + np.array([x, y]), wall)


def _shadow(
    canvas: NDArray[np.float64],
    box: tuple[int, int, int, int],
    short: int,
    rng: np.random.Generator,
) -> None:
    """What hangs before a wall casts a soft shadow, mostly downwards."""
    top, left, bottom, right = box
    mask = np.zeros(canvas.shape[:2], np.uint8)
    dx, dy = round(short * rng.uniform(-0.02, 0.02)), round(short * rng.uniform(0, 0.03))
    mask[max(0, top + dy) : bottom + dy, max(0, left + dx) : right + dx] = 255
    soft = Image.fromarray(mask).filter(ImageFilter.GaussianBlur(short * 0.015))
    canvas *= 1 - rng.uniform(0.15, 0.5) * np.asarray(soft, np.float64)[..., None] / 255


def _frame(
    canvas: NDArray[np.float64],
    box: tuple[int, int, int, int],
    thick: int,
    rng: np.random.Generator,
) -> None:
    """A frame: gold, wood, black or white, light from above, with grooves."""
    top, left, bottom, right = box
    colour = np.array([(178, 138, 66), (104, 68, 40), (28, 26, 25), (226, 222, 214)])[
        rng.choice(4, p=(0.45, 0.25, 0.2, 0.1))
    ] + rng.normal(0, 10, 3)
    y, x = np.mgrid[0 : bottom - top, 0 : right - left]
    sides = np.stack([y, x, bottom - top - 1 - y, right - left - 1 - x])
    depth, side = sides.min(0), sides.argmin(0)
    light = np.array([1.12, 1.03, 0.82, 0.93])[side]
    profile = 1 + 0.22 * np.sin(depth / thick * np.pi * rng.integers(1, 5) + rng.uniform(0, 6))
    grain = 1 + 0.06 * smooth_noise(depth.shape, 2, rng)
    frame = colour * (light * profile * grain)[..., None]
    inside = canvas[top:bottom, left:right]
    inside[depth < thick] = frame[depth < thick]


def smooth_noise(
    size: tuple[int, ...], grain: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Noise (H, W) of mean 0 and about deviation 1, its grains so many pixels wide."""
    height, width = size[:2]
    coarse = rng.normal(0, 1, (height // grain + 2, width // grain + 2)).astype(np.float32)
    image = Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(image, dtype=np.float64)


def to_bytes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Values 0..255, rounded and kept in their range."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
