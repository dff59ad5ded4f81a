"""What is read from an index is what was put into it, or nothing is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.works.index import Index, WorksError
from morelli.works.miniature import BYTES
from morelli.works.work import Work

SPACE = "0123456789abcdef"
TEXT = st.one_of(st.none(), st.text(min_size=1, max_size=20).filter(lambda t: max(t) < "\ud800"))


def index(works):
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(len(works), 7))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    miniatures = rng.integers(0, 256, (len(works), BYTES), dtype=np.uint8)
    return Index.of(SPACE, rows, miniatures, works)


WORKS = [
    Work("Nighthawks", "edward-hopper", "Edward Hopper", 1942, id="7", link="https://x.example/7"),
    Work("Two\nlines “and” more", None, None, None),
    Work(),
]


def test_round_trip(tmp_path):
    made = index(WORKS)
    made.save(tmp_path / "a.index")
    read = Index.open(tmp_path / "a.index")
    assert list(read) == WORKS and len(read) == 3 and read.space == SPACE
    assert (read.embeddings == made.embeddings).all()
    assert (read.miniatures == made.miniatures).all()
    assert read.to_bytes() == made.to_bytes()


@given(st.lists(st.builds(Work, TEXT, TEXT, TEXT, st.one_of(st.none(), st.integers(1, 2030)))))
def test_any_works(works):
    assert list(Index.read(index(works).to_bytes(), "it")) == works


def test_two_are_joined():
    both = index(WORKS[:2]).joined(Index.read(index(WORKS).to_bytes(), "it"))
    assert list(both) == [*WORKS[:2], *WORKS]
    assert len(both.embeddings) == len(both.miniatures) == 5


@given(st.integers(0, 10**9), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place, change):
    content = bytearray(index(WORKS).to_bytes())
    content[place % len(content)] ^= change
    with pytest.raises(WorksError):
        list(Index.read(bytes(content), "it"))


@given(st.integers(0, 10**9))
def test_one_cut_short_is_noticed(place):
    content = index(WORKS).to_bytes()
    with pytest.raises(WorksError, match="it "):
        Index.read(content[: place % len(content)], "it")


def test_another_format_is_named(tmp_path):
    content = index(WORKS).to_bytes().replace(b'"format":1', b'"format":2', 1)
    with pytest.raises(WorksError, match="format 2"):
        Index.read(content, "it")
    (tmp_path / "empty.index").touch()
    with pytest.raises(WorksError, match="empty"):
        Index.open(tmp_path / "empty.index")
