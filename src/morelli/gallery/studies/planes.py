"""Studies after painters of planes and lines: De Stijl, Suprematism, Constructivism."""

import numpy as np
from PIL import Image

from morelli.gallery.studies.canvas import Canvas
from morelli.gallery.studies.surface import Brush

ACROSS, DOWN, RISING, FALLING = Brush.ACROSS, Brush.DOWN, Brush.RISING, Brush.FALLING


def mondrian() -> Image.Image:
    """Right angles, three primaries, and whites that are never the same white."""
    canvas = Canvas("mondrian", 84, 100, "#ece6d8", DOWN)
    for left, top, right, bottom, colour, brush in (
        (-1, -1, 19, 22, "#efe9dc", DOWN),
        (19, -1, 64, 22, "#e9e4d9", ACROSS),
        (64, -1, 85, 47, "#f2ede2", DOWN),
        (-1, 22, 19, 74, "#2346a0", DOWN),
        (19, 22, 64, 74, "#f1ece0", ACROSS),
        (64, 47, 85, 74, "#e6e2d6", ACROSS),
        (-1, 74, 44, 101, "#ece7db", ACROSS),
        (44, 74, 64, 88, "#f0eade", DOWN),
        (44, 88, 64, 101, "#efc31f", ACROSS),
        (64, 74, 85, 101, "#c42b1d", DOWN),
    ):
        canvas.rectangle(left, top, right, bottom, colour, brush)
    for start, end, width in (
        ((19, -1), (19, 101), 2.3),
        ((64, -1), (64, 101), 2.6),
        ((-1, 22), (65, 22), 2.0),
        ((-1, 74), (85, 74), 2.8),
        ((64, 47), (85, 47), 3.6),
        ((44, 74), (44, 101), 2.0),
        ((44, 88), (64, 88), 3.2),
    ):
        canvas.line(start, end, width, "#19181b")
    return canvas.finish()


def doesburg() -> Image.Image:
    """The same order as a neighbour's, set at forty-five degrees and in motion."""
    canvas = Canvas("doesburg", 100, 100, "#e8e2d3", RISING)
    middle, turn = 50.0, np.radians(45)

    def plane(u: float, v: float, to_u: float, to_v: float, colour: str, brush: Brush) -> None:
        corners = np.array([(u, v), (to_u, v), (to_u, to_v), (u, to_v)])
        x = middle + corners[:, 0] * np.cos(turn) - corners[:, 1] * np.sin(turn)
        y = middle + corners[:, 0] * np.sin(turn) + corners[:, 1] * np.cos(turn)
        canvas.polygon(list(zip(x.tolist(), y.tolist(), strict=True)), colour, brush)

    for u, v, to_u, to_v, colour, brush in (
        (-80, -80, -24, -12, "#e9e3d6", FALLING),
        (-24, -80, 14, -12, "#c8321f", RISING),
        (14, -80, 80, -30, "#eee8db", FALLING),
        (14, -30, 80, 12, "#e4ded0", RISING),
        (-80, -12, -24, 30, "#1f3f93", FALLING),
        (-24, -12, 14, 30, "#f0ebdf", RISING),
        (14, 12, 42, 80, "#eab91e", FALLING),
        (42, 12, 80, 80, "#e9e4d8", RISING),
        (-80, 30, 14, 80, "#d8d3c8", RISING),
        (-8, 30, 14, 80, "#23211f", FALLING),
    ):
        plane(u, v, to_u, to_v, colour, brush)
    for left, top, right, bottom in (
        (-80, -13.6, 15, -10.4),
        (-25.4, -80, -22.6, 80),
        (12.2, -80, 15.8, 80),
        (14, 10.6, 80, 13.4),
        (-80, 28.8, 14, 31.6),
        (14, -31.2, 80, -28.8),
        (40.9, 12, 43.1, 80),
    ):
        brush = FALLING if right - left > bottom - top else RISING
        plane(left, top, right, bottom, "#191819", brush)
    return canvas.finish()


def malevich() -> Image.Image:
    """Planes adrift over a white without end."""
    canvas = Canvas("malevich", 76, 100, "#ece5d4")
    canvas.rectangle(8, 17, 45, 45, "#1b1a1c", FALLING, turn=-17)
    canvas.rectangle(20, 47, 74, 54.5, "#bf2f20", RISING, turn=-17)
    canvas.polygon([(42, 21), (66, 9), (68.5, 13), (45, 26)], "#243f86", RISING)
    canvas.rectangle(51, 29, 63, 41, "#e3ad25", FALLING, turn=-17)
    for step, colour in enumerate(("#1d1c1e", "#3c6b4a", "#1d1c1e", "#c9772b")):
        canvas.rectangle(13 + step * 1.4, 62 + step * 4.4, 41 - step * 3, 64.2 + step * 4.4,
                         colour, RISING, turn=-17)  # fmt: skip
    canvas.polygon([(44, 64), (63, 58), (57, 87), (50, 89)], "#ddd2bb", FALLING)
    canvas.polygon([(46, 66), (60.5, 61.5), (55.6, 84), (51, 85.6)], "#c0331f", FALLING)
    canvas.rectangle(24, 84.5, 37, 88, "#243f86", RISING, turn=24)
    canvas.disc(62.5, 90, 3.6, "#1b1a1c", FALLING)
    canvas.rectangle(8, 90, 31, 91, "#1b1a1c", ACROSS, turn=-17)
    canvas.rectangle(66, 66, 67.2, 83, "#b98a7c", DOWN, turn=12)
    return canvas.finish(thin=1.6, weave=1.3)


def lissitzky() -> Image.Image:
    """A halt on the way from painting to building."""
    canvas = Canvas("lissitzky", 128, 92, "#d9cfba", ACROSS)
    ink, paper, red = "#211f20", "#e9e2d2", "#b8301f"
    canvas.disc(50, 47, 35, "#cbbfa7")
    canvas.disc(50, 47, 35, "#2a2726", inner=34.5, wobble=0.3)
    canvas.disc(50, 47, 27.5, ink, start=98, end=256, inner=16, wobble=0.4)
    canvas.disc(50, 47, 16, "#8c8375", start=98, end=256)

    def beam(x: float, y: float, long: float, deep: float, high: float, faces: list[str]) -> None:
        """A bar seen from above at thirty degrees: its top and both its sides."""
        right = np.array([0.866, -0.5]) * long
        left = np.array([0.866, 0.5]) * deep
        down = np.array([0.0, 1.0]) * high
        at = np.array([x, y])
        for colour, corners, brush in (
            (faces[0], (at, at + right, at + right + left, at + left), RISING),
            (faces[1], (at, at + left, at + left + down, at + down), FALLING),
            (faces[2], (at + left, at + left + right, at + left + right + down,
                        at + left + down), DOWN),
        ):  # fmt: skip
            canvas.polygon([(float(a), float(b)) for a, b in corners], colour, brush, wobble=0.4)

    beam(22, 66, 74, 9, 3.2, [paper, "#8d8577", "#4a4542"])
    beam(40, 52, 40, 5, 11, ["#c9bea9", ink, "#6f675c"])
    canvas.polygon([(58, 50), (120, 17), (114, 9)], red, RISING)
    canvas.polygon([(58, 50), (120, 17), (121, 21)], "#7c2318", RISING)
    beam(78, 70, 20, 12, 5, ["#b8ad98", red, "#3a3634"])
    for x, y, to_x, to_y, width in (
        (4, 86, 124, 16.7, 0.35),
        (16, 8, 16, 82, 0.35),
        (8, 20, 70, 55.8, 0.3),
        (104, 40, 104, 86, 0.7),
    ):
        canvas.line((x, y), (to_x, to_y), width, ink, wobble=0.2)
    canvas.rectangle(103, 60, 109, 66, ink, DOWN)
    canvas.disc(16, 20, 2.2, red)
    return canvas.finish(weave=0.7, body=0.8)


def taeuber_arp() -> Image.Image:
    """Circles and rectangles that keep time."""
    canvas = Canvas("taeuber-arp", 120, 84, "#e7e0cf", ACROSS)
    white, black, blue, red, grey, sand = (
        *("#ede7d9", "#232122", "#1f5a94", "#c53b26", "#9aa3a1", "#d9b45a"),
    )
    columns = [-1, 18, 42, 54, 78, 102, 121]
    rows = [-1, 20, 32, 56, 68, 85]
    plan = (
        (white, red, black, white, blue, grey),
        (blue, white, white, sand, black, white),
        (black, grey, blue, white, white, red),
        (white, white, red, black, grey, white),
        (sand, black, white, blue, white, black),
    )
    for row, colours in enumerate(plan):
        for column, colour in enumerate(colours):
            canvas.rectangle(columns[column], rows[row], columns[column + 1], rows[row + 1],
                             colour, DOWN if (row + column) % 2 else ACROSS)  # fmt: skip
    for x, y, radius, colour, start, end in (
        (30, 10, 7.5, white, 0, 360),
        (90, 10, 8.2, sand, 0, 360),
        (9, 26, 5.0, red, 0, 180),
        (66, 26, 5.2, black, 180, 360),
        (30, 44, 10.0, red, 90, 270),
        (30, 44, 10.0, white, 270, 450),
        (66, 44, 10.4, black, 0, 360),
        (66, 44, 5.0, white, 0, 360),
        (90, 44, 10.0, blue, 180, 360),
        (90, 44, 10.0, grey, 0, 180),
        (111, 44, 6.0, white, 0, 360),
        (30, 62, 5.0, blue, 0, 360),
        (48, 76, 5.0, red, 0, 360),
        (66, 76, 6.6, white, 90, 270),
        (90, 76, 6.6, red, 0, 360),
        (9, 62, 4.6, black, 0, 360),
        (111, 76, 6.2, sand, 180, 360),
    ):
        canvas.disc(x, y, radius, colour, start=start, end=end)
    return canvas.finish(weave=0.8)
