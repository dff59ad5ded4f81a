"""Photographs of paintings, made from scans: what walls, frames, lamps and telephones do to them.

For measuring what a model loses on visitors' photographs and for teaching it to lose less. Every
change is drawn from a seed, and each comes in three strengths, alone or all together as a
photograph taken with a telephone.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from morelli.cropping.quadrilateral import homography, project, rectangle, warp
from morelli.cropping.scene import Photograph, render, to_bytes, wall_colour
from morelli.images.resaving import resaved

Change: TypeAlias = Literal[
    "perspective", "frame", "lighting", "glare", "blur", "jpeg", "crop", "phone"
]
Strength: TypeAlias = Literal["slight", "medium", "strong"]
CHANGES: tuple[Change, ...] = get_args(Change)
STRENGTHS: tuple[Strength, ...] = get_args(Strength)


def photograph(
    pixels: NDArray[np.uint8], change: Change, strength: Strength, seed: int
) -> Photograph:
    """Change a picture of a painting as photographing it would.

    Args:
        pixels: the painting alone, uint8 (H, W, 3), at least 16 pixels a side.
        change: `perspective` (seen from the side), `frame` (in a frame or none, on a wall),
            `lighting` (uneven, and with a cast of colour), `glare` (a lamp in the varnish),
            `blur` (out of focus or moved), `jpeg` (small and compressed), `crop` (its edges cut
            off), or `phone`: all of them.
        strength: "slight", "medium" or "strong".
        seed: the same seed makes the same photograph.
    """
    number = STRENGTHS.index(strength)
    # A change draws the same lot whatever its strength, so that strengths can be compared.
    rng = np.random.default_rng([seed, CHANGES.index(change)])
    start = Photograph(pixels, rectangle(pixels.shape[1], pixels.shape[0]))
    return _MADE[change](start, number, rng)


def _perspective(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    """Turn the wall about two axes, and the telephone about a third."""
    width, height = photo.size
    most = np.radians((12, 24, 36)[strength])
    yaw, pitch = rng.uniform(-1, 1, 2) * (most, most * 0.6)
    roll = rng.uniform(-1, 1) * np.radians((2, 4, 7)[strength])
    middle = np.array([width, height]) / 2
    contour = (rectangle(width, height) - middle) / max(width, height)
    flat = np.column_stack([contour, np.zeros(4)]) @ _turn(yaw, pitch, roll).T
    distance = 1.4  # of the painting's longer side: as far as one stands to see all of it
    seen = flat[:, :2] * (distance / (distance + flat[:, 2:]))
    low, high = seen.min(0), seen.max(0)
    scale = max(width, height) * (1.0 if strength < 2 else 0.9)
    size = np.maximum(np.ceil((high - low) * scale), 1).astype(int)
    target = (seen - low) * scale
    matrix = homography(rectangle(width, height), target)
    wall = photo.wall or wall_colour(rng)
    view = warp(photo.pixels, rectangle(width, height), target, (size[0], size[1]), wall)
    return Photograph(view, project(matrix, photo.corners), wall)


def _turn(yaw: float, pitch: float, roll: float) -> NDArray[np.float64]:
    (cy, cp, cr), (sy, sp, sr) = np.cos([yaw, pitch, roll]), np.sin([yaw, pitch, roll])
    around_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    around_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    around_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(around_z @ around_x @ around_y)


def _lighting(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    """Light from one side, dark corners, a lamp's colour, exposure and contrast."""
    height, width = photo.pixels.shape[:2]
    much = (0.35, 0.7, 1.0)[strength]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = rng.uniform(0.1, 0.5) * much
    field = 1 + slope * (np.cos(angle) * x + np.sin(angle) * y)
    field *= 1 - rng.uniform(0.05, 0.35) * much * (x**2 + y**2) / 2
    warmth = rng.uniform(-0.6, 1) * 0.22 * much  # more lamps are too yellow than too blue
    cast = np.array([1 + warmth, 1 + rng.normal(0, 0.02) * much, 1 - warmth])
    exposure = 2 ** (rng.uniform(-0.9, 0.45) * much)
    linear = (photo.pixels / 255.0) ** 2.2 * (field[..., None] * cast * exposure)
    noise = rng.normal(0, (0.004, 0.01, 0.02)[strength], linear.shape)
    lit = np.clip(linear, 0, 1) ** (1 / 2.2) + noise
    return replace(photo, pixels=to_bytes(255 * lit))


def _glare(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    """One to three soft spots, long or round, that lie over the painting like white paint."""
    height, width = photo.pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    (left, top), (right, bottom) = photo.corners.min(0), photo.corners.max(0)
    side = min(right - left, bottom - top)
    veil = np.zeros((height, width))
    for _ in range(rng.integers(1, 4)):
        cx, cy = rng.uniform(left, right), rng.uniform(top, bottom)
        angle, size = rng.uniform(0, np.pi), side * rng.uniform(0.06, 0.14)
        size *= (0.8, 1.2, 1.7)[strength]
        along = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle)
        across = (y - cy) * np.cos(angle) - (x - cx) * np.sin(angle)
        spot = (along / (size * rng.uniform(1, 3))) ** 2 + (across / size) ** 2
        veil = np.maximum(veil, np.exp(-spot) * rng.uniform(0.6, 1))
    veil = np.minimum(veil * (0.5, 0.8, 1.1)[strength], 1)[..., None]
    return replace(photo, pixels=to_bytes(photo.pixels * (1 - veil) + 252 * veil))


def _blur(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    """Out of focus, and half of the time moved as well, by thousandths of the painting's side."""
    short = float(np.ptp(photo.corners, axis=0).min())
    radius = short * (0.0025, 0.005, 0.009)[strength] * rng.uniform(0.6, 1.2)
    image = Image.fromarray(photo.pixels).filter(ImageFilter.GaussianBlur(radius))
    if rng.random() < 0.5:
        length = round(short * (0.005, 0.01, 0.018)[strength])
        angle = rng.uniform(0, np.pi)
        steps = np.linspace(-length / 2, length / 2, max(2, length + 1))
        total = np.zeros(photo.pixels.shape)
        for step in steps:
            move = (1, 0, step * np.cos(angle), 0, 1, step * np.sin(angle))
            shifted = image.transform(
                image.size, Image.Transform.AFFINE, move, Image.Resampling.BILINEAR
            )
            total += np.asarray(shifted)
        # The outermost pixels come from beyond the picture: keep the ones that were there.
        edge = max(1, int(np.ceil(length / 2)))
        moved = np.asarray(image, np.float64).copy()
        moved[edge:-edge, edge:-edge] = (total / len(steps))[edge:-edge, edge:-edge]
        return replace(photo, pixels=to_bytes(moved))
    return replace(photo, pixels=np.asarray(image, dtype=np.uint8))


def _jpeg(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    """Made smaller and compressed, as messengers do."""
    quality = int((70, 45, 22)[strength] + rng.integers(-6, 7))
    scale = (1.0, 0.9, 0.75)[strength]
    width, height = photo.size
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    small = Image.fromarray(photo.pixels).resize(size, Image.Resampling.BILINEAR)
    stretch = np.array(size) / (width, height)
    loaded = np.asarray(resaved(small, quality=quality), dtype=np.uint8)
    return replace(photo, pixels=loaded, corners=photo.corners * stretch)


def _crop(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    """Up to so much of the picture is cut off at each side."""
    height, width = photo.pixels.shape[:2]
    left, right = np.round(rng.uniform(0, (0.05, 0.1, 0.18)[strength], 2) * width).astype(int)
    top, below = np.round(rng.uniform(0, (0.05, 0.1, 0.18)[strength], 2) * height).astype(int)
    cut = photo.pixels[top : height - below, left : width - right]
    corners = photo.corners - (left, top)
    return replace(photo, pixels=np.ascontiguousarray(cut), corners=corners)


def _phone(photo: Photograph, strength: int, rng: np.random.Generator) -> Photograph:
    for step in (render, _perspective, _lighting, _glare, _crop, _blur, _jpeg):
        photo = step(photo, strength, rng)
    return photo


_MADE: dict[Change, Callable[[Photograph, int, np.random.Generator], Photograph]] = {
    "perspective": _perspective,
    "frame": render,
    "lighting": _lighting,
    "glare": _glare,
    "blur": _blur,
    "jpeg": _jpeg,
    "crop": _crop,
    "phone": _phone,
}
