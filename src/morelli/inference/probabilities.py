"""From logits to calibrated probabilities: of painters, styles, familiarity, being a painting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import Calibration

Floats: TypeAlias = NDArray[np.floating[Any]]

COVERAGE = 0.9
"""Share of paintings, at least, whose right class a prediction set holds."""


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities (N, C) of logits (N, C) divided by `temperature`."""
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    exponents = np.exp(scaled)
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of logits, without overflow."""
    values = np.asarray(logits, dtype=np.float64)
    return np.asarray(np.exp(-np.logaddexp(0, -values)))


def negative_entropy(probabilities: Floats) -> Floats:
    """How much artist probabilities (N, A) agree on few: (N,), in nats, from -log(A) to 0."""
    return np.asarray((probabilities * np.log(np.maximum(probabilities, 1e-12))).sum(axis=1))


def familiarity_scores(
    artists: Floats, distances: Floats | None = None, weight: float = 0.0
) -> Floats:
    """How familiar pictures look, (N,), in nats: the higher, the more.

    Doubt between the painters, and distance from all paintings seen before, tell strangers in
    different ways; docs/results/diary/unknown-painters.md has the scores that were tried.

    Args:
        artists: probabilities (N, A).
        distances: from what is known (`ReferenceSet.distances`), (N,); None where the bundle has no
            reference set.
        weight: `Calibration.distance_weight`.
    """
    agreement = negative_entropy(artists)
    return agreement if distances is None else agreement - weight * distances


def familiarity(scores: Floats, quantiles: Sequence[float]) -> Floats:
    """Where scores (N,) stand among the validation scores, 0..1, by their 101 quantiles."""
    return np.asarray(np.interp(scores, quantiles, np.linspace(0, 1, len(quantiles))))


def style_probabilities(
    style_logits: Floats, artist_probabilities: Floats | None, calibration: Calibration
) -> Floats:
    """Style probabilities (N, S), with what the likely painters say about it mixed in.

    The style head's log-probabilities and, weighted, those of the painters' mass by style are
    added (a logarithmic opinion pool). Temperature and weight were fitted together on
    validation data, so the mixture is calibrated as a whole.
    """
    scores = np.asarray(style_logits, dtype=np.float64) / calibration.style_temperature
    if artist_probabilities is not None and calibration.style_given_artist:
        by_painter = artist_probabilities @ np.asarray(calibration.style_given_artist)
        scores = scores + calibration.style_weight * np.log(np.maximum(by_painter, 1e-9))
    return softmax(scores)


def prediction_sets(rows: Floats, thresholds: Sequence[float]) -> NDArray[np.bool_]:
    """Which classes, (N, C), an answer can't leave out if it is to be right often enough.

    Split conformal prediction with least ambiguous sets (Sadinle, Lei & Wasserman 2019,
    arXiv:1609.00451): a class belongs to the set where its probability reaches the threshold
    that was fitted on validation pictures for `COVERAGE`. No set is empty, since the
    likeliest class belongs to each, and none has gaps: what is likelier than a class of the set
    belongs to it, too, whatever its own threshold. Both can only raise the coverage.

    Args:
        rows: probabilities (N, C).
        thresholds: of each class (C,).
    """
    reached = np.where(rows >= np.asarray(thresholds), rows, np.inf).min(axis=1)
    lowest = np.minimum(reached, rows.max(axis=1))
    return np.asarray(rows >= lowest[:, None])


@dataclass(frozen=True)
class Probabilities:
    """Everything that is decided on, for N pictures; see `decision.Attribution` for each."""

    artists: Floats | None
    styles: Floats | None
    artist_sets: NDArray[np.bool_] | None
    style_sets: NDArray[np.bool_] | None
    familiarity: Floats | None
    painting: Floats | None


def probabilities(outputs: Mapping[str, Floats], calibration: Calibration) -> Probabilities:
    """Calibrate what the graph answered.

    Args:
        outputs: `artist_logits` (N, A), `style_logits` (N, S), `painting_logits` (N, K) and
            `distance` (N, 1), each where the bundle has it. Of the K columns each tells paintings
            from pictures of one other kind, and the least counts.
        calibration: the bundle's.
    """
    artists = styles = known = painting = None
    if "artist_logits" in outputs:
        logits = outputs["artist_logits"]
        artists = softmax(logits, calibration.artist_temperature)
        if calibration.familiarity:
            weight = calibration.distance_weight
            distances = outputs["distance"][:, 0] if weight else None
            scores = familiarity_scores(artists, distances, weight)
            known = familiarity(scores, calibration.familiarity)
    if "style_logits" in outputs:
        styles = style_probabilities(outputs["style_logits"], artists, calibration)
    if "painting_logits" in outputs:
        painting = sigmoid(outputs["painting_logits"].min(axis=1))
    return Probabilities(
        artists,
        styles,
        _sets(artists, calibration.artist_thresholds),
        _sets(styles, calibration.style_thresholds),
        known,
        painting,
    )


def _sets(rows: Floats | None, thresholds: Sequence[float]) -> NDArray[np.bool_] | None:
    return None if rows is None or not thresholds else prediction_sets(rows, thresholds)
