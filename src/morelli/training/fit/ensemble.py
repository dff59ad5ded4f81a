"""Several recipes' networks side by side in one bundle: their answers are added."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from morelli.errors import MorelliError
from morelli.inference.calibration import cross_entropy
from morelli.inference.probabilities import Floats, softmax
from morelli.training.data.training_set import TrainingSet
from morelli.training.export.graphs import LinearHeads
from morelli.training.run import Fitted


def side_by_side(members: Sequence[TrainingSet]) -> TrainingSet:
    """One set of all members' backbones; that of one alone stays as it is.

    Raises:
        MorelliError: two members want pictures prepared in different ways.
    """
    first, *others = members
    for other in others:
        if other.preprocessing != first.preprocessing:
            raise MorelliError(
                f"{other.name} wants pictures prepared in another way than"
                f" {first.name} ({other.preprocessing} and"
                f" {first.preprocessing}); write model.size, fit and interpolation into"
                " both recipes."
            )
    return replace(first, backbones=[backbone for one in members for backbone in one.backbones])


def together(members: Sequence[Fitted]) -> Fitted:
    """One network of several: logits are weighted and added. One alone stays as it is.

    Each head's weights, one a member, are those of least cross-entropy on the pictures that
    all members held out (a linear opinion pool of logits: Hinton 2002's product of experts).

    Raises:
        MorelliError: the members held out other pictures.
    """
    if len(members) == 1:
        return members[0]
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
        weighted = [(w, m.heads) for w, m in zip(weights, members, strict=True)]
        matrices[head] = np.hstack([w * h.weights[head] for w, h in weighted]).astype(np.float32)
        biases[head] = np.sum([w * h.biases[head] for w, h in weighted], 0).astype(np.float32)
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
