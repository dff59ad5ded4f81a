"""Can the sources of pictures be told by what the heads read?

A network that tells how a source reduced and saved its pictures can tell painters by their
sources, and that goes wrong on everybody else's pictures. So a linear probe is asked to tell the
largest source from all others by the embedding alone, within painters that it was not fitted on:
0.5 is what knowing nothing gives, 1 is sources told for certain.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.embedding import embed
from morelli.evaluation.metrics import Measure, mean
from morelli.explain import OutputCache
from morelli.inference.probabilities import Floats

FEWEST = 5
"""Pictures from the largest source, and from others, that a painter must have at least."""

FOLDS = 5

STRENGTH = 0.01
"""Inverse of the probe's L2 penalty, on standardised embeddings; 1 tells less where not fitted."""


def probe(
    cache: OutputCache,
    samples: Sequence[Sample],
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Measure]:
    """Measure how well the sources of pictures can be told by a bundle's embedding.

    Args:
        cache: whose embeddings; it keeps them.
        samples: pictures with painters and sources; only those are looked at that `usable` names.
        progress: called with 1 after each picture, those that aren't looked at included.

    Returns:
        `source_auroc`, see `source_probe`.

    Raises:
        MorelliError: fewer than two painters have pictures enough from both.
    """
    named = [sample for sample in samples if sample.artist and sample.source]
    rows, _ = usable([str(s.artist) for s in named], [str(s.source) for s in named])
    progress(len(samples) - len(rows))
    embeddings, kept = embed(cache, [named[row] for row in rows], progress)
    found = source_probe(embeddings, [str(s.artist) for s in kept], [str(s.source) for s in kept])
    return {"source_auroc": found}


def source_probe(
    embeddings: NDArray[np.float32], artists: Sequence[str], sources: Sequence[str]
) -> Measure:
    """How well the largest source can be told from all others, within painters.

    Logistic regression on embeddings that are centred by painter, so that who painted what helps
    it nothing, fitted in folds of painters. Its area below the ROC curve is taken within each
    painter that it was not fitted on, where only the source differs.

    Args:
        embeddings: (N, K), of any kind.
        artists: N painters.
        sources: N sources.

    Returns:
        the mean of the painters' areas, 0..1, its interval by bootstrap over the painters, with
        the number of pictures it rests on.

    Raises:
        MorelliError: fewer than two painters have pictures enough from both.
    """
    rows, largest = usable(artists, sources)
    _, painter = np.unique(np.asarray(artists)[rows], return_inverse=True)
    vectors = _centred(np.asarray(embeddings, np.float64)[rows], painter)
    scores = np.zeros(len(rows))
    painters = int(painter.max()) + 1
    for fitted, asked in GroupKFold(min(FOLDS, painters)).split(vectors, largest, painter):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
        model.fit(vectors[fitted], largest[fitted])
        scores[asked] = model.decision_function(vectors[asked])
    areas = [roc_auc_score(largest[own], scores[own]) for own in _by_number(painter)]
    return replace(mean(np.array(areas)), n=len(rows))


def usable(
    artists: Sequence[str], sources: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Row numbers (M,) of pictures by painters with enough from both, and which are of the largest.

    The largest source is the one with most of all N pictures.

    Raises:
        MorelliError: there are fewer than two such painters.
    """
    counts = Counter(sources)
    largest = np.array([source == max(counts, key=counts.__getitem__) for source in sources])
    inside = Counter(artist for artist, own in zip(artists, largest, strict=True) if own)
    outside = Counter(artist for artist, own in zip(artists, largest, strict=True) if not own)
    enough = {a for a in inside if min(inside[a], outside[a]) >= FEWEST}
    if len(enough) < 2:
        raise MorelliError(
            f"{len(enough)} painters have {FEWEST} pictures or more from the largest source and"
            " as many from others; it takes two at least to see whether sources can be told."
        )
    rows = np.flatnonzero([artist in enough for artist in artists])
    return rows, largest[rows]


def _centred(vectors: Floats, painter: NDArray[np.int64]) -> Floats:
    centred = vectors.copy()
    for own in _by_number(painter):
        centred[own] -= vectors[own].mean(axis=0)
    return centred


def _by_number(painter: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Row numbers of each painter."""
    return [np.flatnonzero(painter == number) for number in range(int(painter.max()) + 1)]
