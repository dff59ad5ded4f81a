"""The background of a painting in a photograph, a wall mostly, and what stands out from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

BORDER = 0.03
"""Share of the short side within which a photograph shows the background, not the painting."""
ALIKE = 0.09
"""Difference, of 0..1 in any colour, up to which a pixel belongs to the background."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Background:
    """The pixels (H, W) that belong to the background, and how much of the border does (0..1)."""

    mask: Mask
    border: float


def find_background(pixels: Floats, least: float = 0.0) -> Background | None:
    """The background of a picture, float (H, W, 3) from 0 to 1; None where its border shows none.

    Less than a share of `least` of the border is none.

    A wall, as it mostly is, has one colour, but the light on it changes smoothly: a quadratic
    surface is fitted to the border's commonest colour, and then to all that is like it.
    """
    height, width = pixels.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    band = max(2, round(BORDER * min(height, width)))
    border = np.ones((height, width), dtype=bool)
    border[band:-band, band:-band] = False
    colours, places = pixels[border], terms[border]
    alike = _difference(colours, _commonest(colours)) < ALIKE * 4 / 3
    for degree in (3, 3, 3, 6, 6, 6):  # a plane first: a surface would bend to other things
        if alike.sum() < 50:
            return None
        surface = _fit(places[alike, :degree], colours[alike])
        alike = _difference(colours, places[:, :degree] @ surface) < ALIKE
    share = float(alike.mean())
    if share < least:
        return None
    some, those = pixels[::2, ::2], terms[::2, ::2]  # a quarter tells the surface as well
    for _ in range(2):
        mask = _difference(some, those @ surface) < ALIKE
        if mask.sum() < 50:
            return None
        surface = _fit(those[mask], some[mask])
    return Background(_difference(pixels, terms @ surface) < ALIKE, share)


def foreground(background: Background) -> NDArray[np.int64]:
    """What isn't background, numbered piece by piece (H, W) from 1; 0 is background, and specks."""
    image = Image.fromarray(np.where(background.mask, 0, 255).astype(np.uint8))
    opened = image.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.MaxFilter(3))
    return _pieces(np.asarray(opened) > 0)


def _commonest(colours: Floats) -> Floats:
    """The colour (3,) of those (N, 3) that most others are like."""
    many, some = colours[::4], colours[:: max(1, len(colours) // 64)]
    near = _difference(many[:, None], some) < ALIKE
    return np.asarray(some[near.sum(0).argmax()])


def _difference(first: Floats, second: Floats) -> Floats:
    apart = np.abs(first - second)
    return np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])


def _fit(terms: Floats, colours: Floats) -> Floats:
    """Coefficients (T, 3), kept from growing where the pixels say little."""
    ridge = 2e-4 * len(terms) * np.eye(terms.shape[1])
    ridge[0, 0] = 0
    return np.asarray(np.linalg.solve(terms.T @ terms + ridge, terms.T @ colours))


def _pieces(mask: Mask) -> NDArray[np.int64]:
    """Number the connected pieces of a mask (H, W), run by run (Rosenfeld & Pfaltz 1966)."""
    parents = [0]

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    numbers = np.zeros(mask.shape, dtype=np.int64)
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.nonzero(steps > 0), np.nonzero(steps < 0)  # of all runs, row by row
    above: list[tuple[int, int, int]] = []
    runs: list[tuple[int, int, int]] = []
    last = -1
    for row, start, end in zip(*(side.tolist() for side in (*starts, ends[1])), strict=True):
        if row != last:
            above, runs, last = (runs if row == last + 1 else []), [], row
        touching = sorted({root(n) for a, b, n in above if a < end and b > start})
        number = touching[0] if touching else len(parents)
        if not touching:
            parents.append(number)
        for other in touching[1:]:
            parents[other] = number
        runs.append((start, end, number))
        numbers[row, start:end] = number
    return np.array([root(number) for number in range(len(parents))])[numbers]
