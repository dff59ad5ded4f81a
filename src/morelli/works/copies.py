"""Copies of pictures as other reproductions would have them, to learn to know a work again by.

They are cut, framed, toned, grey, reduced and saved anew. What differs between copies of one
picture is what a work's embedding has to overlook (see `morelli.training.fit.works`).
"""

import hashlib
from collections.abc import Callable
from typing import Literal, TypeAlias, get_args

import numpy as np
from PIL import Image

from morelli.cropping.photograph import photograph
from morelli.images import Pixels
from morelli.images.resaving import resaved

Kind: TypeAlias = Literal["saved", "crop", "frame", "cast", "grey", "detail"]
KINDS: tuple[Kind, ...] = get_args(Kind)

LEAST_AREA = 0.6
"""Share of a picture's area that a crop keeps at least; a detail keeps a quarter of it."""

_SHARES: dict[Kind, float] = {"crop": 0.5, "frame": 0.2, "cast": 0.7, "grey": 0.2, "saved": 1.0}


class Copy:
    """One copy of every picture, the same whenever it is asked for (a look, as `View` is)."""

    def __init__(
        self,
        square: Callable[[Pixels], Pixels],
        seed: int,
        number: int,
        kind: Kind | None = None,
    ) -> None:
        """Copy `number` by this seed: changed in one way, or in any number of ways by lot.

        Args:
            square: brings a picture to the model's square, as `Preprocessing.square` does.
            seed: draws what is changed.
            number: of the copy.
            kind: the only thing that is changed, where it is given.
        """
        self.square = square
        self.kind = kind
        self.key = f"copy {kind or 'any'} {seed} {number}"
        self.name = f"copy {number}" if kind is None else kind

    def __call__(self, pixels: Pixels, digest: bytes) -> Pixels:
        """The copy, uint8 (S, S, 3), of a picture, uint8 (H, W, 3), whose file has this digest."""
        lot = hashlib.sha256(self.key.encode() + digest).digest()
        rng = np.random.default_rng(int.from_bytes(lot[:8], "big"))
        square = pixels = self.square(pixels)
        for kind, share in _SHARES.items() if self.kind is None else [(self.kind, 1.0)]:
            if rng.random() < share:
                pixels = _change(pixels, kind, rng)
        size = square.shape[1::-1]
        return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))


def _change(pixels: Pixels, kind: Kind, rng: np.random.Generator) -> Pixels:
    if kind == "crop":
        return _cut(pixels, rng.uniform(LEAST_AREA, 1.0), rng)
    if kind == "detail":
        return _cut(pixels, LEAST_AREA / 4, rng)
    if kind == "frame":
        return photograph(pixels, "frame", "slight", int(rng.integers(1 << 31))).pixels
    if kind == "saved":
        return _saved(pixels, rng)
    scaled = pixels / np.float32(255)
    if kind == "grey":  # films see colours in several ways
        weights = rng.dirichlet((3.0, 6.0, 2.0)).astype(np.float32)
        scaled = np.repeat((scaled @ weights)[..., None], 3, 2)
    else:
        gains = np.exp(rng.normal(0, 0.12, 3)).astype(np.float32)
        scaled = np.clip(scaled * gains, 0, 1) ** np.float32(np.exp(rng.normal(0, 0.25)))
        scaled = (scaled - 0.5) * np.float32(rng.uniform(0.75, 1.2)) + 0.5
        scaled = scaled + np.float32(rng.normal(0, 0.05))
    return np.asarray(np.rint(np.clip(scaled, 0, 1) * 255), dtype=np.uint8)


def _cut(pixels: Pixels, area: float, rng: np.random.Generator) -> Pixels:
    """A part of so much of the area, of any place and of nearly the same proportions."""
    height, width = pixels.shape[:2]
    stretch = np.exp(rng.uniform(-0.2, 0.2))
    tall, wide = np.minimum(np.sqrt(area) * np.array([stretch, 1 / stretch]), 1)
    rows, columns = max(1, round(height * tall)), max(1, round(width * wide))
    top, left = rng.integers(height - rows + 1), rng.integers(width - columns + 1)
    return pixels[top : top + rows, left : left + columns]


def _saved(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Made smaller or larger, and saved as JPEG, once or twice."""
    image = Image.fromarray(pixels)
    kernels = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
    for _ in range(rng.integers(1, 3)):
        scale = np.exp(rng.uniform(np.log(0.4), np.log(1.5)))
        size = max(16, round(image.width * scale)), max(16, round(image.height * scale))
        image = image.resize(size, kernels[rng.integers(3)])
        image = resaved(image, quality=int(rng.integers(40, 96)))
    return np.asarray(image, dtype=np.uint8)
