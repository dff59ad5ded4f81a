"""Nearest paintings among many: the graph of `explain.search` against looking at every row.

The rows are made of real embeddings, the held-out pictures that the built-in bundle carries: one
of them plus half the difference of two others, so that they spread like embeddings in every
direction. Both contenders answer the same queries in turn, in one thread, and the medians count;
what the graph misses is counted, too.

Usage: python benchmarks/neighbours.py [ROWS ...] (1,000,000 by default; the graph is made first,
which takes minutes)
"""

import statistics
import sys
import time

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import Bundle
from morelli.bundles.reference_set import ReferenceSet
from morelli.explain.search import Exact, Graph, Search

QUERIES = 100
NEAREST = 8
ROWS = 1_000_000
CHUNK = 50_000


def rows(count: int, seed: int, real: NDArray[np.float32]) -> NDArray[np.float32]:
    """Embeddings of length 1, float32 (count, K)."""
    generator = np.random.default_rng(seed)
    made = np.empty((count, real.shape[1]), np.float32)
    for start in range(0, count, CHUNK):
        part = made[start : start + CHUNK]
        one, two, three = real[generator.integers(0, len(real), (3, len(part)))]
        part[:] = one + (two - three) / 2
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return made


def milliseconds(
    index: Search, queries: NDArray[np.float32]
) -> tuple[list[NDArray[np.intp]], float]:
    """What is found for each query, and the median time of one."""
    found, times = [], []
    for query in queries:
        start = time.perf_counter()
        found.append(index.best(query, NEAREST))
        times.append(1000 * (time.perf_counter() - start))
    return found, statistics.median(times)


def compare(count: int, real: NDArray[np.float32]) -> None:
    """Print one line: milliseconds of both, the ratio, and how many the graph finds."""
    many, queries = rows(count, 0, real), rows(QUERIES, 1, real)
    start = time.perf_counter()
    graph = Graph(many)
    made = time.perf_counter() - start
    exact = Exact(many)
    theirs, slow = milliseconds(exact, queries)
    ours, quick = milliseconds(graph, queries)
    same = sum(len({*a} & {*b}) for a, b in zip(ours, theirs, strict=True))
    print(
        f"{count:>9,} rows of {real.shape[1]}: graph {quick:6.2f} ms, every row {slow:7.2f} ms,"
        f" {slow / quick:6.1f} x as fast; finds {same / (NEAREST * QUERIES):.1%} of the"
        f" {NEAREST} nearest; made in {made:,.0f} s",
        flush=True,
    )


def main() -> None:
    """Compare for each number of rows asked for."""
    real = ReferenceSet.of(Bundle.open()).embedding
    real -= real.mean(axis=0)
    for count in map(int, sys.argv[1:] or [ROWS]):
        compare(count, real)


if __name__ == "__main__":
    main()
