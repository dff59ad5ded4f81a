"""Pictures that hold nothing, drawn: blank sheets, walls, gradients, noise, test patterns.

People hand in a scanner's empty glass, a lens cap or a placeholder sooner or later, and a network
that was shown photographs alone takes them for monochromes. So training adds such pictures, each
drawn from a seed, to those that aren't paintings.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morelli.cropping.scene import smooth_noise, to_bytes, wall_colour
from morelli.datasets import Sample
from morelli.images.resaving import resaved
from morelli.storage import atomic_write

Floats: TypeAlias = NDArray[np.float64]
Size: TypeAlias = tuple[int, int]
"""Height and width, in pixels."""

SIDES = (96, 1400)
"""Shortest and longest side of a picture drawn, in pixels."""

SOURCE = "drawn: blank"


def draw_blanks(folder: Path, count: int, seed: int) -> tuple[Sample, ...]:
    """Draw pictures into a folder, as many of each kind; those that lie there are kept.

    Args:
        folder: is made where there is none.
        count: how many.
        seed: the same seed makes the same pictures, whatever their number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    samples = []
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        path = folder / f"{kind}-{seed}-{number}.png"
        if not path.is_file():
            with atomic_write(path) as partial:
                Image.fromarray(blank(kind, seed=[seed, number])).save(partial, "PNG")
        samples.append(Sample(path, None, None, "train", SOURCE))
    return tuple(samples)


def blank(kind: str, seed: int | Sequence[int]) -> NDArray[np.uint8]:
    """A picture of one of the `KINDS`, uint8 (H, W, 3), of a size drawn from the seed as well.

    Two in three have been saved as JPEG, as pictures that people have mostly were.
    """
    rng = np.random.default_rng(seed)
    low, high = np.log(SIDES)
    long = np.exp(rng.uniform(low, high))
    height, width = (np.round(long * np.exp(-rng.uniform(0, (0.7, 0)))).astype(int)).tolist()
    if rng.random() < 0.5:
        height, width = width, height
    pixels = to_bytes(KINDS[kind]((max(height, 64), max(width, 64)), rng))
    if rng.random() < 2 / 3:
        quality = int(rng.integers(50, 97))
        pixels = np.asarray(resaved(Image.fromarray(pixels), quality=quality), dtype=np.uint8)
    return pixels


def _colour(rng: np.random.Generator) -> Floats:
    """Any colour (3,): one of the strongest, a grey, or any at all."""
    lot = rng.random()
    if lot < 0.35:
        return np.asarray(255.0 * rng.integers(0, 2, 3))
    if lot < 0.65:
        return np.full(3, rng.uniform(0, 255))
    return np.asarray(rng.uniform(0, 255, 3))


def _grid(size: Size) -> tuple[Floats, Floats]:
    """From -1 to 1 down and across."""
    y, x = np.mgrid[-1 : 1 : size[0] * 1j, -1 : 1 : size[1] * 1j]
    return y, x


def _flat(size: Size, colour: Floats | Sequence[float]) -> Floats:
    return np.tile(np.asarray(colour, np.float64), (*size, 1))


def _constant(size: Size, rng: np.random.Generator) -> Floats:
    """One colour everywhere."""
    return _flat(size, _colour(rng))


def _noise(size: Size, rng: np.random.Generator) -> Floats:
    """Noise alone: of each pixel or in grains, grey or coloured, faint or all there is."""
    channels = rng.choice([1, 3])
    if rng.random() < 0.3:
        noise = rng.uniform(-1.7, 1.7, (*size, channels))
    else:
        grain = int(rng.choice([1, 1, 2, 4, 8, 24]))
        noise = np.stack([smooth_noise(size, grain, rng) for _ in range(channels)], -1)
    strength = float(np.exp(rng.uniform(np.log(3), np.log(110))))
    return _flat(size, _colour(rng)) + noise * strength


def _gradient(size: Size, rng: np.random.Generator) -> Floats:
    """Two to four colours that run into each other: along a line, around a point, at corners."""
    y, x = _grid(size)
    lot = rng.random()
    if lot < 0.2:  # a colour at each corner
        a, b, c, d = (_colour(rng) for _ in range(4))
        u, v = (x[..., None] + 1) / 2, (y[..., None] + 1) / 2
        return np.asarray((a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v)
    if lot < 0.65:
        angle = rng.choice([0, np.pi / 2, rng.uniform(0, 2 * np.pi)])
        along = np.cos(angle) * x + np.sin(angle) * y
    else:
        along = np.hypot(x - rng.uniform(-1, 1), y - rng.uniform(-1, 1))
    along = (along - along.min()) / np.ptp(along) * rng.choice([1, 1, 1, 3])
    stops = np.stack([_colour(rng) for _ in range(rng.integers(2, 5))])
    places = np.linspace(0, 1, len(stops))
    wrapped = np.abs((along + 1) % 2 - 1)
    return np.stack([np.interp(wrapped, places, stops[:, k]) for k in range(3)], -1)


def _sheet(size: Size, rng: np.random.Generator) -> Floats:
    """An empty sheet on a scanner: paper with its grain, an edge, a fold or a hole at times."""
    y, x = _grid(size)
    paper = rng.uniform(205, 255) + rng.normal(0, 5, 3) + rng.uniform(0, 14) * np.array([1, 0, -1])
    sheet = _flat(size, paper) * (1 + rng.uniform(0, 0.06) * (x * rng.uniform(-1, 1)))[..., None]
    sheet += smooth_noise(size, int(rng.choice([1, 2, 3])), rng)[..., None] * rng.uniform(0.4, 4)
    sheet += smooth_noise(size, max(4, min(size) // 8), rng)[..., None] * rng.uniform(0, 3)
    if rng.random() < 0.35:  # a fold
        line = (x if rng.random() < 0.5 else y) - rng.uniform(-0.4, 0.4)
        sheet -= (rng.uniform(5, 40) * np.exp(-((line / 0.006) ** 2)))[..., None]
    if rng.random() < 0.3:  # lines to write on
        every = max(6, size[0] // int(rng.integers(16, 40)))
        sheet[every * 2 :: every] -= rng.uniform(20, 90) * np.array([1.2, 1, 0.7])
    if rng.random() < 0.7:  # what lies beyond its edges
        beyond = np.full(3, rng.choice([rng.uniform(0, 60), rng.uniform(180, 255)]))
        tilt = rng.normal(0, 0.01)
        edges = 1 - rng.uniform(0, 0.2, 4) * (rng.random(4) < 0.6)
        u, v = x + tilt * y, y - tilt * x
        outside = (u > edges[0]) | (u < -edges[1]) | (v > edges[2]) | (v < -edges[3])
        sheet[outside] = beyond
    return sheet


def _wall(size: Size, rng: np.random.Generator) -> Floats:
    """A wall and nothing on it, often with a floor, a corner of the room or a tiling."""
    y, x = _grid(size)
    wall = _flat(size, wall_colour(rng))
    wall += smooth_noise(size, max(1, min(size) // 150), rng)[..., None] * rng.uniform(0.5, 9)
    if rng.random() < 0.3:  # a corner
        wall[x > rng.uniform(-0.7, 0.7) + rng.normal(0, 0.03) * y] *= rng.uniform(0.6, 0.95)
    if rng.random() < 0.2:  # bricks or tiles
        high, wide = (
            size[0] // int(rng.integers(6, 20)) + 2,
            size[1] // int(rng.integers(3, 14)) + 2,
        )
        rows, columns = np.mgrid[: size[0], : size[1]]
        shifted = columns + (rows // high % 2) * (wide // 2 if rng.random() < 0.6 else 0)
        number = (rows // high) * 131 + shifted // wide
        wall *= 1 + 0.12 * rng.normal(0, 1, number.max() + 1)[number][..., None]
        joint = max(1, min(size) // 150)
        wall[(rows % high < joint) | (shifted % wide < joint)] *= rng.uniform(0.6, 1.2)
    if rng.random() < 0.4:  # a floor, and the board along it
        floor = y > rng.uniform(0.3, 0.9) + rng.normal(0, 0.05) * x
        wall[floor] = wall_colour(rng)
        wall[floor] += 4 * smooth_noise(size, 3, rng)[floor][:, None]
    light = 1 + rng.uniform(0, 0.4) * (rng.uniform(-1, 1) * x + rng.uniform(-1, 1) * y)
    light -= rng.uniform(0, 0.35) * np.hypot(x - rng.uniform(-1, 1), y - rng.uniform(-1, 1)) / 2
    return np.asarray(wall * light[..., None] + rng.normal(0, rng.uniform(0, 5), wall.shape))


def _dark(size: Size, rng: np.random.Generator) -> Floats:
    """A lens cap or a finger before the lens: nearly one colour, a sensor's noise, a glow."""
    y, x = _grid(size)
    colour = rng.uniform(0, 30, 3) if rng.random() < 0.7 else np.array([120, 40, 25.0])
    glow = np.exp(-((x - rng.uniform(-1, 1)) ** 2 + (y - rng.uniform(-1, 1)) ** 2) * 3)
    picture = _flat(size, colour) + glow[..., None] * rng.uniform(0, 50, 3)
    grain = int(rng.choice([1, 2, 3]))
    noise = np.stack([smooth_noise(size, grain, rng) for _ in range(3)], -1)
    return np.asarray(picture + noise * rng.uniform(0.5, 12))


def _lights(size: Size, rng: np.random.Generator) -> Floats:
    """Out of focus altogether: soft spots of a few colours."""
    y, x = _grid(size)
    picture = _flat(size, _colour(rng) * 0.6)
    for _ in range(rng.integers(1, 9)):
        apart = np.hypot(x - rng.uniform(-1, 1), y - rng.uniform(-1, 1)) / rng.uniform(0.1, 1.2)
        spot = np.exp(-(apart**2)) if rng.random() < 0.6 else 1 / (1 + np.exp(30 * (apart - 1)))
        picture += spot[..., None] * (_colour(rng) - picture) * rng.uniform(0.3, 1)
    return picture


def _bars(size: Size, rng: np.random.Generator) -> Floats:
    """A test pattern: bars of the strongest colours or of greys, with a second row at times."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    picture = np.zeros((*size, 3))
    for low, high in ((0.0, 1.0), (rng.uniform(0.6, 0.9), 1.0))[: rng.integers(1, 3)]:
        count = int(rng.choice([2, 3, 6, 7, 8, 8, 10, 16]))
        if rng.random() < 0.3:
            colours = np.linspace(0, 255, count)[:, None].repeat(3, 1)
        else:
            strong = rng.choice([191.0, 255.0])
            colours = strong * rng.permutation(np.array([*np.ndindex(2, 2, 2)] * 2))[:count]
        there = (rows >= low * size[0]) & (rows < high * size[0])
        picture[there] = colours[(columns[there] * count) // size[1]]
    return picture.transpose(1, 0, 2) if size[0] == size[1] else picture


def _checks(size: Size, rng: np.random.Generator) -> Floats:
    """A chessboard, as behind transparent pictures, or lines at equal distances."""
    rows, columns = np.mgrid[: size[0], : size[1]]
    side = max(2, int(min(size) / np.exp(rng.uniform(np.log(4), np.log(60)))))
    first, second = (
        (_colour(rng), _colour(rng)) if rng.random() < 0.4 else (255.0, rng.choice([204.0, 0.0]))
    )
    if rng.random() < 0.5:
        chosen = (rows // side + columns // side) % 2 == 0
    else:
        thin = max(1, side // int(rng.integers(2, 12)))
        chosen = rows % side < thin
        if rng.random() < 0.6:
            chosen |= columns % side < thin
    return np.where(chosen[..., None], second, first) + np.zeros(3)


KINDS: dict[str, Callable[[Size, np.random.Generator], Floats]] = {
    "constant": _constant,
    "noise": _noise,
    "gradient": _gradient,
    "sheet": _sheet,
    "wall": _wall,
    "dark": _dark,
    "lights": _lights,
    "bars": _bars,
    "checks": _checks,
}
"""Every kind of picture that holds nothing, and what draws it."""
