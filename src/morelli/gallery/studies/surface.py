"""The body of paint: what makes flat colours look brushed onto linen.

Bristles that streak the colour and let the ground show where they were dry, pigment that isn't
quite even, ridges where one colour meets another, the weave of the linen, and a lamp from the
upper left that makes all of that visible.
"""

from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field: TypeAlias = NDArray[np.float32]
"""A value for every pixel: (height, width)."""


class Brush(IntEnum):
    """In which direction paint is brushed."""

    SCUMBLED = 0
    ACROSS = 1
    DOWN = 2
    RISING = 3
    FALLING = 4


class Surface:
    """Stretched linen, of a size in pixels, with its own random irregularities."""

    def __init__(self, size: tuple[int, int], random: np.random.Generator) -> None:
        """Args: width and height, and where everything irregular comes from."""
        self.size = size
        self._random = random

    def noise(self, across: float, down: float) -> Field:
        """Smooth noise around 0, its deviation about 1.

        Args:
            across: how far its waves reach sideways, in pixels.
            down: how far they reach up and down.
        """
        width, height = self.size
        coarse = (max(2, round(height / down) + 1), max(2, round(width / across) + 1))
        # 1.35 is what smoothing takes from the deviation.
        return _smooth(1.35 * self._normal(coarse), self.size)

    def painted(
        self,
        flat: Image.Image,
        brushes: Image.Image,
        ground: tuple[int, ...],
        *,
        body: float = 1.0,
        weave: float = 1.0,
        thin: float = 1.0,
        ridges: float = 1.0,
    ) -> Image.Image:
        """Turn flat colours into paint.

        Args:
            flat: the colours.
            brushes: a `Brush` for every pixel.
            ground: red, green and blue of the priming.
            body: how thick the paint is, so how far bristles show.
            weave: how far the linen shows.
            thin: how far the ground shows through.
            ridges: how far edges of shapes stand up.
        """
        bristles = self._bristles(np.asarray(brushes))
        relief = 0.5 * body * bristles + 0.5 * weave * self._weave() + 3.0 * ridges * _edges(flat)
        light = _lamp(relief)
        shade = 1 + 0.02 * body * bristles + 0.013 * self.noise(170, 130)
        # Brushes ran out here and there.
        dry = np.clip(bristles + 0.8 * self.noise(140, 90) - 1.5, 0, 1.5) * (0.05 * thin)
        channels = []
        for channel, below in zip(flat.split(), ground, strict=True):
            paint = np.array(channel, np.float32)
            paint += dry * (below - paint)
            paint += 1.3 * self.noise(80, 80)
            paint *= shade
            paint += light * (76 + 0.7 * paint)  # dark paint shines, too, but less
            channels.append(Image.fromarray(paint.clip(0, 255).astype(np.uint8)))
        return Image.merge("RGB", channels)

    def _bristles(self, brushes: NDArray[np.uint8]) -> Field:
        """Streaks along the direction each area was brushed in, deviation about 1."""
        field = np.zeros(brushes.shape, np.float32)
        for brush in np.unique(brushes):
            np.copyto(field, self._streaks(Brush(int(brush))), where=brushes == brush)
        return field

    def _streaks(self, brush: Brush) -> Field:
        width, height = self.size
        match brush:
            case Brush.SCUMBLED:
                return 0.5 * (self.noise(9, 6) + self.noise(3, 4) + self.noise(26, 26))
            case Brush.ACROSS:
                return self._strokes(width, height)
            case Brush.DOWN:
                return self._strokes(height, width).T
            case Brush.RISING | Brush.FALLING:
                side = int(np.hypot(width, height)) + 2
                sheet = Image.fromarray(self._strokes(side, side))
                angle = 38 if brush is Brush.RISING else -38
                turned = np.asarray(sheet.rotate(angle, Image.Resampling.BILINEAR), np.float32)
                left, top = (side - width) // 2, (side - height) // 2
                return turned[top : top + height, left : left + width]

    def _strokes(self, width: int, height: int) -> Field:
        """Horizontal strokes (height, width): bristles within strokes, both a little wavy."""
        # Along a stroke little changes, so a quarter of the columns is enough to begin with.
        columns = width // 4 + 1
        field = np.zeros((height, columns), np.float32)
        for wide, along in ((1.5, 45), (4, 110), (22, 240)):
            coarse = (int(height / wide) + 2, int(width / along) + 2)
            field += _smooth(0.6 * self._normal(coarse), (columns, height))
        # Each row is read a little above or below itself, so that no stroke is ruled.
        drift = _smooth(3 * self._normal((height // 160 + 2, width // 90 + 2)), (columns, height))
        rows = np.arange(height)[:, None] + drift.astype(np.intp)
        return _smooth(np.take_along_axis(field, rows.clip(0, height - 1), 0), (width, height))

    def _weave(self) -> Field:
        """Threads across and down, some thicker than others; roughly -2..2."""
        width, height = self.size
        thread = np.float32(2 * np.pi / 4.3)
        x = np.arange(width, dtype=np.float32) * thread
        y = np.arange(height, dtype=np.float32)[:, None] * thread
        drift = self.noise(120, 120)
        threads: Field = np.cos(x + drift) * (1 + 0.4 * self.noise(4, 60))
        threads += np.cos(y - drift) * (1 + 0.4 * self.noise(60, 4))
        return threads

    def _normal(self, shape: tuple[int, int]) -> Field:
        return self._random.standard_normal(shape, np.float32)


def _smooth(coarse: Field, size: tuple[int, int]) -> Field:
    """Coarse values as a smooth field of this width and height."""
    enlarged = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(enlarged, np.float32)


def _edges(flat: Image.Image) -> Field:
    """Where one colour meets another: 0..1."""
    grey = np.asarray(flat.convert("L"), np.float32)
    steps = np.zeros_like(grey)
    steps[:, 1:] += np.abs(grey[:, 1:] - grey[:, :-1])
    steps[1:] += np.abs(grey[1:] - grey[:-1])
    edges: Field = np.minimum(steps / 128, 1)
    return edges


def _lamp(relief: Field) -> Field:
    """How much lighter a lamp at the upper left makes a relief: -0.12..0.12."""
    light = np.zeros_like(relief)
    light[1:, 1:] = 1.6 * relief[1:, 1:] - relief[:-1, 1:] - 0.6 * relief[1:, :-1]
    lighter: Field = np.clip(0.02 * light, -0.12, 0.12)
    return lighter
