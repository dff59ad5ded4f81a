"""The out-of-domain head, which tells paintings from other pictures.

Thresholds for unknown painters are fitted in `morelli.inference.calibration`.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from morelli.datasets import Sample
from morelli.training.data.features import features
from morelli.training.data.training_set import TrainingSet
from morelli.training.export.graphs import LinearHeads
from morelli.training.run import Fitted, Run

FALSE_REJECTIONS = 0.01
"""Share of the paintings of a source left out that may be taken for something else."""

FALSE_BLANKS = 0.002
"""And for a picture that holds nothing: monochromes are paintings."""

MOST_PAINTINGS = 4000
"""Paintings drawn to learn what a painting is; more cost time and change nothing."""

FOLDS = 5
"""Folds of the cross-validation that the threshold is set by."""

FEW = 30
"""Pictures below which sources count together as one."""

Names = Sequence[str | None]


def with_out_of_domain_head(
    run: Run,
    training: TrainingSet,
    fitted: Fitted,
    not_paintings: Sequence[Sample],
    blanks: Sequence[Sample],
) -> LinearHeads:
    """The heads with one more, which tells paintings from others: a column for each kind of these.

    One column for both would have to call paintings of little on them what it calls a blank sheet.
    Without pictures of either kind the heads stay as they are.
    """
    heads = fitted.heads
    if not not_paintings and not blanks:
        return heads
    run.report("Learning what is not a painting")

    def see(samples: Sequence[Sample]) -> NDArray[np.float32]:
        return features(fitted.graphs, training.preprocessing, samples, progress=run.progress)

    paintings = drawn(training.data.samples, run.recipe.seed)
    known = see(paintings)
    columns = []
    for others, rejected in ((not_paintings, FALSE_REJECTIONS), (blanks, FALSE_BLANKS)):
        if others:
            sources = [[sample.source for sample in side] for side in (paintings, others)]
            columns.append(fit_column(known, see(others), sources[0], sources[1], rejected))
    weights = np.concatenate([rows for rows, _ in columns])
    bias = np.concatenate([bias for _, bias in columns])
    return LinearHeads({**heads.weights, "painting": weights}, {**heads.biases, "painting": bias})


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


def fit_column(
    paintings: NDArray[np.float32],
    others: NDArray[np.float32],
    sources: Names,
    other_sources: Names,
    rejected: float = FALSE_REJECTIONS,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A logistic column that tells paintings from pictures of another kind.

    Its bias is set so that one half, below which a picture is refused, is the probability below
    which `rejected` of the paintings lie that it didn't learn from. These come from sources left
    out whole, on both sides, and each source counts alike: what is promised, is promised for
    pictures from anywhere.

    Args:
        paintings: pooled features (N, D) of training paintings.
        others: pooled features (M, D) of pictures that aren't paintings.
        sources: N of the paintings, None where not known.
        other_sources: M of the others.
        rejected: 0..1.

    Returns:
        Weights (1, D) and bias (1,).
    """
    features = np.concatenate([paintings, others])
    mean, std = features.mean(0), np.maximum(features.std(0), 1e-6)
    standardised = (features - mean) / std
    is_painting = np.arange(len(features)) < len(paintings)
    weights = np.concatenate([_square_roots(sources), np.ones(len(others))])
    folds = np.concatenate(_folds(sources, other_sources))
    held_out = np.zeros(len(features))
    for fold in np.unique(folds):
        out = folds == fold
        model = _fit(standardised[~out], is_painting[~out], weights[~out])
        held_out[out] = model.decision_function(standardised[out])
    model = _fit(standardised, is_painting, weights)
    rows = (model.coef_ / std).astype(np.float32)
    bias = model.intercept_ - rows.astype(np.float64) @ mean
    bias -= _quantile(held_out[is_painting], _alike(sources), rejected)
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


def _folds(sources: Names, other_sources: Names) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which fold of the cross-validation leaves each painting (N,) and each other picture (M,) out.

    Sources are left out whole, where there are enough of them. Pictures of other things whose
    source has no paintings can't be told by it, and are dealt out by lot.
    """
    rng = np.random.default_rng(0)
    by_lot = rng.permutation(len(sources)) % FOLDS, rng.permutation(len(other_sources)) % FOLDS
    counts = Counter(sources)
    if len(counts) < FOLDS:
        return by_lot
    fold_of: dict[str | None, int] = {}
    sizes = [0] * FOLDS
    for source, count in counts.most_common():
        fold_of[source] = int(np.argmin(sizes))
        sizes[fold_of[source]] += count
    others = [fold_of.get(s, lot) for s, lot in zip(other_sources, by_lot[1], strict=True)]
    some_are_left = len(set(others)) > 1
    return np.array([fold_of[source] for source in sources]), (
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
