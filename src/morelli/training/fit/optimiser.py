"""Optimisers and learning-rate schedules, by the recipe."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn
from torch.optim.lr_scheduler import (
    CosineAnnealingLR,
    LinearLR,
    LRScheduler,
    ReduceLROnPlateau,
    SequentialLR,
)

from morelli.recipes.fitting import Optimisation
from morelli.recipes.recipe import Recipe


def optimiser(
    recipe: Recipe, heads: nn.Module, learning: Sequence[tuple[nn.Parameter, float]] = ()
) -> torch.optim.Optimizer:
    """The recipe's optimiser.

    Args:
        recipe: says which, and the rates.
        heads: learn at the recipe's rate.
        learning: what of the backbones learns, each with its share of their own rate.
    """
    asked = recipe.optimisation
    groups: list[dict[str, Any]] = [{"params": list(heads.parameters()), "lr": asked.learning_rate}]
    by_share: dict[float, list[nn.Parameter]] = {}
    for parameter, share in learning:
        by_share.setdefault(share, []).append(parameter)
    for share in sorted(by_share, reverse=True):
        rate = recipe.fine_tuning.learning_rate * share
        groups.append({"params": by_share[share], "lr": rate})
    # Fused: one pass over the weights instead of ten, several times as fast on the CPU.
    if asked.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=asked.learning_rate, momentum=0.9, fused=True)
    if asked.optimiser == "adamw":
        return torch.optim.AdamW(groups, lr=asked.learning_rate, fused=True)
    return torch.optim.Adam(groups, lr=asked.learning_rate, fused=True)


def schedule(asked: Optimisation, optimiser: torch.optim.Optimizer, steps: int) -> LRScheduler:
    """The recipe's schedule: a cosine goes on with each step, a plateau with each epoch.

    Args:
        asked: says which.
        optimiser: whose rates follow it.
        steps: of the whole training.
    """
    if asked.schedule == "plateau":
        return ReduceLROnPlateau(
            optimiser,
            factor=asked.plateau_factor,
            patience=asked.plateau_patience,
            min_lr=[min(asked.minimum_rate, float(g["lr"])) for g in optimiser.param_groups],
        )
    rising = steps * asked.warmup // asked.epochs
    lowest = min(asked.minimum_rate / asked.learning_rate, 1.0)
    falling = CosineToShare(optimiser, max(steps - rising, 1), lowest)
    if not rising:
        return falling
    line = LinearLR(optimiser, start_factor=1 / rising, total_iters=rising - 1)
    return SequentialLR(optimiser, [line, falling], milestones=[rising])


def follows_steps(schedule: LRScheduler) -> bool:
    """Whether a schedule goes on with each step; else with each epoch's validation loss."""
    return not isinstance(schedule, ReduceLROnPlateau)


class CosineToShare(CosineAnnealingLR):
    """Half a cosine down to a share of each group's own rate; torch's ends at one rate for all."""

    def __init__(self, optimiser: torch.optim.Optimizer, steps: int, lowest: float) -> None:
        """Args: whose rates; from the first to the last in so many steps; share at the end."""
        self.lowest = lowest
        super().__init__(optimiser, steps)

    def get_lr(self) -> list[Any]:
        """Rates of all groups at this step."""
        return self._get_closed_form_lr()

    def _get_closed_form_lr(self) -> list[Any]:
        """Where `SequentialLR` begins."""
        to_zero = zip(self.base_lrs, super()._get_closed_form_lr(), strict=True)
        return [self.lowest * full + (1 - self.lowest) * rate for full, rate in to_zero]
