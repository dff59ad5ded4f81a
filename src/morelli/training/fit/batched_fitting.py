"""Heads of many recipes on the same features: their gradient steps, taken together.

Recipes that differ only in what becomes of a gradient see the same batches in the same order. So
a batch is fetched, standardised and thinned out once for all of them, and their matrices meet it
in one large product instead of many small ones. Loss, optimiser, schedule, validation and early
stopping are those of `gradient_step`; what comes out are the numbers that fitting each recipe alone
gives, but for rounding.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytorch_lightning as pl
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau

from morelli.recipes.recipe import Recipe
from morelli.training.data.loaders import Features, Targets, batches
from morelli.training.data.training_set import Classes
from morelli.training.fit.early_stopping import Patience
from morelli.training.fit.objective import add_slopes_of_penalties, cross_entropy, measures
from morelli.training.fit.optimiser import follows_steps, optimiser, schedule
from morelli.training.models.network import Heads
from morelli.training.run import Rows

MAY_DIFFER: Any = {
    "name": True,
    "regularisation": {"l1", "l2", "label_smoothing"},
    "optimisation": {
        "optimiser",
        "learning_rate",
        "epochs",
        "monitor",
        "patience",
        "schedule",
        "warmup",
        "plateau_patience",
        "plateau_factor",
        "minimum_rate",
    },
}
"""Fields in which recipes of one batch may differ."""


def in_common(recipe: Recipe) -> str:
    """What recipes must have in common to be fitted in one batch."""
    return recipe.model_dump_json(exclude=MAY_DIFFER)


@dataclass
class Candidate:
    """A recipe's heads on their way.

    Attributes:
        recipe: how they learn.
        heads: their weights lie in the stacked ones (`Stack.bind`).
        optimiser: the recipe's.
        schedule: the recipe's.
        patience: when they stop.
        rows: one for each epoch, as in `metrics.csv`.
        best: the weights of the best epoch.
    """

    recipe: Recipe
    heads: Heads
    optimiser: torch.optim.Optimizer
    schedule: LRScheduler
    patience: Patience
    rows: list[dict[str, str]] = field(default_factory=list)
    best: dict[str, Tensor] = field(default_factory=dict)

    def ends(self, logged: dict[str, float]) -> bool:
        """Keep what an epoch came to; True where it was the last one."""
        row = {"epoch": str(len(self.rows))}
        row |= {name: f"{value:.6g}" for name, value in logged.items() if name != "val_accuracy"}
        self.rows.append(row | {"rate": f"{self.optimiser.param_groups[0]['lr']:.6g}"})
        stop = self.patience.ends({"epoch": len(self.rows), **logged})
        if self.patience.improved or not self.best:
            self.best = {name: v.clone() for name, v in self.heads.state_dict().items()}
        if isinstance(self.schedule, ReduceLROnPlateau):
            self.schedule.step(logged["val_loss"])
        finite = math.isfinite(logged["val_loss"])
        return stop or not finite or len(self.rows) >= self.recipe.optimisation.epochs


class Stack:
    """The weights of many heads in one, those still learning first.

    Attributes:
        matrices: per head float32 (R, C, D).
        biases: per head float32 (R, C).
    """

    def __init__(self, count: int, width: int, classes: dict[str, int], device: str) -> None:
        """Zeros for `count` recipes."""

        def zeros(*shape: int) -> dict[str, Tensor]:
            return {h: torch.zeros(count, n, *shape, device=device) for h, n in classes.items()}

        self.matrices, self.biases = zeros(width), zeros()

    def bind(self, slot: int, heads: Heads) -> None:
        """Move the weights of these heads to `slot`, and let them lie there."""
        for name, layer in heads.linear.items():
            for parameter, values in (
                (layer.weight, self.matrices[name]),
                (layer.bias, self.biases[name]),
            ):
                assert isinstance(parameter, nn.Parameter)  # noqa: S101
                values[slot].copy_(parameter.data)
                parameter.data = values[slot]

    def first(self, count: int) -> "Stack":
        """The weights of the first `count` recipes, for a gradient to be asked of."""
        found = object.__new__(Stack)
        found.matrices = {h: m.detach()[:count].requires_grad_() for h, m in self.matrices.items()}
        found.biases = {h: b.detach()[:count].requires_grad_() for h, b in self.biases.items()}
        return found

    def logits(self, x: Tensor) -> list[dict[str, Tensor]]:
        """Logits (B, C) of each recipe's heads for standardised features (B, D)."""
        found = {}
        for head, matrices in self.matrices.items():
            flat = torch.addmm(self.biases[head].flatten(), x, matrices.flatten(0, 1).T)
            found[head] = flat.view(len(x), *matrices.shape[:2]).unbind(1)
        return [dict(zip(found, each, strict=True)) for each in zip(*found.values(), strict=True)]


def fit_batched(
    recipes: Sequence[Recipe],
    pooled: Tensor,
    labels: Targets,
    rows: tuple[Rows, Rows],
    classes: Classes,
    device: str = "cpu",
    crowded: Sequence[Tensor] = (),
) -> list[Candidate]:
    """Fit the heads of many recipes; see `morelli.training.fit.heads.fit_heads` for the rest.

    Args:
        recipes: alike in everything but `MAY_DIFFER`.
        pooled: float32 (N, D).
        labels: class numbers (N,) by head.
        rows: to learn from, and to stop by.
        classes: what the heads tell apart.
        device: torch's.
        crowded: see `morelli.training.data.loaders.crowds_in`.

    Returns:
        In the order of the recipes, each with its best weights in `heads`, on the CPU. Where a
        loss was no longer a number, its last row says so.
    """
    first = recipes[0]
    assert len({in_common(recipe) for recipe in recipes}) == 1  # noqa: S101 - the caller's groups
    learn, stop = rows
    size, shuffle = first.optimisation.batch_size, first.optimisation.shuffle
    pl.seed_everything(first.seed, workers=True, verbose=False)
    counts = {head: len(slugs) for head, slugs in classes.items()}
    shared = Heads(pooled.shape[1], counts, first.regularisation.dropout)
    shared.standardise(pooled[learn])
    with torch.random.fork_rng(devices=[]):  # heads begin at zero; their draws are not missed
        heads = [Heads(pooled.shape[1], counts) for _ in recipes]

    def part(chosen: Rows) -> Features:
        x = (pooled[chosen] - shared.mean) / shared.std
        numbers = {head: n[chosen].to(device) for head, n in labels.items()}
        return Features(x.to(device), numbers)

    train = batches(
        part(learn),
        size,
        shuffle=shuffle,
        seed=first.seed,
        augmentation=first.augmentation,
        crowded=crowded,
        most=first.optimisation.most_of_source,
    )
    validation = batches(part(stop), 1024, shuffle=False, seed=first.seed)
    stack = Stack(len(recipes), pooled.shape[1], counts, device)
    candidates = []
    for slot, (recipe, own) in enumerate(zip(recipes, heads, strict=True)):
        own.load_state_dict(shared.state_dict())
        stack.bind(slot, own)
        asked = recipe.optimisation
        found = optimiser(recipe, own)
        rates = schedule(asked, found, len(train) * asked.epochs)
        candidates.append(Candidate(recipe, own, found, rates, Patience(asked)))
    learning = list(candidates)
    while learning:
        shared.dropout.train()
        losses = torch.zeros(len(learning), device=device)
        shown = 0
        for x, targets in train:
            shown += len(x)
            losses += len(x) * _step(stack, learning, shared.dropout(x), targets)
        logged = _validate(stack, validation, len(learning))
        for slot in reversed(range(len(learning))):
            if learning[slot].ends({"train_loss": float(losses[slot]) / shown, **logged[slot]}):
                stopped, last = learning[slot], learning.pop()
                if last is not stopped:
                    learning[slot] = last
                    stack.bind(slot, last.heads)
                best = {name: value.cpu() for name, value in stopped.best.items()}
                stopped.heads.load_state_dict(best, assign=True)  # not into the slot, bound anew
    return candidates


def _step(stack: Stack, learning: list[Candidate], x: Tensor, targets: Targets) -> Tensor:
    """A step of every recipe on a batch (B, D); returns their losses (R,) without penalties."""
    here = stack.first(len(learning))
    asked = [candidate.recipe.regularisation for candidate in learning]
    losses = [
        cross_entropy(logits, targets, each.label_smoothing)
        for logits, each in zip(here.logits(x), asked, strict=True)
    ]
    # Each recipe's loss depends on its own weights alone, so the gradient of their sum has all.
    heads = list(here.matrices)
    weights = [*here.matrices.values(), *here.biases.values()]
    slopes = torch.autograd.grad(torch.stack(losses).sum(), weights)
    for slot, candidate in enumerate(learning):
        layers = [candidate.heads.linear[head] for head in heads]
        parameters = [*(layer.weight for layer in layers), *(layer.bias for layer in layers)]
        for parameter, slope in zip(parameters, slopes, strict=True):
            assert isinstance(parameter, nn.Parameter)  # noqa: S101
            parameter.grad = slope[slot]
        add_slopes_of_penalties(candidate.heads.weights(), asked[slot])
        candidate.optimiser.step()
        if follows_steps(candidate.schedule):
            candidate.schedule.step()
    return torch.stack(losses).detach()


def _validate(stack: Stack, data: Iterable[Any], count: int) -> list[dict[str, float]]:
    """Means of the `measures` of an epoch, for each of the first `count` recipes."""
    sums: list[dict[str, float]] = [defaultdict(float) for _ in range(count)]
    counts: list[dict[str, int]] = [defaultdict(int) for _ in range(count)]
    with torch.no_grad():
        for x, targets in data:
            for slot, logits in enumerate(stack.first(count).logits(x)):
                for name, value, shown in measures(logits, targets):
                    sums[slot][name] += shown * float(value)
                    counts[slot][name] += shown
    return [
        {name: total / counts[slot][name] for name, total in sums[slot].items()}
        for slot in range(count)
    ]
