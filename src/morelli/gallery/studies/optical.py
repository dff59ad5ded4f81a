"""Studies after painters of what the eye does by itself."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from morelli.gallery.studies.canvas import Canvas
from morelli.gallery.studies.surface import Brush


def riley() -> Image.Image:
    """Stripes that lean on each other like reeds in a stream."""
    canvas = Canvas("riley", 136, 96, "#efe9dc", Brush.DOWN)
    colours = (
        "#c9533f",
        "#efe6d2",
        "#2f6f8f",
        "#e6b54a",
        "#efe6d2",
        "#5a7f4f",
        "#d98a9a",
        "#27385f",
    )
    step = 2.9
    heights = np.linspace(-1, 97, 64)
    for stripe in range(-4, int(136 / step) + 5):
        edges = [_current(heights, (stripe + n) * step) for n in (0, 1.04)]
        points = [
            *zip(edges[0], heights, strict=True),
            *zip(edges[1][::-1], heights[::-1], strict=True),
        ]
        at = [(float(x), float(y)) for x, y in points]
        canvas.polygon(at, colours[stripe % len(colours)], Brush.DOWN, wobble=0.25)
    return canvas.finish(thin=0.3, body=0.6, weave=0.9)


def vasarely() -> Image.Image:
    """A wall of squares, and something round that pushes from behind."""
    canvas = Canvas("vasarely", 82, 100, "#14131c")
    columns, rows, cell = 15, 18, 82 / 15
    cool = ("#24306f", "#24508f", "#2a7597", "#2f948f", "#5aa886")
    deep = ("#6a3f98", "#54399a", "#3d3794", "#2c3a8c", "#24468c")
    warm = ("#f6d667", "#f0b13f", "#e98638", "#df5a40", "#d0406a")
    pale = ("#e8dfc6", "#e9c8a0", "#e3a0a0", "#b98cc0", "#8fa0d0")
    for row in range(-1, rows + 1):
        for column in range(-1, columns + 1):
            x, y = (column + 0.5) * cell, (row + 0.5) * (100 / rows)
            corners = [(x + a * cell * 0.47, y + b * cell * 0.47) for a, b in _SQUARE]
            out = [_bulge(*corner) for corner in corners]
            away = np.hypot(x - 41, y - 48) / 36
            slope = (row + column) / (rows + columns)
            square = _tone(deep, away) if away < 1 else _tone(cool, slope)
            canvas.polygon(out, square, Brush.ACROSS, wobble=0.3)
            rim = np.radians(np.arange(0, 360, 15))
            radius = cell * (0.36 if away < 1 else 0.27)
            circle = [_bulge(x + radius * np.cos(t), y + radius * np.sin(t)) for t in rim]
            disc = _tone(warm, away) if away < 1 else _tone(pale, 1 - slope)
            canvas.polygon(circle, disc, Brush.DOWN, wobble=0.25)
    return canvas.finish(thin=0.2, body=0.5, weave=0.6)


_SQUARE = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))


def _tone(scale: Sequence[str], part: float) -> str:
    """A colour of a scale, from its first (0) to its last (1)."""
    return scale[int(np.clip(part, 0, 0.999) * len(scale))]


def _current(y: np.ndarray, x: float) -> np.ndarray:
    """Where a stripe that would stand at x flows at each height."""
    sway = 3.4 * np.sin(2 * np.pi * (y / 62 + x / 210))
    return x + sway + 1.9 * np.sin(2 * np.pi * (y / 31 - x / 88))


def _bulge(x: float, y: float) -> tuple[float, float]:
    """Where a point of a flat wall lies when a ball presses against it."""
    dx, dy = x - 41, y - 48
    far = np.hypot(dx, dy) / 36
    if far >= 1:
        return x, y
    grown = np.sin(far * np.pi / 2) / max(far, 1e-6) * (1 - 0.08 * far) if far else np.pi / 2
    push = 1 + (grown - 1) * (1 - far**3)
    return 41 + dx * push, 48 + dy * push
