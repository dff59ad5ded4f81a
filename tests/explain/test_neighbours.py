"""The ranking of similar paintings."""

import numpy as np
import pytest

from morelli.explain import Neighbours


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
