"""Several recipes' networks side by side in one bundle: their answers are added."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from morelli.datasets import Dataset
from morelli.errors import MorelliError
from morelli.inference.calibration import cross_entropy
from morelli.inference.probabilities import Floats, softmax
from morelli.training.data.training_set import Material, prepare
from morelli.training.export.graphs import LinearHeads
from morelli.training.fit.feature_extraction import feature_extraction
from morelli.training.fit.fine_tuning import fine_tuning
from morelli.training.run import Fitted, Run


def fit(run: Run, data: Dataset) -> tuple[Material, Fitted]:
    """Train what the recipe asks for; an ensemble's members one after another.

    Each member works in a folder of its own, named after it, so that a kill costs no member
    that is done.
    """
    if len(run.recipe.members) == 1:
        return _fit(run, data)
    materials, fitted = [], []
    for member in run.recipe.members:
        run.report(f"Member {member.name}")
        material, found = _fit(replace(run, recipe=member, folder=run.folder / member.name), data)
        materials.append(material)
        fitted.append(found)
        if material.preprocessing != materials[0].preprocessing:
            raise MorelliError(
                f"{member.name} wants pictures prepared in another way than"
                f" {run.recipe.members[0].name} ({material.preprocessing} and"
                f" {materials[0].preprocessing}); write model.size, fit and interpolation into"
                " both recipes."
            )
    backbones = [backbone for material in materials for backbone in material.backbones]
    return replace(materials[0], backbones=backbones), together(fitted)


def together(members: Sequence[Fitted]) -> Fitted:
    """One network of several: logits are weighted and added.

    Each head's weights, one a member, are those of least cross-entropy on the pictures that
    all members held out (a linear opinion pool of logits: Hinton 2002's product of experts).

    Raises:
        MorelliError: the members held out other pictures.
    """
    rows = members[0].rows
    for member in members[1:]:
        rows = np.intersect1d(rows, member.rows)
    if not len(rows):
        raise MorelliError(
            "The members of the ensemble held out no picture in common; give them the same seed"
            " and the same validation.share."
        )
    chosen = [np.flatnonzero(np.isin(member.rows, rows)) for member in members]
    labels = {head: numbers[chosen[0]] for head, numbers in members[0].labels.items()}
    logits: dict[str, Floats] = {}
    matrices: dict[str, NDArray[np.float32]] = {}
    biases: dict[str, NDArray[np.float32]] = {}
    for head, numbers in labels.items():
        answers = np.stack([m.logits[head][r] for m, r in zip(members, chosen, strict=True)])
        known = numbers >= 0
        weights = pool_weights(answers[:, known], numbers[known])
        logits[head] = np.tensordot(weights, answers, 1)
        parts = list(zip(weights, members, strict=True))
        matrices[head] = np.hstack([w * m.heads.weights[head] for w, m in parts]).astype(np.float32)
        biases[head] = np.sum([w * m.heads.biases[head] for w, m in parts], 0).astype(np.float32)
    graphs = [graph for member in members for graph in member.graphs]
    pooled = np.hstack([m.pooled[r] for m, r in zip(members, chosen, strict=True)])
    foreign = np.logical_and.reduce([m.foreign[r] for m, r in zip(members, chosen, strict=True)])
    heads = LinearHeads(matrices, biases)
    return Fitted(graphs, heads, rows, pooled, logits, labels, foreign)


def pool_weights(answers: Floats, labels: NDArray[np.int64]) -> Floats:
    """Weights (M,), none negative, with which logits (M, N, C) answer best to labels (N,)."""

    def loss(logarithms: Floats) -> float:
        pooled = np.tensordot(np.exp(logarithms), answers, 1)
        return cross_entropy(softmax(pooled), labels)

    start = np.full(len(answers), -np.log(len(answers)))
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(-8.0, 4.0)] * len(answers))
    return np.asarray(np.exp(found.x))


def _fit(run: Run, data: Dataset) -> tuple[Material, Fitted]:
    recipe = run.member
    material = prepare(recipe, data)
    way = feature_extraction if recipe.fine_tuning.frozen else fine_tuning
    return material, way(run, material)
