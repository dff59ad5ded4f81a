"""The rows with the largest inner product."""

import sys

import numpy as np
import pytest

from morelli.explain.search import Exact, Graph, search


def paintings(kinds: int, each: int, seed: int = 0) -> np.ndarray:
    """Embeddings of `kinds` painters with `each` paintings, float32 (kinds * each, 16)."""
    random = np.random.default_rng(seed)
    centres = np.repeat(10 * random.normal(size=(kinds, 16)), each, axis=0)
    return (centres + random.normal(size=(kinds * each, 16)) + 50).astype(np.float32)


def test_exact_search_sorts_and_takes_the_first_of_equals():
    rows = np.array([[1, 0], [3, 0], [2, 0], [3, 0]], np.float32)
    query = np.array([1, 0], np.float32)
    assert Exact(rows).best(query, 2).tolist() == [1, 3]
    assert Exact(rows).best(query, 4).tolist() == [1, 3, 2, 0]


def test_the_graph_finds_what_looking_at_every_row_finds():
    pytest.importorskip("usearch")
    rows = paintings(50, 20)
    rows -= rows.mean(axis=0)
    exact, graph = Exact(rows), Graph(rows)
    same = [len({*exact.best(q, 10)} & {*graph.best(q, 10)}) for q in paintings(50, 2) - 50]
    assert np.mean(same) > 9.5  # a graph is built in another order each time


def test_many_rows_are_asked_of_a_graph_and_looked_at_one_by_one_without_usearch(
    monkeypatch, caplog
):
    rows = paintings(2, 3)
    assert isinstance(search(rows, exact=6), Exact)
    monkeypatch.setitem(sys.modules, "usearch.index", None)
    assert isinstance(search(rows, exact=5), Exact)
    assert "pip install 'morelli[search]'" in caplog.text
    monkeypatch.undo()
    pytest.importorskip("usearch")
    assert isinstance(search(rows, exact=5), Graph)
