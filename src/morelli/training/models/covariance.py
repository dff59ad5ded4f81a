"""Pooling of second order: which channels of a level vary together over a picture."""

from contextlib import nullcontext

import torch
from torch import Tensor, nn

from morelli.bundles.manifest import ROOT_STEPS

DIRECTIONS = 64
"""Of a level's channels, at most so many principal directions are kept."""


class Covariance(nn.Module):
    """The square root of the covariance of a level's channels, over the places of a picture.

    A mean says how much of each feature there is; this says which come together, as a brush with
    a palette. The root keeps the strongest from drowning the others (iSQRT-COV: Li et al. 2018,
    arXiv:1712.01034; for textures by Gatys et al. 2015, arXiv:1505.07376).

    Attributes:
        projection: float32 (K, C), from channels to directions that are uncorrelated and of one
            size over many pictures.
        width: number of pooled features, K (K + 1) / 2: the root's upper triangle.
    """

    projection: Tensor
    triangle: Tensor

    def __init__(self, channels: int) -> None:
        """Of maps with C channels; before `learn` the first K are taken as they are."""
        super().__init__()
        kept = min(channels, DIRECTIONS)
        self.register_buffer("projection", torch.eye(kept, channels))
        row, column = torch.triu_indices(kept, kept)
        self.register_buffer("triangle", row * kept + column, persistent=False)
        self.width = len(self.triangle)

    def learn(self, common: Tensor) -> None:
        """Take the projection from the mean covariance (C, C) of the channels in many pictures."""
        kept = len(self.projection)
        sizes, directions = torch.linalg.eigh(common.double())
        least = float(sizes[-1]) * 1e-6
        scaled = directions[:, -kept:] / sizes[-kept:].clamp_min(least).sqrt()
        self.projection.copy_(scaled.T)

    def forward(self, level: Tensor) -> tuple[Tensor, Tensor]:
        """Pool maps (N, C, H, W).

        Returns:
            Float32 (N, width), and the maps it was pooled from, float32 (N, K, H, W).
        """
        kind = level.device.type
        mixed = torch.is_autocast_enabled(kind)
        # Products of products: in half precision too little would be left of them.
        with torch.autocast(kind, enabled=False) if mixed else nullcontext():
            projected = torch.matmul(self.projection, level.float().flatten(2))
            root = square_root(covariance(projected))
        maps = projected.reshape(*projected.shape[:2], *level.shape[2:])
        return root.flatten(1)[:, self.triangle], maps


def covariance(rows: Tensor) -> Tensor:
    """Covariances (N, K, K) of K variables with P values each, (N, K, P)."""
    centred = rows - rows.mean(2, keepdim=True)
    return centred @ centred.transpose(1, 2) / rows.shape[2]


def square_root(matrices: Tensor) -> Tensor:
    """Square roots (N, K, K) of covariances, nearly, by products alone.

    Newton and Schulz's iteration on matrices of trace 1, which comes close except along the least
    directions: each step multiplies by a polynomial of
    the matrix, so that the result is the matrix itself times such a polynomial
    (`morelli.explain.evidence` relies on it).
    """
    one = torch.eye(matrices.shape[-1], dtype=matrices.dtype, device=matrices.device)
    trace = (matrices * one).sum((1, 2), keepdim=True).clamp_min(1e-12)
    root, inverse = matrices / trace, one.expand_as(matrices)
    for _ in range(ROOT_STEPS):
        step = 1.5 * one - 0.5 * inverse @ root
        root, inverse = root @ step, step @ inverse
    return root * trace.sqrt()
