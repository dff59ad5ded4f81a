"""Are the nearest paintings by the same painter, of the same style? Precision at five."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.embedding import embed
from morelli.evaluation.metrics import SEED, Measure, mean
from morelli.explain import Neighbours, OutputCache

NEAREST = 5
FOLDS = 5

Vectors = NDArray[np.float32]


def neighbours(
    cache: OutputCache,
    samples: Sequence[Sample],
    among: Sequence[Sample],
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Measure]:
    """Measure the nearest paintings, as they are given out and by the angle alone.

    Args:
        cache: whose embeddings; it keeps them.
        samples: pictures whose neighbours are looked for.
        among: pictures that are found, none of them among `samples`.
        progress: called with 1 after each picture.

    Returns:
        for each head: "<head>_precision5"; "<head>_precision5_angle" by the angle alone;
        "<head>_precision5_gain", how much better the first is, paired by picture; and
        "<head>_precision5_gain_folds", the same on `among` alone in five folds, by which the
        correction was chosen.

    Raises:
        MorelliError: none of the pictures could be read.
    """
    queries, asked = embed(cache, samples, progress)
    rows, found = embed(cache, among, progress)
    if not len(queries) or not len(rows):
        raise MorelliError("There are no pictures to look for neighbours among.")
    measures = {}
    folds = np.random.default_rng(SEED).integers(0, FOLDS, len(rows))
    for head in ("artist", "style"):
        labels = np.array([getattr(sample, head) or "" for sample in found])
        wanted = np.array([getattr(sample, head) or "" for sample in asked])
        if not (wanted.any() and labels.any()):
            continue
        given, angle = (_precision(queries, wanted, rows, labels, c) for c in (True, False))
        held_out = [
            [
                _precision(rows[folds == k], labels[folds == k], rows[folds != k], rest, c)
                for k, rest in ((k, labels[folds != k]) for k in range(FOLDS))
            ]
            for c in (True, False)
        ]
        in_folds = np.concatenate(held_out[0]) - np.concatenate(held_out[1])
        name = f"{head}_precision5"
        measures[name] = mean(given)
        measures[f"{name}_angle"] = mean(angle)
        measures[f"{name}_gain"] = mean(given - angle)
        measures[f"{name}_gain_folds"] = mean(in_folds)
    return measures


def _precision(
    queries: Vectors,
    wanted: NDArray[np.str_],
    rows: Vectors,
    labels: NDArray[np.str_],
    corrected: bool,
) -> NDArray[np.float64]:
    """For each query that has a label, the share of its nearest rows that have the same."""
    index = Neighbours([str(i) for i in range(len(rows))], rows, corrected=corrected)
    shares = []
    for query, label in zip(queries, wanted, strict=True):
        if label:
            nearest = [int(name) for name in index.nearest(query, NEAREST)]
            shares.append(float((labels[nearest] == label).mean()) if nearest else 0.0)
    return np.array(shares)
