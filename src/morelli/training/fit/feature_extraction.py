"""Training with a frozen backbone: heads on cached features, in minutes."""

import numpy as np
import torch

from morelli.datasets import Dataset
from morelli.datasets.splits import folds, with_validation
from morelli.recipes.recipe import Recipe
from morelli.training.data.augmentation import looks
from morelli.training.data.training_set import Material, slim_and_whiten
from morelli.training.fit.fine_tuning import go_on, take_over
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import average
from morelli.training.run import (
    Fitted,
    Rows,
    Run,
    crowds_in,
    features,
    fit_heads,
    foreign,
    graphs,
    held_out,
)


def feature_extraction(run: Run, material: Material) -> Fitted:
    """Fit heads on the features of the very graphs that ship.

    With folds, every picture is answered by heads that never saw it, so that all of them
    calibrate; the heads that ship are the mean of the folds', which for linear heads answer
    with the mean of their logits. With a `start` the backbones are those that it trained.
    """
    recipe, data = run.member, material.data
    if recipe.start is not None:
        start = go_on(run, recipe.start, material).backbones
        for ours, theirs in zip(material.backbones, start, strict=True):
            assert isinstance(theirs, Backbone)  # noqa: S101
            take_over(recipe, ours.net, theirs.net)
    slim_and_whiten(material, recipe)
    run.report("Exporting the frozen backbones")
    exported = graphs(run, material.backbones)
    found = []
    for look in looks(recipe.augmentation, material.preprocessing, recipe.seed, data.samples):
        how = "as they are" if look is None else look.name
        run.report(f"Features of {len(data):,} pictures, {how}")
        seen = features(run, exported, material.preprocessing, data.samples, look)
        found.append(torch.from_numpy(seen))
    plain, pooled = found[0], torch.cat(found)
    labels = material.targets()
    repeated = {head: numbers.repeat(len(found)) for head, numbers in labels.items()}
    trained = []
    logits = {head: np.zeros((len(data), len(slugs))) for head, slugs in material.classes.items()}
    answered, of_strange_source = np.zeros((2, len(data)), dtype=bool)
    parts = rows_of_parts(recipe, data)
    for number, rows in enumerate(parts):
        run.report(f"Fitting heads, {number + 1} of {len(parts)}")
        folder = run.folder / f"heads-{number}"
        learn, stop = rows
        heads = fit_heads(
            run,
            folder,
            pooled,
            repeated,
            rows,
            material.classes,
            crowded=crowds_in(recipe, data.samples, learn),
        )
        with torch.no_grad():
            for head, answers in heads(plain[stop]).items():
                logits[head][stop] = answers.numpy()
        answered[stop] = True
        of_strange_source[stop] = foreign(data, np.unique(learn % len(data)), stop)
        trained.append(heads.folded())
    return Fitted(
        exported,
        average(trained),
        np.flatnonzero(answered),
        plain.numpy()[answered],
        {head: answers[answered] for head, answers in logits.items()},
        {head: numbers.numpy()[answered] for head, numbers in labels.items()},
        of_strange_source[answered],
    )


def rows_of_parts(recipe: Recipe, data: Dataset) -> list[tuple[Rows, Rows]]:
    """For each part of the validation, the rows to learn from and those to stop by.

    The rows to learn from count through all looks at the pictures, one after another. Where some
    pictures are held out already, by the data set or by a `start`, whose network knows all others,
    folds are made of these.
    """
    asked, seed = recipe.validation, recipe.seed
    if "validation" in data.splits or recipe.start is not None or not asked.folds:
        data = with_validation(data, share=asked.share, seed=seed, by=asked.by)
    parts = [data]
    if asked.folds:
        parts = [*folds(data, count=asked.folds, seed=seed, by=asked.by)]
    starts = np.arange(recipe.augmentation.looks)[:, None] * len(data)
    rows = [held_out(part) for part in parts]
    return [((starts + learn).ravel(), stop) for learn, stop in rows]
