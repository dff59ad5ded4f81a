"""Studies after painters of fields of colour."""

import numpy as np
from PIL import Image

from morelli.gallery.studies.canvas import Canvas
from morelli.gallery.studies.surface import Brush, Field


def rothko() -> Image.Image:
    """Three clouds of colour that breathe in the same red air."""
    canvas = Canvas("rothko", 76, 100, "#5d1a1c", Brush.DOWN)
    layers = [np.full(canvas.size[::-1], v, np.float32) for v in (104, 28, 30)]
    for top, bottom, colour, depth in (
        (6.5, 44, (226, 96, 30), 0.95),
        (46.5, 59, (92, 14, 34), 0.85),
        (61.5, 94, (238, 158, 44), 0.9),
    ):
        cloud = _cloud(canvas, 5.5, top, 70.5, bottom) * depth
        for layer, value in zip(layers, colour, strict=True):
            layer += cloud * (value - layer)
    return canvas.finish(_image(layers), thin=0.4, body=0.9, weave=1.2)


def newman() -> Image.Image:
    """One red, wide enough to stand in, and the zips that tell how wide."""
    canvas = Canvas("newman", 190, 84, "#b3201b", Brush.DOWN)
    canvas.rectangle(-1, -1, 191, 85, "#c0241c", Brush.DOWN)
    for x, width, colour in (
        (31, 1.5, "#efe6d6"),
        (66, 2.6, "#7c1516"),
        (113, 1.7, "#e2683a"),
        (152, 2.2, "#2a1716"),
    ):
        canvas.rectangle(x, -1, x + width, 85, colour, Brush.DOWN, wobble=0.6)
    layers = [np.asarray(c, np.float32) for c in canvas.flat().split()]
    # The last zip was painted between tapes that had come off: it frays.
    across = np.abs(np.arange(canvas.size[0], dtype=np.float32) / canvas.unit - 174) / 1.3
    stray = 0.45 * canvas.surface.noise(7, 70) + 0.25 * canvas.surface.noise(2, 16)
    frayed = np.clip(4 * (1.15 - across + stray), 0, 1) * (0.9 + 0.1 * canvas.surface.noise(2, 30))
    for layer, value in zip(layers, (236, 214, 184), strict=True):
        layer += frayed * (value - layer)
    return canvas.finish(_image(layers), thin=0.35, body=1.1)


def klein() -> Image.Image:
    """A blue and nothing else: pigment as it comes, rolled on, dry and bottomless."""
    canvas = Canvas("klein", 74, 100, "#0d1f80")
    grain = (
        0.6 * canvas.surface.noise(2.2, 2.2)
        + 0.7 * canvas.surface.noise(7, 9)
        + 0.5 * canvas.surface.noise(40, 60)
    )
    layers = [value * (1 + depth * grain) for value, depth in ((12, 0.16), (32, 0.1), (156, 0.05))]
    return canvas.finish(_image(layers), thin=0, body=2.6, weave=0.5)


def kelly() -> Image.Image:
    """Two colours and one curve between them."""
    canvas = Canvas("kelly", 128, 96, "#f0ece2", Brush.ACROSS)
    canvas.rectangle(-1, -1, 129, 97, "#1d4fa0", Brush.ACROSS, wobble=0)
    canvas.disc(142, 118, 112, "#ef6a26", Brush.DOWN, wobble=0.25)
    canvas.polygon([(-1, 97), (-1, 71), (62, 97)], "#f0ece2", Brush.ACROSS, wobble=0.25)
    return canvas.finish(thin=0.15, body=0.45, weave=0.9, ridges=0.5)


def albers() -> Image.Image:
    """Four squares, one inside another, each changing what its neighbours are."""
    canvas = Canvas("albers", 100, 100, "#e8e2d4")
    canvas.rectangle(-1, -1, 101, 101, "#3f4d45")
    for edge, colour in ((10, "#5f7f6a"), (20, "#a9a83f"), (30, "#f0c53a")):
        # The margins below, beside and above are as one to two to three.
        canvas.rectangle(edge, edge * 1.5, 100 - edge, 100 - edge / 2, colour, wobble=0.5)
    return canvas.finish(thin=0.7, weave=0.35, body=1.3)


def martin() -> Image.Image:
    """Bands as pale as the hour before the sun, ruled by hand with a pencil."""
    canvas = Canvas("martin", 100, 100, "#f1ede4", Brush.ACROSS)
    bands = ("#e3e8ee", "#f3e3da", "#f4efe4", "#dbe4ec", "#f5ead3", "#f1dcd6", "#e6ebee")
    height = 100 / len(bands)
    for band, colour in enumerate(bands):
        canvas.rectangle(-1, band * height, 101, (band + 1) * height, colour, Brush.ACROSS)
    for line in range(1, len(bands) * 3):
        y, strong = line * height / 3, line % 3 == 0
        at = 1.2
        while at < 98.5:  # a pencil skips over the threads
            to = min(at + canvas.random.uniform(2, 9), 98.8)
            grey = int(canvas.random.uniform(90, 150) if strong else canvas.random.uniform(40, 90))
            canvas.line((at, y), (to, y), 0.16, f"#6b6660{grey:02x}", wobble=0.15)
            at = to + canvas.random.uniform(0.02, 0.2)
    return canvas.finish(thin=0.8, body=0.6, weave=1.5, ridges=0.2)


def klee() -> Image.Image:
    """Squares like notes, dark at the rim and sounding in the middle."""
    canvas = Canvas("klee", 104, 88, "#241c18")
    columns, rows = 13, 11
    xs, ys = np.meshgrid(np.linspace(0, 104, columns + 1), np.linspace(0, 88, rows + 1))
    inner = np.ones_like(xs)
    inner[[0, -1]] = inner[:, [0, -1]] = 0
    xs += canvas.random.uniform(-1.1, 1.1, xs.shape) * inner
    ys += canvas.random.uniform(-1.1, 1.1, ys.shape) * inner
    dark = ("#2c2a26", "#33423a", "#4a2f2a", "#3d3b52", "#54482f", "#2f4a4a")
    middle = ("#7d5a33", "#8a3f2c", "#5f7250", "#6a5a78", "#a4742f", "#4f7377")
    light = ("#d79a3a", "#d9713a", "#e4c069", "#b9b071", "#e3a888", "#cf5a3c", "#efdca6")
    for row in range(rows):
        for column in range(columns):
            far = np.hypot((column + 0.5) / columns - 0.55, ((row + 0.5) / rows - 0.44) * 0.9)
            level = far * 2.5 + canvas.random.normal(0, 0.2)
            tones = light if level < 0.62 else middle if level < 1.0 else dark
            colour = tones[canvas.random.integers(len(tones))]
            corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
            brush = Brush(int(canvas.random.integers(0, 3)))
            at = [(float(xs[c]), float(ys[c])) for c in corners]
            canvas.polygon(at, colour, brush, wobble=1.2)
    return canvas.finish(thin=1.4, body=1.2)


def _cloud(canvas: Canvas, left: float, top: float, right: float, bottom: float) -> Field:
    """A rectangle without edges (height, width), 0..1: thin at its rim, worked over inside."""
    width, height = canvas.size
    x = np.arange(width, dtype=np.float32) / canvas.unit
    y = np.arange(height, dtype=np.float32)[:, None] / canvas.unit
    stray = 0.22 * canvas.surface.noise(34, 34) + 0.3 * canvas.surface.noise(140, 120)
    rim = np.ones((height, width), np.float32)
    for inside in (x - left, right - x, y - top, bottom - y):
        rim /= 1 + np.exp(np.clip(-1.5 * (inside + stray - 0.6), -30, 30))
    veil = 0.92 + 0.05 * canvas.surface.noise(90, 130) + 0.02 * canvas.surface.noise(20, 50)
    return np.asarray(rim * veil, np.float32)


def _image(layers: list[Field]) -> Image.Image:
    channels = [Image.fromarray(np.clip(c, 0, 255).astype(np.uint8)) for c in layers]
    return Image.merge("RGB", channels)
