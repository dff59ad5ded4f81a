"""The ranking of similar paintings."""

import sys

import numpy as np
import pytest

from morelli.explain import Neighbours
from morelli.explain.search import Exact, Graph, search


def paintings(kinds: int, each: int, seed: int = 0) -> np.ndarray:
    """Embeddings of `kinds` painters with `each` paintings, float32 (kinds * each, 16)."""
    random = np.random.default_rng(seed)
    centres = np.repeat(10 * random.normal(size=(kinds, 16)), each, axis=0)
    return (centres + random.normal(size=(kinds * each, 16)) + 50).astype(np.float32)


NAMES = [f"{kind}{i}" for kind in "abc" for i in range(4)]


@pytest.mark.parametrize("exact", [100, pytest.param(0, id="usearch")])
def test_its_own_kind_comes_first(exact):
    if not exact:
        pytest.importorskip("usearch")
    rows = paintings(3, 4)
    index = Neighbours(NAMES, rows, exact=exact)
    for name, row in zip(NAMES, rows, strict=True):
        nearest = index.nearest(row, 3, but=[name])
        assert len(nearest) == 3
        assert {other[0] for other in nearest} == {name[0]}
        assert name not in nearest
        assert index.nearest(row, 1) == [name]


def test_no_more_than_there_are():
    index = Neighbours(NAMES, paintings(3, 4))
    assert len(index.nearest(np.ones(16, np.float32), 50)) == 12
    assert Neighbours([], np.zeros((0, 16), np.float32)).nearest(np.ones(16, np.float32), 5) == []
    alone = Neighbours(["only"], np.ones((1, 16), np.float32))
    assert alone.nearest(np.zeros(16, np.float32), 5) == ["only"]
    assert len(Neighbours("ab", paintings(1, 2)).nearest(np.ones(16, np.float32), 5)) == 2


def test_as_many_ids_as_embeddings():
    with pytest.raises(ValueError, match="1 ids and 2 embeddings"):
        Neighbours(["a"], np.zeros((2, 4), np.float32))


def test_a_hub_stops_being_near_to_everything():
    """Many paintings in many directions, and the one in the middle of some of them."""
    random = np.random.default_rng(1)
    rows = random.normal(size=(400, 24)).astype(np.float32)
    crowd = random.normal(size=24)
    rows[:120] += 1.2 * crowd.astype(np.float32)
    rows[0] = 3 * crowd
    names = [str(i) for i in range(len(rows))]

    def asked_for(corrected: bool) -> int:
        index = Neighbours(names, rows, corrected=corrected)
        return sum(
            "0" in index.nearest(row, 5, but=[name]) for name, row in zip(names, rows, strict=True)
        )

    assert asked_for(False) > 60
    assert asked_for(True) < asked_for(False) / 2


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
