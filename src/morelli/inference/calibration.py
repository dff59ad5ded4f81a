"""Fits what turns logits into honest answers, on validation data only.

Users' pictures come from anywhere. Where some validation pictures are from sources that nothing was
learnt from ("foreign"), they count as much as all others together, and what is promised of a share
of the pictures is promised of the foreign ones, too (conformal prediction with the worst of
several groups: Barber et al. 2021, arXiv:1903.04684).

Needs numpy alone, since `morelli teach` calibrates anew on machines without torch and SciPy.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import Calibration
from morelli.inference.probabilities import (
    COVERAGE,
    Floats,
    familiarity_scores,
    negative_entropy,
    probabilities,
    softmax,
    style_probabilities,
)

ENOUGH = 60
"""Validation pictures of a class that it takes to promise the coverage for this class alone."""

GOLDEN = (np.sqrt(5) - 1) / 2


Flags: TypeAlias = NDArray[np.bool_]


def weights_alike(foreign: Flags | None, count: int) -> Floats:
    """Weights (N,) that add to 1, with which foreign pictures count as much as all others.

    Args:
        foreign: which of the pictures come from sources that nothing was learnt from, (N,); None
            where that isn't known, and then all count alike, as they do where one group is empty.
        count: N.
    """
    if foreign is None or foreign.all() or not foreign.any():
        return np.full(count, 1 / max(count, 1))
    return np.asarray(np.where(foreign, 0.5 / foreign.sum(), 0.5 / (~foreign).sum()))


def fit_temperature(
    logits: Floats, labels: NDArray[np.int64], weights: Floats | None = None
) -> float:
    """The temperature of least cross-entropy (Guo et al. 2017, arXiv:1706.04599).

    Args:
        logits: (N, C).
        labels: class numbers (N,).
        weights: of the pictures, (N,); alike by default.
    """
    return _temperature(lambda t: cross_entropy(softmax(logits, t), labels, weights))


def cross_entropy(
    probabilities: Floats, labels: NDArray[np.int64], weights: Floats | None = None
) -> float:
    """Mean negative log-probability, in nats, of the right classes."""
    right = probabilities[np.arange(len(labels)), labels]
    return float(np.average(-np.log(np.maximum(right, 1e-12)), weights=weights))


def style_given_artist(
    artists: NDArray[np.int64], styles: NDArray[np.int64], shape: tuple[int, int]
) -> Floats:
    """How often each painter's training pictures have each style, (A, S), rows sum to 1.

    Painters with few labelled pictures lean towards the overall shares (one picture's worth).
    """
    counts = np.zeros(shape)
    labelled = (artists >= 0) & (styles >= 0)
    np.add.at(counts, (artists[labelled], styles[labelled]), 1)
    overall = (counts.sum(0) + 1) / (counts.sum() + shape[1])
    return np.asarray((counts + overall) / (counts.sum(1, keepdims=True) + 1))


def calibrate(
    logits: Mapping[str, Floats],
    labels: Mapping[str, NDArray[np.int64]],
    table: Floats | None,
    foreign: Flags | None = None,
) -> Calibration:
    """Temperatures, the style weight, the familiarity scale and the sets.

    Args:
        logits: of validation pictures by each head ("artist", "style"), (N, C).
        labels: class numbers (N,) of each head, negative where unknown.
        table: see `style_given_artist`; None without both heads.
        foreign: which of them come from sources that nothing was learnt from, (N,); None where
            that isn't known.
    """
    known = {head: labels[head] >= 0 for head in logits}
    weights = {head: weights_alike(_of(foreign, rows), rows.sum()) for head, rows in known.items()}
    fitted = Calibration()
    if "artist" in logits:
        answers = logits["artist"][known["artist"]]
        of_artists = weights["artist"]
        temperature = fit_temperature(answers, labels["artist"][known["artist"]], of_artists)
        scores = familiarity_scores(softmax(answers, temperature))
        scale = _quantiles(scores, of_artists)
        fitted = Calibration(artist_temperature=temperature, familiarity=scale)
    if "style" in logits and table is None:
        answers = logits["style"][known["style"]]
        temperature = fit_temperature(answers, labels["style"][known["style"]], weights["style"])
        fitted = fitted.model_copy(update={"style_temperature": temperature})
    elif table is not None:
        rows = tuple(tuple(round(float(share), 5) for share in row) for row in table)
        fitted = fitted.model_copy(update={"style_given_artist": rows})
        fitted = _fit_style(
            {head: values[known["style"]] for head, values in logits.items()},
            labels["style"][known["style"]],
            fitted,
            weights["style"],
        )
    return _fit_sets(logits, labels, fitted, foreign)


def _of(foreign: Flags | None, rows: Flags) -> Flags | None:
    return None if foreign is None else foreign[rows]


def with_distances(
    fitted: Calibration, logits: Floats, distances: Floats, foreign: Flags | None = None
) -> Calibration:
    """With a familiarity scale on which distance counts as much as doubt between painters.

    Args:
        fitted: with its temperature.
        logits: of held-out pictures by known painters, (M, A).
        distances: of each of them from what is known, (M,); see `ReferenceSet.own_distances`.
        foreign: see `calibrate`, (M,).
    """
    artists = softmax(logits, fitted.artist_temperature)
    # Each is divided by its spread among known painters; who is unknown isn't looked at.
    spread = float(distances.std())
    weight = float(f"{negative_entropy(artists).std() / max(spread, 1e-9):.4g}")
    scores = familiarity_scores(artists, distances, weight)
    scale = _quantiles(scores, weights_alike(foreign, len(scores)))
    return fitted.model_copy(update={"distance_weight": weight, "familiarity": scale})


def _quantiles(scores: Floats, weights: Floats) -> tuple[float, ...]:
    """101 quantiles of scores, each as heavy as its weight."""
    order = np.argsort(scores)
    sums = np.cumsum(weights[order])
    places = (sums - sums[0]) / max(sums[-1] - sums[0], 1e-12)
    found = np.interp(np.linspace(0, 1, 101), places, scores[order])
    return tuple(round(float(quantile), 5) for quantile in found)


def set_thresholds(
    rows: Floats,
    labels: NDArray[np.int64],
    coverage: float = COVERAGE,
    foreign: Flags | None = None,
) -> tuple[float, ...]:
    """What each class's probability must reach to belong to a prediction set.

    Split conformal prediction: where pictures are exchangeable, the right class reaches its
    threshold with a probability of at least `coverage`; for a class with `ENOUGH` validation
    pictures of its own that holds for its pictures alone, too (Vovk 2012, arXiv:1209.2673).

    Args:
        rows: calibrated probabilities of validation pictures, (N, C).
        labels: their class numbers (N,).
        coverage: 0..1.
        foreign: see `calibrate`, (N,). Their right classes reach their thresholds as often.

    Returns:
        C thresholds, 0..1.
    """
    right = rows[np.arange(len(labels)), labels]
    thresholds = np.full(rows.shape[1], _lowest_but(right, coverage))
    for number, count in enumerate(np.bincount(labels, minlength=len(thresholds))):
        if count >= ENOUGH:
            thresholds[number] = _lowest_but(right[labels == number], coverage)
    if foreign is not None and foreign.any():
        thresholds = np.minimum(thresholds, _lowest_but(right[foreign], coverage))
    return tuple(float(f"{threshold:.4g}") for threshold in thresholds)


def _lowest_but(scores: Floats, coverage: float) -> float:
    """The conformal quantile: a new score is at least this high with probability `coverage`."""
    rank = int(np.floor((len(scores) + 1) * (1 - coverage)))
    return float(np.sort(scores)[rank - 1]) if rank else 0.0


def _fit_sets(
    logits: Mapping[str, Floats],
    labels: Mapping[str, NDArray[np.int64]],
    fitted: Calibration,
    foreign: Flags | None,
) -> Calibration:
    """Thresholds for the prediction sets of every head."""
    outputs = {f"{head}_logits": values for head, values in logits.items()}
    found = probabilities(outputs, fitted)
    update = {}
    for head, rows in (("artist", found.artists), ("style", found.styles)):
        if rows is not None:
            known = labels[head] >= 0
            update[f"{head}_thresholds"] = set_thresholds(
                rows[known], labels[head][known], foreign=_of(foreign, known)
            )
    return fitted.model_copy(update=update)


def _fit_style(
    logits: Mapping[str, Floats],
    labels: NDArray[np.int64],
    fitted: Calibration,
    weights: Floats,
) -> Calibration:
    """Temperature and weight of `style_probabilities`, together, of least cross-entropy."""
    artists = softmax(logits["artist"], fitted.artist_temperature)

    def loss(weight: float, temperature: float) -> float:
        styles = style_probabilities(logits["style"], artists, trial(weight, temperature))
        return cross_entropy(styles, labels, weights)

    def trial(weight: float, temperature: float) -> Calibration:
        return fitted.model_copy(update={"style_temperature": temperature, "style_weight": weight})

    def best(weight: float) -> float:
        return _temperature(lambda t: loss(weight, t))

    weight = _least(lambda w: loss(w, best(w)), 0.0, 1.0)
    return trial(weight, best(weight))


def _temperature(loss: Callable[[float], float]) -> float:
    """The temperature of least loss, looked for on a logarithmic scale from 1/20 to 20."""
    return float(np.exp(_least(lambda log_t: loss(float(np.exp(log_t))), -3.0, 3.0)))


def _least(loss: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is least, to a thousandth, by golden sections."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = loss(left), loss(right)
    while high - low > 1e-3:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = loss(right)
    return float((low + high) / 2)
