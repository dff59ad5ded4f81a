"""What heads are fitted to, and what their epochs are measured by."""

from collections.abc import Mapping
from typing import TypeAlias

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own custom
from torch import Tensor

from morelli.recipes.fitting import Regularisation
from morelli.training.data.loaders import UNLABELLED, Targets

Logits: TypeAlias = Mapping[str, Tensor]
"""Float32 (B, C) of each head."""


def cross_entropy(logits: Logits, targets: Targets, smoothing: float = 0.0) -> Tensor:
    """Sum over the heads of the mean over the labelled pictures; 0 where there are none."""
    total = torch.zeros((), device=next(iter(logits.values())).device)
    for head, target in targets.items():
        known = int((target != UNLABELLED).sum())
        summed = F.cross_entropy(
            logits[head],
            target,
            ignore_index=UNLABELLED,
            label_smoothing=smoothing,
            reduction="sum",
        )
        total = total + summed / max(known, 1)
    return total


def penalised(loss: Tensor, matrices: list[Tensor], asked: Regularisation) -> Tensor:
    """A loss and what the heads' matrices cost, by L1 and L2."""
    for matrix in matrices:
        if asked.l1:
            loss = loss + asked.l1 * matrix.abs().sum()
        if asked.l2:
            loss = loss + asked.l2 / 2 * matrix.square().sum()
    return loss


def add_slopes_of_penalties(matrices: list[Tensor], asked: Regularisation) -> None:
    """The gradient of what `penalised` adds, in place: autograd takes five passes more for it."""
    with torch.no_grad():
        for matrix in matrices:
            assert matrix.grad is not None  # noqa: S101 - the loss is of all matrices
            if asked.l1:
                matrix.grad.add_(matrix.sign(), alpha=asked.l1)
            if asked.l2:
                matrix.grad.add_(matrix, alpha=asked.l2)


def measures(logits: Logits, targets: Targets) -> list[tuple[str, Tensor, int]]:
    """Names and values of what is measured on a batch, and by what each counts in the epoch's mean.

    `val_loss` is plain cross-entropy, `val_<head>` a head's accuracy on labelled pictures, and
    `val_accuracy`, of which there is one for each head, that of all labels.
    """
    pictures = len(next(iter(targets.values())))
    found = [("val_loss", cross_entropy(logits, targets), pictures)]
    for head, target in targets.items():
        known = target != UNLABELLED
        if known.any():
            right = (logits[head].argmax(1) == target)[known].float().mean()
            labels = int(known.sum())
            found += [(f"val_{head}", right, labels), ("val_accuracy", right, labels)]
    return found
