"""Features of frozen backbones, kept in memory from one job to the next."""

from dataclasses import dataclass

import torch
from torch import Tensor

from morelli.recipes.recipe import Recipe
from morelli.study import cost
from morelli.study.context import Context
from morelli.training.data.augmentation import augmented_copies
from morelli.training.data.features import features
from morelli.training.data.training_set import TrainingSet, prepare
from morelli.training.export.graphs import backbone_graphs

KEPT = 2
"""Extractions kept at most: neighbouring jobs share them."""


@dataclass(frozen=True)
class Extraction:
    """What frozen backbones make of all training pictures.

    Attributes:
        training: pictures, classes, backbones.
        pooled: features, float32 (N, D), of each copy of the pictures, as they are first.
        milliseconds: one picture through the backbones.
    """

    training: TrainingSet
    pooled: list[Tensor]
    milliseconds: float


def depends_on(recipe: Recipe) -> str:
    """What of a recipe changes its features."""
    drawn = recipe.augmentation.copies or not recipe.model.pretrained
    # How often a copy is drawn changes what the heads learn, not what there is to learn from.
    copies = recipe.augmentation.model_dump_json(exclude={"copy_share"})
    return f"{recipe.model!r} {copies} {recipe.seed if drawn else ''}"


class Extractions:
    """Extractions by what they depend on."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: dict[str, Extraction] = {}

    def of(self, recipe: Recipe) -> Extraction:
        """What the recipe's backbones make of the study's training pictures."""
        key = depends_on(recipe)
        if key not in self.found:
            while len(self.found) >= KEPT:
                self.found.pop(next(iter(self.found)))
            self.found[key] = self._extract(recipe)
        return self.found[key]

    def _extract(self, recipe: Recipe) -> Extraction:
        training = prepare(recipe, self.context.training)
        graphs = backbone_graphs(training.backbones, recipe.model.storage)
        preprocessing, samples = training.preprocessing, training.data.samples
        pooled = [
            torch.from_numpy(features(graphs, preprocessing, samples, made))
            for made in augmented_copies(recipe.augmentation, preprocessing, recipe.seed, samples)
        ]
        took = cost.milliseconds(graphs, preprocessing.size)
        return Extraction(training, pooled, round(took, 3))
