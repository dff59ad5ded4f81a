"""Features of frozen backbones, kept in memory from one job to the next."""

from dataclasses import dataclass

import torch
from torch import Tensor

from morelli.recipes.recipe import Recipe
from morelli.study import cost
from morelli.study.context import Context
from morelli.training.data.augmentation import looks
from morelli.training.data.training_set import Material, prepare
from morelli.training.run import Run, features, graphs

KEPT = 2
"""Extractions kept at most: neighbouring jobs share them."""


@dataclass(frozen=True)
class Extraction:
    """What frozen backbones make of all training pictures.

    Attributes:
        material: pictures, classes, backbones.
        looks: pooled features, float32 (N, D), of each look at the pictures, as they are first.
        milliseconds: one picture through the backbones.
    """

    material: Material
    looks: list[Tensor]
    milliseconds: float


def depends_on(recipe: Recipe) -> str:
    """What of a recipe changes its features."""
    drawn = recipe.augmentation.views or not recipe.model.pretrained
    # How often a view is drawn changes what the heads learn, not what there is to learn from.
    looks_at = recipe.augmentation.model_dump_json(exclude={"view_share"})
    return f"{recipe.model!r} {looks_at} {recipe.seed if drawn else ''}"


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
        material = prepare(recipe, self.context.training)
        run = Run(recipe, self.context.folder, quiet=True)
        exported = graphs(run, material.backbones)
        preprocessing, samples = material.preprocessing, material.data.samples
        found = [
            torch.from_numpy(features(run, exported, preprocessing, samples, look))
            for look in looks(recipe.augmentation, preprocessing, recipe.seed, samples)
        ]
        took = cost.milliseconds(exported, preprocessing.size)
        return Extraction(material, found, round(took, 3))
