"""The head that tells paintings from other pictures."""

from collections import Counter
from pathlib import Path

import numpy as np

from morelli.datasets import Sample
from morelli.training.fit.out_of_domain import FALSE_REJECTIONS, drawn, fit_column

rng = np.random.default_rng(11)


def names(*counts: int) -> list[str | None]:
    """So many pictures from each source."""
    return [f"source {i}" for i, count in enumerate(counts) for _ in range(count)]


def test_what_is_no_painting_is_told_apart_and_few_paintings_are_refused():
    paintings = rng.normal(0, 1, (800, 12)).astype(np.float32)
    others = (rng.normal(0, 1, (60, 12)) + 3 * (np.arange(12) < 4)).astype(np.float32)
    weights, bias = fit_column(paintings, others, [None] * 800, [None] * 60)
    assert weights.shape == (1, 12) and bias.shape == (1,)
    assert weights.dtype == bias.dtype == np.float32
    fresh = rng.normal(0, 1, (4000, 12)).astype(np.float32)
    refused = (fresh @ weights.T + bias < 0).mean()
    assert refused < 3 * FALSE_REJECTIONS
    assert (others @ weights.T + bias < 0).mean() > 0.8


def test_a_feature_that_never_changes_does_no_harm():
    paintings = rng.normal(0, 1, (50, 3)).astype(np.float32)
    others = paintings[:20] + 5
    paintings[:, 2] = others[:, 2] = 7
    weights, bias = fit_column(paintings, others, [None] * 50, [None] * 20)
    assert np.isfinite(weights).all() and np.isfinite(bias).all()


def from_sources(count: int, sources: int, spread: float) -> np.ndarray:
    """Paintings (count × sources, 8), in which every source has a way of its own."""
    own = rng.normal(0, spread, (sources, 8))
    return (own.repeat(count, 0) + rng.normal(0, 1, (count * sources, 8))).astype(np.float32)


def test_the_promise_holds_for_sources_that_were_never_seen():
    """Judged by pictures of the sources it learnt from, unseen would be refused too often."""
    paintings = from_sources(60, 30, 1.0)
    others = (rng.normal(0, 1.4, (300, 8)) + 3.5 * (np.arange(8) < 2)).astype(np.float32)
    unseen = from_sources(60, 200, 1.0)
    refused = []
    for sources in (names(*[60] * 30), [None] * len(paintings)):
        weights, bias = fit_column(paintings, others, sources, [None] * len(others))
        refused.append((unseen @ weights.T + bias < 0).mean())
    assert refused[0] < 2.5 * FALSE_REJECTIONS
    assert refused[0] < refused[1]


def test_a_large_source_has_no_louder_say_than_others():
    """The threshold of nine sources isn't moved by a tenth with as many pictures as they have."""
    common = rng.normal(0, 1, (900, 1))
    odd = rng.normal(-2.5, 1, (900, 1))
    paintings = np.concatenate([common, odd]).astype(np.float32)
    others = rng.normal(-7, 0.5, (100, 1)).astype(np.float32)
    sources = names(*[100] * 9, 900)
    alike = fit_column(paintings, others, sources, [None] * 100, 0.05)
    refused = (odd @ alike[0].T + alike[1] < 0).mean(), (common @ alike[0].T + alike[1] < 0).mean()
    assert np.mean([refused[0], *[refused[1]] * 9]) < 0.06


def test_pictures_of_one_source_on_both_sides_can_all_be_left_out():
    paintings = from_sources(10, 6, 0.1)
    others = (rng.normal(4, 1, (12, 8))).astype(np.float32)
    weights, bias = fit_column(paintings, others, names(*[10] * 6), ["source 0"] * 12)
    assert (paintings @ weights.T + bias > 0).mean() > 0.9
    assert (others @ weights.T + bias < 0).mean() > 0.9


def test_every_source_is_drawn_from(monkeypatch):
    monkeypatch.setattr("morelli.training.fit.out_of_domain.MOST_PAINTINGS", 60)
    samples = [
        Sample(Path(f"{i}.png"), None, None, "train", source)
        for i, source in enumerate(names(500, 40, 10))
    ]
    some = drawn(samples, 3)
    assert Counter(sample.source for sample in some) == {
        "source 0": 25,
        "source 1": 25,
        "source 2": 10,
    }
    assert some == drawn(samples, 3) != drawn(samples, 4)
