"""Search for the rows with the largest inner product, exactly or nearly so."""

import logging
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

EXACT = 100_000
"""Rows up to which every one is looked at; more are asked of a graph, where usearch is there."""

logger = logging.getLogger(__name__)


class Search(Protocol):
    """An index of rows, float32 (N, K)."""

    def best(self, query: Vectors, count: int) -> NDArray[np.intp]:
        """Numbers of the `count` rows that fit a query (K,) best, best first."""


class Exact:
    """Looks at every row."""

    def __init__(self, rows: Vectors) -> None:
        """Args: float32 (N, K)."""
        self._rows = np.ascontiguousarray(rows)

    def best(self, query: Vectors, count: int) -> NDArray[np.intp]:
        """See `Search`; among equals the first row wins."""
        scores = -(self._rows @ query)
        if count < len(scores):
            found = np.sort(np.argpartition(scores, count)[:count])
        else:
            found = np.arange(len(scores))
        return np.asarray(found[np.argsort(scores[found], kind="stable")])


class Graph:
    """Walks a graph of neighbours (Malkov & Yashunin 2018, by usearch): quick, and seldom wrong.

    Half precision, since rows are compared and never given back.
    """

    CONNECTIVITY = 32
    EXPANSION = 256
    """Candidates kept while searching; twice as many cost twice the time and find a bit more."""

    def __init__(self, rows: Vectors) -> None:
        """Args: float32 (N, K).

        Raises:
            ImportError: usearch is not there.
        """
        from usearch.index import Index

        self._index = Index(
            ndim=rows.shape[1],
            metric="ip",
            dtype="f16",
            connectivity=self.CONNECTIVITY,
            expansion_search=self.EXPANSION,
            enable_key_lookups=False,
        )
        self._index.add(np.arange(len(rows)), np.ascontiguousarray(rows))

    def best(self, query: Vectors, count: int) -> NDArray[np.intp]:
        """See `Search`."""
        return np.asarray(self._index.search(query, count, threads=1).keys, dtype=np.intp)


def search(rows: Vectors, exact: int = EXACT) -> Search:
    """The index for so many rows: `Exact` up to `exact` of them, else `Graph`."""
    if len(rows) <= exact:
        return Exact(rows)
    try:
        return Graph(rows)
    except ImportError:
        logger.warning(
            "%d paintings are searched one by one; faster: pip install 'morelli[search]'", len(rows)
        )
        return Exact(rows)
