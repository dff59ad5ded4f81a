"""Studies after painters of circles and light."""

import numpy as np
from PIL import Image, ImageColor

from morelli.gallery.studies.canvas import Canvas
from morelli.gallery.studies.surface import Brush


def kandinsky() -> Image.Image:
    """Circles as planets: each with its weight, its temperature and its halo."""
    canvas = Canvas("kandinsky", 94, 100, "#17151f")
    clouds = [
        (38, 38, 62, "#3a3d6e", 0.9),
        (70, 74, 46, "#4a2747", 0.9),
        (14, 88, 38, "#1d4a58", 0.9),
        (88, 18, 30, "#2a3f4a", 0.7),
    ]
    planets = (
        (37, 36, 21, "#2d4fa3", "#7fa3e8"),
        (43, 31, 13.5, "#151320", "#3b3350"),
        (62, 58, 12, "#d8432e", "#f59a5b"),
        (23, 62, 9, "#e3b437", "#f6e29a"),
        (72, 27, 7.5, "#5e8f6a", "#c0d9b0"),
        (47, 76, 8.5, "#8a4f8f", "#d3a5d6"),
        (79, 82, 10.5, "#27778a", "#8fd0d4"),
        (14, 20, 6, "#c9653f", "#f0b890"),
        (82, 47, 4.6, "#e9d9b0", "#fff6dc"),
        (29, 86, 5.2, "#bf3a55", "#f0a0ac"),
        (58, 13, 4.2, "#dfc04a", "#f9efb0"),
        (10, 44, 3.4, "#79a7c9", "#d5e6f0"),
        (67, 91, 3.2, "#e6dfce", "#ffffff"),
        (54, 44, 5.5, "#f0d36b", "#fbf2c0"),
        (87, 12, 3.0, "#b14a3a", "#e8a392"),
        (36, 54, 3.0, "#dfe7ea", "#ffffff"),
        (9, 74, 2.2, "#e2a23a", "#f6d89a"),
        (90, 63, 2.0, "#c9c3e0", "#f0eefa"),
    )
    halos = [(x, y, radius * 1.5, light, 0.4) for x, y, radius, _, light in planets]
    canvas.wash(_night(canvas, [*clouds, *halos]))
    for x, y, radius, colour, light in planets:
        canvas.disc(x, y, radius, f"{colour}e6")
        canvas.disc(x - radius * 0.12, y - radius * 0.14, radius * 0.62, f"{light}30", wobble=1.5)
    for x, y, radius, colour in (
        (52, 52, 15, "#e8c85a50"),
        (30, 47, 10, "#d9505a58"),
        (70, 68, 13, "#6fb7c850"),
        (43, 31, 6, "#e9643a90"),
        (41, 33, 2.4, "#f4e6a8d0"),
        (64, 56, 4.4, "#22203ac8"),
        (80, 83, 3.8, "#efe2b4c8"),
    ):
        canvas.disc(x, y, radius, colour)
    canvas.disc(37, 36, 23.2, "#a8c0ee90", inner=22.8, wobble=0.3)
    canvas.disc(62, 58, 14.6, "#f3b07a90", inner=14.2, wobble=0.3)
    return canvas.finish(thin=0.5, weave=0.8)


def delaunay() -> Image.Image:
    """Discs of sunlight, where every colour sets off the one beside it."""
    canvas = Canvas("delaunay", 116, 100, "#d8cdb4")
    wheel = (
        *("#c8321f", "#e0812a", "#eec23a", "#86a948", "#2f7d5b", "#2b74a8", "#2a3f8f"),
        *("#6b3f8c", "#b2437a", "#e8dcc4", "#1f2a44", "#d9694a"),
    )
    quarters = (
        (-1, -1, 58, 50, 2),
        (58, -1, 117, 50, 6),
        (-1, 50, 58, 101, 7),
        (58, 50, 117, 101, 0),
    )
    for left, top, right, bottom, tint in quarters:
        canvas.rectangle(left, top, right, bottom, wheel[tint], Brush.RISING)
    for x, y, radius, rings, first, turn in (
        (88, 24, 37, 6, 3, 20),
        (20, 82, 36, 6, 8, -25),
        (53, 49, 45, 8, 0, 0),
    ):
        for ring in range(rings):
            outer, inner = (radius * (rings - n) / rings for n in (ring, ring + 1))
            for quarter in range(4):
                start = turn + 90 * quarter + (9 if ring % 2 else 0)
                colour = wheel[(first + ring * 5 + quarter * 3) % len(wheel)]
                brush = (Brush.FALLING, Brush.RISING)[(ring + quarter) % 2]
                canvas.disc(x, y, outer, colour, brush, start=start, end=start + 90.5,
                            inner=max(inner - 0.4, 0.0))  # fmt: skip
    return canvas.finish(thin=0.9, body=1.2)


def stella() -> Image.Image:
    """A draughtsman's protractor, grown to the size of a wall."""
    bare = "#e9e1cd"
    canvas = Canvas("stella", 180, 90, bare, Brush.ACROSS)
    left = ("#e2452f", "#f2b632", "#1f8a86", "#efe9d8", "#d6528a", "#27408f")
    right = ("#f28a2e", "#3e9a4f", "#efe9d8", "#6d4a9c", "#f3d23a", "#c8302c")
    fan = ("#27408f", "#e8693a", "#9ac04a", "#f3cf3c", "#b83a78", "#2a9aa8")
    gap, width = 0.9, 10.0
    for x, y, first, last, colours in (
        (90, 90, 180, 360, fan),
        (0, 90, 270, 360, left),
        (180, 90, 180, 270, right),
        (45, 0, 0, 180, right[::-1]),
        (135, 0, 0, 180, left[::-1]),
    ):
        reach = 90 if y else 45
        canvas.disc(x, y, reach + gap, bare, start=first, end=last, wobble=0.3)
        for band in range(int(np.ceil(reach / width))):
            outer = reach - band * width
            inner = max(outer - width + gap, 0.0)
            colour = colours[band % len(colours)]
            brush = (Brush.ACROSS, Brush.DOWN)[band % 2]
            canvas.disc(x, y, outer, colour, brush, start=first, end=last, inner=inner, wobble=0.35)
    return canvas.finish(weave=1.2, thin=0.4, body=0.7)


def _night(canvas: Canvas, lights: list[tuple[float, float, float, str, float]]) -> Image.Image:
    """Darkness in which lights (x, y, reach, colour, strength) fade outwards; a small picture."""
    scale = canvas.unit / 6
    width, height = (round(side / 6) for side in canvas.size)
    x, y = np.arange(width) / scale, np.arange(height)[:, None] / scale
    sky = np.broadcast_to(np.array([20, 18, 30], np.float64), (height, width, 3)).copy()
    for at_x, at_y, reach, colour, strength in lights:
        far = np.hypot(x - at_x, y - at_y) / reach
        glow = strength * np.clip(1 - far, 0, 1) ** 1.6
        sky += glow[..., None] * (np.array(ImageColor.getrgb(colour)) - sky)
    return Image.fromarray(sky.astype(np.uint8))
