"""The most similar paintings, by the embedding that the heads read."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from morelli.explain.search import EXACT, Vectors, search

REFERENCE = 2000
"""Rows, drawn by lot, among which it is measured how crowded a row's place is."""

CROWD = 0.01
"""Share of the reference, at least one row, that makes a row's crowd."""

CHUNK = 8192


class Neighbours:
    """An index: a ranking by the angle between embeddings.

    Embeddings are centred on the index's mean, since what all paintings share tells none apart.
    Paintings in crowded places, near to everything, come later than the angle alone would have
    them (CSLS: Conneau et al. 2018, arXiv:1710.04087); docs/results/diary/nearest-paintings.md says
    what that brings.
    Scores rank; they are no measure of likeness for people, so they are not given out.
    """

    def __init__(
        self,
        ids: Sequence[str],
        embeddings: Vectors,
        *,
        corrected: bool = True,
        exact: int = EXACT,
    ) -> None:
        """Index embeddings, float32 (N, K), by the ids of their pictures, N of them.

        Args:
            ids: of the pictures.
            embeddings: of the pictures.
            corrected: whether crowded places are allowed for.
            exact: up to so many paintings every one is compared; see `search`.

        Raises:
            ValueError: there aren't as many ids as embeddings.
        """
        if len(ids) != len(embeddings):
            raise ValueError(f"{len(ids)} ids and {len(embeddings)} embeddings")
        self.ids = tuple(ids)
        several = len(ids) > 1
        self._centre = embeddings.mean(axis=0) if several else np.float32(0)
        rows = _unit(embeddings - self._centre)
        # 2 cos(query, row) - crowd(row) ranks as one inner product with one column more.
        crowd = _crowd(rows) if corrected and several else np.zeros(len(rows), np.float32)
        self._search = search(np.column_stack([rows, -crowd / 2]), exact)

    def __len__(self) -> int:
        return len(self.ids)

    def nearest(self, embedding: Vectors, count: int, *, but: Collection[str] = ()) -> list[str]:
        """Ids of the `count` most similar, most similar first.

        Args:
            embedding: float32 (K,).
            count: how many, at most.
            but: ids to leave out, for instance the picture's own.
        """
        if not self.ids:
            return []
        query = np.append(_unit((embedding - self._centre)[None])[0], np.float32(1))
        found = self._search.best(query, min(count + len(but), len(self.ids)))
        return [self.ids[i] for i in found if self.ids[i] not in but][:count]


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), dtype=np.float32)


def _crowd(unit: Vectors) -> NDArray[np.float32]:
    """Mean cosine (N,) of each row of (N, K), N > 1, to the nearest of the reference."""
    drawn = np.random.default_rng(0).permutation(len(unit))[:REFERENCE]
    reference = unit[drawn]
    count = max(1, round(CROWD * len(drawn)))
    place = np.full(len(unit), -1)
    place[drawn] = np.arange(len(drawn))
    crowds = []
    for start in range(0, len(unit), CHUNK):
        cosines = unit[start : start + CHUNK] @ reference.T
        own = place[start : start + CHUNK]
        cosines[np.flatnonzero(own >= 0), own[own >= 0]] = -1  # no row is its own neighbour
        crowds.append(-np.partition(-cosines, count - 1, axis=1)[:, :count].mean(axis=1))
    return np.concatenate(crowds)
