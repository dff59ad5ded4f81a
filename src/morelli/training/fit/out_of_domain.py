"""The head that tells paintings from other pictures; the rest: `morelli.inference.calibration`."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from morelli.datasets import Sample

REFUSED = 0.01
"""Share of the paintings of a source left out that may be taken for something else."""

BLANK = 0.002
"""And for a picture that holds nothing: monochromes are paintings."""

MOST_PAINTINGS = 4000
"""Paintings drawn to learn what a painting is; more cost time and change nothing."""

PARTS = 5
"""Parts of the cross-validation that the threshold is set by."""

FEW = 30
"""Pictures below which sources count together as one."""

Names = Sequence[str | None]


def drawn(samples: Sequence[Sample], seed: int) -> list[Sample]:
    """`MOST_PAINTINGS` at most, by lot, one of each source in turn until it has no more."""
    order = np.random.default_rng(seed).permutation(len(samples))
    taken: Counter[str | None] = Counter()
    turns = []
    for row in order:
        turns.append(taken[samples[row].source])
        taken[samples[row].source] += 1
    first = np.argsort(turns, kind="stable")[:MOST_PAINTINGS]
    return [samples[row] for row in np.sort(order[first])]


def fit_painting(
    paintings: NDArray[np.float32],
    others: NDArray[np.float32],
    sources: Names,
    other_sources: Names,
    refused: float = REFUSED,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A logistic column that tells paintings from pictures of another kind.

    Its bias is set so that one half, below which a picture is refused, is the probability below
    which `refused` of the paintings lie that it didn't learn from. These come from sources left
    out whole, on both sides, and each source counts alike: what is promised, is promised for
    pictures from anywhere.

    Args:
        paintings: pooled features (N, D) of training paintings.
        others: pooled features (M, D) of pictures that aren't paintings.
        sources: N of the paintings, None where not known.
        other_sources: M of the others.
        refused: 0..1.

    Returns:
        Weights (1, D) and bias (1,).
    """
    features = np.concatenate([paintings, others])
    mean, std = features.mean(0), np.maximum(features.std(0), 1e-6)
    standardised = (features - mean) / std
    is_painting = np.arange(len(features)) < len(paintings)
    weights = np.concatenate([_square_roots(sources), np.ones(len(others))])
    parts = np.concatenate(_parts(sources, other_sources))
    held_out = np.zeros(len(features))
    for part in np.unique(parts):
        out = parts == part
        model = _fit(standardised[~out], is_painting[~out], weights[~out])
        held_out[out] = model.decision_function(standardised[out])
    model = _fit(standardised, is_painting, weights)
    rows = (model.coef_ / std).astype(np.float32)
    bias = model.intercept_ - rows.astype(np.float64) @ mean
    bias -= _quantile(held_out[is_painting], _alike(sources), refused)
    return rows, bias.astype(np.float32)


def _fit(
    features: NDArray[np.float32], is_painting: NDArray[np.bool_], weights: NDArray[np.float64]
) -> LogisticRegression:
    """By weighted pictures, of which both sides count alike."""
    balanced = weights.copy()
    for side in (is_painting, ~is_painting):
        balanced[side] *= len(weights) / 2 / weights[side].sum()
    model = LogisticRegression(C=1e-2, max_iter=1000)
    return model.fit(features, is_painting, sample_weight=balanced)


def _square_roots(sources: Names) -> NDArray[np.float64]:
    """Weights (N,) by which a source counts as the square root of its pictures' number."""
    counts = Counter(sources)
    return np.array([counts[source] ** -0.5 for source in sources])


def _parts(sources: Names, other_sources: Names) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which part of the cross-validation leaves each painting (N,) and each other picture (M,) out.

    Sources are left out whole, where there are enough of them. Pictures of other things whose
    source has no paintings can't be told by it, and are dealt out by lot.
    """
    rng = np.random.default_rng(0)
    by_lot = rng.permutation(len(sources)) % PARTS, rng.permutation(len(other_sources)) % PARTS
    counts = Counter(sources)
    if len(counts) < PARTS:
        return by_lot
    part_of: dict[str | None, int] = {}
    sizes = [0] * PARTS
    for source, count in counts.most_common():
        part_of[source] = int(np.argmin(sizes))
        sizes[part_of[source]] += count
    others = [part_of.get(s, lot) for s, lot in zip(other_sources, by_lot[1], strict=True)]
    some_are_left = len(set(others)) > 1
    return np.array([part_of[source] for source in sources]), (
        np.array(others) if some_are_left else by_lot[1]
    )


def _alike(sources: Names) -> NDArray[np.float64]:
    """Weights (N,), of sum 1, by which every source counts alike, and all small ones as one."""
    counts = Counter(sources)
    groups = [source if counts[source] >= FEW else "few" for source in sources]
    sizes = Counter(groups)
    return np.array([1 / sizes[group] for group in groups]) / len(sizes)


def _quantile(
    values: NDArray[np.float64], weights: NDArray[np.float64], share: float
) -> np.float64:
    """The value of which no more than `share` of the weight lies below."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - weights[order]
    return np.float64(values[order][below <= share][-1])
