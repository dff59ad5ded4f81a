"""What there is to learn from: pictures, classes, and the backbones that look at them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pytorch_lightning as pl
from torch import Tensor

from morelli.bundles.bundle import Preprocessing
from morelli.datasets import Dataset
from morelli.errors import MorelliError
from morelli.recipes.recipe import Recipe
from morelli.training.data.loaders import Pictures, Targets, batches, targets
from morelli.training.models.backbones import Backbone
from morelli.training.models.structured_pruning import perceptrons, prune

SAMPLED = 256
"""So many training pictures are looked at to prune a network, and for what covariances are of."""

Classes: TypeAlias = dict[str, tuple[str, ...]]
"""Slugs of each head's classes, in the order of the logits."""


@dataclass(frozen=True)
class TrainingSet:
    """Pictures with their classes, and the backbones that look at them.

    Attributes:
        name: the recipe's.
        data: training pictures; a split "validation" among them is held out.
        classes: what the heads tell apart.
        backbones: as the recipe names them.
        preprocessing: the bundle's.
    """

    name: str
    data: Dataset
    classes: Classes
    backbones: Sequence[Backbone]
    preprocessing: Preprocessing

    def targets(self) -> Targets:
        """Class numbers of every picture, by head."""
        return targets(self.data.samples, self.classes)


def prepare(recipe: Recipe, data: Dataset) -> TrainingSet:
    """Backbones, preprocessing and classes for training pictures.

    Raises:
        MorelliError: a backbone or its weights are missing, or a head has fewer than two classes.
    """
    classes: Classes = {}
    for head in recipe.model.heads:
        slugs = data.artists if head == "artist" else data.styles
        if len(slugs) < 2:
            raise MorelliError(
                f"There is nothing to learn: the training pictures name {len(slugs)} {head}s;"
                f" at least two are needed, or model.heads without {head!r}."
            )
        classes[head] = slugs
    model = recipe.model
    pl.seed_everything(recipe.seed, workers=True, verbose=False)  # random weights, too
    backbones: list[Backbone] = []
    for name in model.backbones:
        backbones.append(
            Backbone(
                name,
                size=model.size or (backbones[0].size if backbones else None),
                pooling=model.pooling,
                levels=model.levels.get(name),
                covariances=model.covariances.get(name, ()),
                patch=model.patches.get(name),
                pretrained=model.pretrained,
            )
        )
        if name in model.hidden_units:
            perceptrons(backbones[-1], model.hidden_units[name])  # complains now, not in an hour
    first = backbones[0]
    preprocessing = Preprocessing.model_validate(
        {
            "size": first.size,
            "fit": model.fit,
            "interpolation": model.interpolation or first.interpolation,
        }
    )
    return TrainingSet(recipe.name, data, classes, backbones, preprocessing)


def prune_and_whiten(training: TrainingSet, recipe: Recipe) -> None:
    """Fit the backbones to training pictures drawn by lot.

    Hidden units that are kept (`prune`), and what covariances are taken of (`Backbone.whiten`).
    """
    drawn = np.random.default_rng(recipe.seed).permutation(len(training.data))[:SAMPLED]
    pictures = Pictures([training.data.samples[n] for n in drawn], {}, training.preprocessing)

    def some() -> Iterator[Tensor]:
        return (x for x, _ in batches(pictures, 32, shuffle=False, seed=recipe.seed))

    for backbone in training.backbones:
        if backbone.name in recipe.model.hidden_units:
            prune(backbone, recipe.model.hidden_units[backbone.name], some())
        if backbone.covariances:
            backbone.whiten(some())
