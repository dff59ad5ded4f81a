"""Heads of many recipes on the same features: the descent of `loop`, shared by all of them.

Recipes that differ only in what becomes of a gradient see the same batches in the same order. So
a batch is fetched, standardised and thinned out once for all of them, and their matrices meet it
in one large product instead of many small ones. Optimiser and schedule are those of `Descent`;
what comes out are the numbers that fitting each recipe alone gives, but for rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytorch_lightning as pl
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR, ReduceLROnPlateau

from morelli.recipes.recipe import Recipe
from morelli.training.data.loaders import Features, Targets, batches
from morelli.training.data.training_set import Classes
from morelli.training.fit.loop import MONITORS, UNLABELLED, Descent, Schedule
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
"""Fields in which recipes that are fitted side by side may differ."""


def kin(recipe: Recipe) -> str:
    """What recipes must have in common to be fitted side by side."""
    return recipe.model_dump_json(exclude=MAY_DIFFER)


@dataclass
class Contender:
    """A recipe's heads on their way.

    Attributes:
        recipe: how they learn.
        heads: their weights are views of the stacked ones.
        optimiser: of `Descent`.
        schedule: of `Descent`.
        curve: a row for each epoch, as in `metrics.csv`.
        best: the weights of the best epoch.
        score: that epoch's, of what is monitored.
        waited: epochs since then.
    """

    recipe: Recipe
    heads: Heads
    optimiser: torch.optim.Optimizer
    schedule: Schedule
    curve: list[dict[str, str]] = field(default_factory=list)
    best: dict[str, Tensor] = field(default_factory=dict)
    score: float = float("inf")
    waited: int = 0

    def note(self, logged: dict[str, float]) -> bool:
        """Keep what an epoch came to; True where it was the last one."""
        row = {"epoch": str(len(self.curve))}
        row |= {name: f"{value:.6g}" for name, value in logged.items() if name != "val_accuracy"}
        self.curve.append(row | {"rate": f"{self.optimiser.param_groups[0]['lr']:.6g}"})
        asked = self.recipe.optimisation
        name, mode = MONITORS[asked.monitor]
        reached = {"epoch": float(len(self.curve)), **logged}[name]
        score = reached if mode == "min" else -reached
        if score < self.score or not self.best:
            self.score, self.waited = score, 0
            self.best = {k: v.clone() for k, v in self.heads.state_dict().items()}
        else:
            self.waited += 1
        if isinstance(self.schedule, ReduceLROnPlateau):
            self.schedule.step(logged["val_loss"])
        finite = logged["val_loss"] < float("inf")  # False for NaN, too
        return not finite or self.waited >= asked.patience or len(self.curve) >= asked.epochs


class Stack:
    """The matrices of many heads in one, those still learning first.

    Attributes:
        matrices: per head float32 (R, C, D); `slopes` are their gradients.
        biases: per head float32 (R, C); `bias_slopes` are theirs.
    """

    def __init__(self, count: int, width: int, classes: dict[str, int], device: str) -> None:
        """Zeros for `count` recipes."""

        def zeros(*shape: int) -> dict[str, Tensor]:
            return {h: torch.zeros(count, n, *shape, device=device) for h, n in classes.items()}

        self.matrices, self.slopes = zeros(width), zeros(width)
        self.biases, self.bias_slopes = zeros(), zeros()

    def lend(self, slot: int, heads: Heads, *, fresh: bool = False) -> None:
        """Make `slot` the storage of these heads, moving their weights there unless fresh."""
        for name, layer in heads.linear.items():
            assert isinstance(layer, nn.Linear)  # noqa: S101
            for parameter, values, slopes in (
                (layer.weight, self.matrices[name], self.slopes[name]),
                (layer.bias, self.biases[name], self.bias_slopes[name]),
            ):
                if not fresh:
                    values[slot].copy_(parameter.data)
                parameter.data = values[slot]
                parameter.grad = slopes[slot]

    def logits(self, x: Tensor, head: str, count: int) -> Tensor:
        """Logits (B, R, C) of the first `count` recipes for standardised features (B, D)."""
        matrices = self.matrices[head][:count]
        flat = torch.addmm(self.biases[head][:count].flatten(), x, matrices.flatten(0, 1).T)
        return flat.view(len(x), count, -1)

    def learn(self, x: Tensor, head: str, logits_slope: Tensor) -> None:
        """Turn the loss's gradient by the logits (B, R, C) into that by the weights."""
        count = logits_slope.shape[1]
        slopes = self.slopes[head][:count].flatten(0, 1)
        torch.mm(logits_slope.flatten(1).T, x, out=slopes)
        torch.sum(logits_slope, 0, out=self.bias_slopes[head][:count])


def fit_side_by_side(
    recipes: Sequence[Recipe],
    pooled: Tensor,
    labels: Targets,
    rows: tuple[Rows, Rows],
    classes: Classes,
    device: str = "cpu",
    crowded: Sequence[Tensor] = (),
) -> list[Contender]:
    """Fit the heads of many recipes; see `morelli.training.run.fit_heads` for the rest.

    Args:
        recipes: alike in everything but `MAY_DIFFER`.
        pooled: float32 (N, D).
        labels: class numbers (N,) by head.
        rows: to learn from, and to stop by.
        classes: what the heads tell apart.
        device: torch's.
        crowded: see `morelli.training.run.crowds_in`.

    Returns:
        In the order of the recipes, each with its best weights in `heads`, on the CPU. Where a
        loss was no longer a number, the last row of its curve says so.
    """
    first = recipes[0]
    assert len({kin(recipe) for recipe in recipes}) == 1  # noqa: S101 - the caller groups them
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
    contenders = []
    for slot, (recipe, own) in enumerate(zip(recipes, heads, strict=True)):
        own.load_state_dict(shared.state_dict())
        stack.lend(slot, own, fresh=True)
        descent = Descent(own, recipe)
        optimiser = descent.optimiser()
        schedule = descent.schedule(optimiser, len(train) * recipe.optimisation.epochs)
        contenders.append(Contender(recipe, own, optimiser, schedule))
    learning = list(contenders)
    while learning:
        shared.dropout.train()
        losses = torch.zeros(len(learning), device=device)
        shown = 0
        for x, targets in train:
            shown += len(x)
            losses += len(x) * _step(stack, learning, shared.dropout(x), targets)
        logged = _validate(stack, validation, len(learning))
        logged["train_loss"] = (losses / shown).tolist()
        for slot in reversed(range(len(learning))):
            if learning[slot].note({name: values[slot] for name, values in logged.items()}):
                stopped, last = learning[slot], learning.pop()
                if last is not stopped:
                    learning[slot] = last
                    stack.lend(slot, last.heads)
                best = {name: value.cpu() for name, value in stopped.best.items()}
                stopped.heads.load_state_dict(best, assign=True)  # not into the slot, lent anew
    return contenders


def _step(stack: Stack, learning: list[Contender], x: Tensor, targets: Targets) -> Tensor:
    """A step of every recipe on a batch (B, D); returns their losses (R,) without penalties."""
    count = len(learning)
    parts = [contender.recipe.regularisation for contender in learning]
    smoothing = torch.tensor([p.label_smoothing for p in parts], device=x.device)[:, None]
    losses = torch.zeros(count, device=x.device)
    for head, target in targets.items():
        logits = stack.logits(x, head, count)
        known = (target != UNLABELLED).nonzero()[:, 0]
        share = 1 / max(len(known), 1)
        logs = logits.log_softmax(2)
        right = logs[known, :, target[known]]
        spread = logs.mean(2)[known]
        losses -= share * ((1 - smoothing[:, 0]) * right + smoothing[:, 0] * spread).sum(0)
        slope = logs.exp_()
        slope -= smoothing / slope.shape[2]
        slope[known, :, target[known]] -= 1 - smoothing[:, 0]
        slope *= share * (target != UNLABELLED)[:, None, None]
        stack.learn(x, head, slope)
    for contender, asked in zip(learning, parts, strict=True):
        for weight in contender.heads.weights():
            assert weight.grad is not None  # noqa: S101 - lent by the stack
            with torch.no_grad():
                if asked.l1:
                    weight.grad.add_(weight.sign(), alpha=asked.l1)
                if asked.l2:
                    weight.grad.add_(weight, alpha=asked.l2)
        contender.optimiser.step()
        if isinstance(contender.schedule, LambdaLR):
            contender.schedule.step()
    return losses


def _validate(stack: Stack, data: Any, count: int) -> dict[str, list[float]]:
    """What `Descent` logs of an epoch, for each of the first `count` recipes."""
    loss: Tensor = torch.zeros(count)
    right: dict[str, Tensor] = {}
    known: dict[str, int] = {}
    pictures = 0
    for x, targets in data:
        pictures += len(x)
        for head, target in targets.items():
            chosen = (target != UNLABELLED).nonzero()[:, 0]
            logits = stack.logits(x, head, count)[chosen]
            numbers = target[chosen]
            each = torch.arange(len(chosen), device=x.device)
            logs = logits.log_softmax(2)[each, :, numbers]
            loss = loss - len(x) * logs.sum(0).cpu() / max(len(chosen), 1)
            hits = (logits.argmax(2) == numbers[:, None]).sum(0).cpu()
            right[head] = right.get(head, torch.zeros(count)) + hits
            known[head] = known.get(head, 0) + len(chosen)
    logged = {"val_loss": (loss / pictures).tolist()}
    for head, hits in right.items():
        if known[head]:
            logged[f"val_{head}"] = (hits / known[head]).tolist()
    everything = sum(right.values(), torch.zeros(count))
    logged["val_accuracy"] = (everything / max(sum(known.values()), 1)).tolist()
    return logged
