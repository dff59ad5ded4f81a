"""A canvas to paint on: flat shapes, with edges that stray as a hand does.

A study is drawn in two steps. First its shapes, flat and larger than needed; beside them a map
says in which direction each was brushed. Then `finish` turns the flat colours into paint (see
`surface`).

Lengths are in the canvas's own units: a canvas of 80 by 100 is drawn from (0, 0) to (80, 100).
Everything random comes from the study's name, so the same study is the same picture every time.
"""

import zlib
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw

from morelli.gallery.studies.surface import Brush, Surface

LONG = 1024
"""Pixels of a study's longer side."""

_OVERSAMPLING = 3

Colour: TypeAlias = str
"""As in CSS: "#rrggbb", or "#rrggbbaa" for glazes."""

Point: TypeAlias = tuple[float, float]


class Canvas:
    """A primed canvas.

    Attributes:
        size: width and height in pixels.
        unit: pixels of one unit of length.
        random: where everything irregular on this canvas comes from.
        surface: what it is made of.
    """

    def __init__(
        self, name: str, width: float, height: float, ground: Colour, brush: Brush = Brush.SCUMBLED
    ) -> None:
        """Stretch and prime it.

        Args:
            name: of the study; it seeds everything random.
            width: in units of your choice.
            height: in the same units.
            ground: colour of the priming, which shimmers through all paint.
            brush: how the priming was brushed.
        """
        self.unit = LONG / max(width, height)
        self.size = (round(width * self.unit), round(height * self.unit))
        self.random = np.random.default_rng(zlib.crc32(name.encode()))
        self.surface = Surface(self.size, self.random)
        self._ground = ImageColor.getrgb(ground)
        large = (self.size[0] * _OVERSAMPLING, self.size[1] * _OVERSAMPLING)
        self._flat = Image.new("RGB", large, ground)
        self._paint = ImageDraw.Draw(self._flat)
        self._glaze = ImageDraw.Draw(self._flat, "RGBA")
        self._brushes = Image.new("L", self.size, int(brush))
        self._direct = ImageDraw.Draw(self._brushes)

    def wash(self, colours: Image.Image) -> None:
        """Cover all of the canvas with soft colours, from a picture of any size."""
        self._flat.paste(colours.resize(self._flat.size, Image.Resampling.BICUBIC))

    def polygon(
        self,
        points: Iterable[Point],
        colour: Colour,
        brush: Brush = Brush.SCUMBLED,
        *,
        wobble: float = 0.7,
    ) -> None:
        """Paint an area with straight sides, or what looks round with enough of them.

        Args:
            points: the corners.
            colour: opaque or a glaze.
            brush: how it is filled.
            wobble: pixels by which the hand strays.
        """
        outline = np.array(list(points), np.float64) * self.unit
        outline = self._by_hand(outline, wobble)
        at = [(float(x), float(y)) for x, y in outline]
        draw = self._glaze if len(colour) == len("#rrggbbaa") else self._paint
        draw.polygon([(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in at], fill=colour)
        self._direct.polygon(at, fill=int(brush))

    def rectangle(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        colour: Colour,
        brush: Brush = Brush.SCUMBLED,
        *,
        turn: float = 0.0,
        wobble: float = 0.7,
    ) -> None:
        """Paint a rectangle, turned by so many degrees (clockwise) about its middle."""
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        middle = corners.mean(0)
        angle = np.radians(turn)
        rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        turned = (corners - middle) @ rotation + middle
        self.polygon([(x, y) for x, y in turned], colour, brush, wobble=wobble)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        colour: Colour,
        brush: Brush = Brush.SCUMBLED,
        *,
        start: float = 0.0,
        end: float = 360.0,
        inner: float = 0.0,
        wobble: float = 0.7,
    ) -> None:
        """Paint a disc, or a sector or ring of one.

        Args:
            x: of the centre.
            y: of the centre.
            radius: of the outer edge.
            colour: opaque or a glaze.
            brush: how it is filled.
            start: where a sector begins, in degrees clockwise from the right.
            end: where it ends.
            inner: radius of the hole.
            wobble: pixels by which the hand strays.
        """
        steps = max(8, int(radius * self.unit * np.radians(end - start) / 6))
        angles = np.radians(np.linspace(start, end, steps))
        rim = np.stack([np.cos(angles), np.sin(angles)], 1)
        centre = np.array([x, y])
        if inner:
            points = np.concatenate([centre + rim * radius, centre + rim[::-1] * inner])
        elif end - start < 360:
            points = np.concatenate([centre + rim * radius, centre[None]])
        else:
            points = centre + rim * radius
        self.polygon([(px, py) for px, py in points], colour, brush, wobble=wobble)

    def line(
        self, start: Point, end: Point, width: float, colour: Colour, *, wobble: float = 0.5
    ) -> None:
        """Draw a straight line of this width."""
        a, b = np.asarray(start), np.asarray(end)
        along = (b - a) / np.hypot(*(b - a))
        across = np.array([-along[1], along[0]]) * width / 2
        corners = [a + across, b + across, b - across, a - across]
        self.polygon([(x, y) for x, y in corners], colour, _brush_along(along), wobble=wobble)

    def flat(self) -> Image.Image:
        """The flat colours as they are now, at the canvas's size."""
        return self._flat.reduce(_OVERSAMPLING)

    def finish(self, flat: Image.Image | None = None, **how: float) -> Image.Image:
        """Turn flat colours into paint.

        Args:
            flat: the colours; by default those of the shapes.
            how: `body`, `weave`, `thin` and `ridges`, as for `Surface.painted`.
        """
        return self.surface.painted(flat or self.flat(), self._brushes, self._ground, **how)

    def _by_hand(self, outline: NDArray[np.float64], wobble: float) -> NDArray[np.float64]:
        """The outline in steps of some pixels, each a little off where it should be."""
        following = np.roll(outline, -1, 0)
        lengths = np.hypot(*(following - outline).T)
        steps = np.maximum(1, (lengths / 9).astype(int))
        which = np.repeat(np.arange(len(outline)), steps)
        part = np.concatenate([np.arange(n) / n for n in steps])[:, None]
        points: NDArray[np.float64] = outline[which] * (1 - part) + following[which] * part
        knots = max(4, len(points) // 5)
        at = np.linspace(0, knots, len(points), endpoint=False)
        values = self.random.normal(0, wobble * 0.6, (knots + 1, 2))
        values[-1] = values[0]
        for axis in (0, 1):
            points[:, axis] += np.interp(at, np.arange(knots + 1), values[:, axis])
        return points


def _brush_along(direction: NDArray[np.float64]) -> Brush:
    x, y = direction
    if abs(x) > 2 * abs(y):
        return Brush.ACROSS
    if abs(y) > 2 * abs(x):
        return Brush.DOWN
    return Brush.FALLING if x * y > 0 else Brush.RISING
