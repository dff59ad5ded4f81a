"""Mixup (Zhang et al. 2018, arXiv:1710.09412) and CutMix (Yun et al. 2019, arXiv:1905.04899).

Two pictures become one, and so do their labels. The loss is linear in the labels, so it is
computed twice and weighted; a label that isn't known stays masked.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from morelli.recipes.sections import Augmentation


@dataclass(frozen=True)
class Mixed:
    """A batch of mixed pictures.

    Attributes:
        pictures: float32 (N, 3, S, S).
        partner: whom each picture was mixed with, int64 (N,).
        share: 0..1, how much is left of the picture itself.
    """

    pictures: Tensor
    partner: Tensor
    share: float


def mix(pictures: Tensor, recipe: Augmentation) -> Mixed | None:
    """Mix a batch (N, 3, S, S) as the recipe says; None where it doesn't."""
    if not recipe.mixup and not recipe.cutmix:
        return None
    partner = torch.randperm(len(pictures), device=pictures.device)
    cuts = bool(recipe.cutmix) and (not recipe.mixup or bool(torch.rand(()) < 0.5))
    alpha = recipe.cutmix if cuts else recipe.mixup
    share = float(torch.distributions.Beta(alpha, alpha).sample())
    if not cuts:
        return Mixed(share * pictures + (1 - share) * pictures[partner], partner, share)
    height, width = pictures.shape[-2:]
    side = (1 - share) ** 0.5
    y, x = int(torch.randint(height, ())), int(torch.randint(width, ()))
    half_y, half_x = int(side * height / 2), int(side * width / 2)
    top, bottom = max(y - half_y, 0), min(y + half_y, height)
    left, right = max(x - half_x, 0), min(x + half_x, width)
    mixed = pictures.clone()
    mixed[..., top:bottom, left:right] = pictures[partner][..., top:bottom, left:right]
    return Mixed(mixed, partner, 1 - (bottom - top) * (right - left) / (height * width))
