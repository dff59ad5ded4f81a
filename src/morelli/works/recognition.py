"""Whether a picture shows a work of an index: search by embedding, then laid on it.

The works whose embeddings are nearest are candidates. How near is said beside how near the
picture is to works that it doesn't show (the score normalisation of SSCD, arXiv:2202.10261): a
picture near to everything is no copy of the nearest. Each candidate is laid on the picture (see
`alignment`), which tells copies from likeness, and both together give a probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.manifest import Recognition
from morelli.works.alignment import Aligner, Alignment
from morelli.works.index import SCALE, Index
from morelli.works.miniature import Grey, unpack
from morelli.works.work import Place, Work

CANDIDATES = 5
"""Works of each index that a picture is laid on, at most."""

NEAREST = slice(8, 28)
"""Ranks of the bundle's works whose mean cosine is what a picture is near to anyway: after the few
that may be copies of what it shows."""

ROWS = 8192
"""Rows of an index that are compared at once; so many are made float32 at a time."""

SURE = 0.95
"""A candidate of this probability ends the search: none will be better."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A work that a picture may show.

    Attributes:
        number: of the work in its index.
        cosine: of the two embeddings, less what the picture is near to anyway.
        alignment: how well they agree.
    """

    number: int
    cosine: float
    alignment: Alignment

    def features(self) -> tuple[float, float]:
        """What the rule weighs; how far lightness correlates, and on how much, added nothing."""
        return self.cosine, self.alignment.structure


class Recogniser:
    """Finds the work that a picture shows. Safe to use from several threads."""

    def __init__(self, rule: Recognition, works: Index, more: Sequence[tuple[Place, Index]] = ()):
        """Args: the bundle's rule and index, and other indexes with their places.

        Of two works that a picture may show as well, the one of a later index is named.
        """
        self.rule = rule
        self.works = works
        self.indexes: tuple[tuple[Place, Index], ...] = (
            ("model", works),
            *((place, index) for place, index in more if index.space == rule.space and len(index)),
        )

    def recognise(
        self, embeddings: NDArray[Any], looks: NDArray[Any], *, but: Place | None = None
    ) -> list[Work | None]:
        """The works that N pictures show; None where none is recognised.

        Args:
            embeddings: the graph's `work_embedding`, of length 1, (N, K).
            looks: see `miniature.look`, (N, LOOK, LOOK).
            but: leave out the index of this place.
        """
        best = self.likeliest(embeddings, looks, but=but)
        least = self.rule.threshold
        return [work if work and work.similarity >= least else None for work in best]

    def likeliest(
        self, embeddings: NDArray[Any], looks: NDArray[Any], *, but: Place | None = None
    ) -> list[Work | None]:
        """The same whatever the threshold says; None where nothing is near enough to be looked at.

        Args: see `recognise`.
        """
        pairs = zip(embeddings, looks, strict=True)
        return [self._likeliest(embedding, look, but) for embedding, look in pairs]

    def _likeliest(self, embedding: NDArray[Any], look: Grey, but: Place | None) -> Work | None:
        best: Work | None = None
        usual: float | None = None
        aligner = None
        for place, index in self.indexes:
            cosines = similarities(index, embedding)
            usual = usual_cosine(cosines) if usual is None else usual
            if place == but:
                continue
            for number in ranked(cosines):
                cosine = float(cosines[number]) - usual
                if cosine < self.rule.least_cosine:
                    break
                aligner = aligner or Aligner(look)
                alignment = aligner.lay(unpack(index.miniatures[number : number + 1])[0])
                sure = probability(self.rule, Candidate(number, cosine, alignment))
                later = sure >= self.rule.threshold and best is not None and best.where != place
                if best is None or later or sure > best.similarity:
                    best = index[number].at(place, sure)
                if sure >= SURE:
                    break
        return best


def similarities(index: Index, embedding: NDArray[Any]) -> NDArray[np.float32]:
    """Cosines (N,) of an embedding of length 1, (K,), to those of an index."""
    query = np.asarray(embedding, dtype=np.float32) / SCALE
    rows = index.embeddings
    parts = [
        rows[start : start + ROWS].astype(np.float32) @ query for start in range(0, len(rows), ROWS)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def ranked(cosines: NDArray[np.float32], count: int = CANDIDATES) -> list[int]:
    """Numbers of the `count` nearest, nearest first."""
    if count < len(cosines):
        found = np.argpartition(-cosines, count)[:count]
    else:
        found = np.arange(len(cosines))
    return [int(number) for number in found[np.argsort(-cosines[found], kind="stable")]]


def usual_cosine(cosines: NDArray[np.float32]) -> float:
    """What a picture with these cosines to the bundle's works is near to anyway.

    Where there are too few works for `NEAREST`, the mean of the lesser half.
    """
    if len(cosines) >= 2 * NEAREST.stop:
        nearest = np.partition(-cosines, NEAREST.stop)[: NEAREST.stop]
        return float(-np.sort(nearest)[NEAREST].mean())
    return float(np.sort(cosines)[: max(1, len(cosines) // 2)].mean()) if len(cosines) else 0.0


def probability(rule: Recognition, candidate: Candidate) -> float:
    """That a candidate is the work which the picture shows, 0..1 (logistic regression)."""
    logit = rule.bias + float(np.dot(rule.weights, candidate.features()))
    return float(1 / (1 + np.exp(-np.clip(logit, -50, 50))))
