"""Heads on cached features of frozen backbones, and their answers on what they never saw."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytorch_lightning as pl
import torch

from morelli.training.data.held_out import foreign
from morelli.training.data.loaders import Features, Targets, batches
from morelli.training.data.training_set import Classes, TrainingSet
from morelli.training.fit.gradient_step import fit
from morelli.training.models.network import Heads, average
from morelli.training.run import Fitted, Rows, Run


def fit_heads(
    run: Run,
    folder: Path,
    pooled: torch.Tensor,
    labels: Targets,
    rows: tuple[Rows, Rows],
    classes: Classes,
    epochs: int | None = None,
    crowded: Sequence[torch.Tensor] = (),
) -> Heads:
    """Heads on cached features.

    Args:
        run: the recipe says how.
        folder: checkpoints and the learning curve.
        pooled: float32 (N, D).
        labels: class numbers (N,) by head.
        rows: to learn from (copy by copy, see `augmented_copies`), and to stop by.
        classes: what the heads tell apart.
        epochs: instead of the recipe's; 0 leaves the heads at their start.
        crowded: see `crowds_in`.
    """
    recipe = run.member
    learn, stop = rows
    pl.seed_everything(recipe.seed, workers=True, verbose=False)
    counts = {head: len(slugs) for head, slugs in classes.items()}
    heads = Heads(pooled.shape[1], counts, recipe.regularisation.dropout)
    heads.standardise(pooled[learn])
    if epochs == 0:
        return heads

    def part(chosen: Rows) -> Features:
        return Features(pooled[chosen], {head: n[chosen] for head, n in labels.items()})

    fit(
        heads,
        recipe,
        batches(
            part(learn),
            recipe.optimisation.batch_size,
            shuffle=recipe.optimisation.shuffle,
            seed=recipe.seed,
            augmentation=recipe.augmentation,
            crowded=crowded,
            most=recipe.optimisation.most_of_source,
        ),
        batches(part(stop), 1024, shuffle=False, seed=recipe.seed),
        folder,
        epochs=epochs,
        accelerator=run.accelerator,
        quiet=run.quiet,
    )
    return heads.eval()


def out_of_fold(
    training: TrainingSet,
    graphs: list[onnx.ModelProto],
    pooled: torch.Tensor,
    folds: Sequence[tuple[Rows, Rows]],
    heads: Sequence[Heads],
) -> Fitted:
    """The mean of the folds' heads, and the answer of each fold's to what it held out.

    The mean of linear heads answers with the mean of their logits.

    Args:
        training: pictures and classes.
        graphs: of the backbones.
        pooled: features of the pictures as they are, float32 (N, D).
        folds: see `rows_of_folds`.
        heads: one of each fold.
    """
    data, labels = training.data, training.targets()
    logits = {head: np.zeros((len(data), len(slugs))) for head, slugs in training.classes.items()}
    answered, of_strange_source = np.zeros((2, len(data)), dtype=bool)
    for own, (learn, stop) in zip(heads, folds, strict=True):
        with torch.no_grad():
            for head, answers in own(pooled[stop]).items():
                logits[head][stop] = answers.numpy()
        answered[stop] = True
        of_strange_source[stop] = foreign(data, np.unique(learn % len(data)), stop)
    return Fitted(
        graphs,
        average([own.folded() for own in heads]),
        np.flatnonzero(answered),
        pooled.numpy()[answered],
        {head: answers[answered] for head, answers in logits.items()},
        {head: numbers.numpy()[answered] for head, numbers in labels.items()},
        of_strange_source[answered],
    )
