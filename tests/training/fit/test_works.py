"""Copies lie closer than pictures do, and the rule names what it should."""

import os

import numpy as np
import pytest

from morelli.datasets import Sample
from morelli.training.export.assembly import Projection, rounded
from morelli.training.fit.works import between_copies, fit_rule, unit, work_of
from morelli.works.copies import KINDS, LEAST_AREA, Copy
from morelli.works.index import Index
from morelli.works.miniature import LOOK, pack
from morelli.works.work import Work

DRAW = np.random.default_rng(0)
WIDTH, PICTURES = 40, 300
LOUD = np.diag(np.r_[np.full(5, 8.0), np.full(WIDTH - 5, 0.3)])
"""How copies differ: much in five directions, which tell no picture from another."""
PLAIN = DRAW.normal(size=(PICTURES, WIDTH)).astype(np.float32)


def copied():
    return (PLAIN + DRAW.normal(size=PLAIN.shape) @ LOUD).astype(np.float32)


def first(embeddings, others):
    return np.argmax(embeddings @ others.T, axis=1) == np.arange(len(embeddings))


def test_copies_are_found_by_what_they_share():
    projection = between_copies(PLAIN, [copied(), copied()])
    fresh = copied()
    assert first(unit(fresh), unit(PLAIN)).mean() < 0.7
    assert first(unit(projection.embed(fresh)), unit(projection.embed(PLAIN))).mean() > 0.95
    stored = rounded(projection)
    assert unit(stored.embed(PLAIN)) == pytest.approx(unit(projection.embed(PLAIN)), abs=0.02)


def test_features_that_are_always_the_same_do_no_harm():
    plain = np.hstack([PLAIN, np.zeros((PICTURES, 2), np.float32)])
    copies = np.hstack([copied(), np.zeros((PICTURES, 2), np.float32)])
    projection = between_copies(plain, [copies])
    assert isinstance(projection, Projection) and np.isfinite(projection.basis).all()


def test_the_rule_names_works_that_are_there_and_no_others():
    projection = between_copies(PLAIN, [copied(), copied()])
    looks = DRAW.uniform(40, 220, (PICTURES, 10, 10)).repeat(7, 1).repeat(7, 2)[:, :LOOK, :LOOK]
    index = Index.of("0" * 16, unit(projection.embed(PLAIN)), pack(looks), [Work()] * PICTURES)
    unknown = DRAW.normal(size=(60, WIDTH)).astype(np.float32)
    queries = np.concatenate(
        [unit(projection.embed(copied()))[:80], unit(projection.embed(unknown))]
    )
    seen = np.concatenate([looks[:80] * 0.8 + 20, DRAW.uniform(40, 220, (60, LOOK, LOOK))])
    owners = np.r_[np.arange(80), np.full(60, -1)]
    rule = fit_rule(index, queries, seen, owners)
    assert rule == fit_rule(index, queries, seen, owners)
    from morelli.works.recognition import Recogniser

    found = Recogniser(rule, index).recognise(queries, seen)
    assert sum(work is not None for work in found[:80]) >= 76
    assert not any(found[80:])


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_a_copy_is_the_same_whenever_it_is_asked_for(kind):
    square = DRAW.integers(0, 255, (8, 8, 3), dtype=np.uint8).repeat(12, 0).repeat(12, 1)
    one, again, other = (
        Copy(lambda pixels: pixels, 0, number, kind)(square, b"picture") for number in (1, 1, 2)
    )
    assert one.shape == square.shape and one.dtype == np.uint8
    assert (one == again).all() and (one != other).any()
    assert 0.1 < LEAST_AREA < 1


def test_titles_come_from_the_table_first(tmp_path):
    named = Sample(
        tmp_path / "1.jpg", "edward-hopper", None, title="Nighthawks", year=1942, origin="x/a-b.jpg"
    )
    assert work_of(named) == Work("Nighthawks", "edward-hopper", "Edward Hopper", 1942, id="1")
    by_file = Sample(
        tmp_path / "2.jpg", "edgar-degas", None, origin="edgar-degas_blue-dancers-1897.jpg"
    )
    assert work_of(by_file) == Work("Blue Dancers", "edgar-degas", "Edgar Degas", 1897, id="2")
    assert work_of(Sample(tmp_path / "3.jpg", None, None)) == Work(id="3")
    other_bytes = work_of(Sample(tmp_path / os.fsdecode(b"caf\xe9.jpg"), None, None))
    assert other_bytes.id == "caf\N{REPLACEMENT CHARACTER}"
    assert work_of(Sample(tmp_path / "4.jpg", "nobody-known", None)).artist_name == "Nobody Known"
