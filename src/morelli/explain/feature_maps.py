"""What a network sees, layer by layer: some channels of each level as grey tiles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morelli.explain.evidence import Evidence

SIDE = 64
"""Longest side of a tile in pixels; finer maps are averaged."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one backbone.

    Attributes:
        backbone: its number, from 0.
        level: its number, lowest first, from 0.
        channels: how many maps there are.
        height: of the maps, in places.
        width: of the maps, in places.
        tiles: uint8 (h, w) each, at most SIDE a side, dark to light from least to most: the
            liveliest maps.
    """

    backbone: int
    level: int
    channels: int
    height: int
    width: int
    tiles: tuple[NDArray[np.uint8], ...]


def levels(evidence: Evidence, *, tiles: int = 8) -> list[Level]:
    """Every level of every backbone, with its `tiles` liveliest channels.

    The liveliest are those that vary most over the picture, in relation to their size.
    """
    found = []
    for name, maps in evidence.maps.items():
        backbone, level = map(int, name.removeprefix("feature_map_").split("_"))
        channels, height, width = maps.shape
        scale = np.abs(maps).mean(axis=(1, 2)) + 1e-3 * float(np.abs(maps).mean()) + 1e-9
        order = np.argsort(-maps.std(axis=(1, 2)) / np.sqrt(scale), kind="stable")[:tiles]
        shown = tuple(_tile(maps[channel]) for channel in order)
        found.append(Level(backbone, level, channels, height, width, shown))
    return found


def _tile(channel: NDArray[np.float32]) -> NDArray[np.uint8]:
    step = -(-max(channel.shape) // SIDE)
    height, width = (side // step * step for side in channel.shape)
    blocks = channel[:height, :width].reshape(height // step, step, width // step, step)
    small = blocks.mean(axis=(1, 3))
    low, high = np.quantile(small, (0.01, 0.99))
    shares = np.clip((small - low) / max(high - low, 1e-9), 0, 1)
    return np.asarray(np.rint(255 * shares), dtype=np.uint8)
