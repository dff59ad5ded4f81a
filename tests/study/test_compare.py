"""What may be called better."""

import numpy as np
import pytest

from morelli.study.compare import Scored, comparisons, interval

RNG = np.random.default_rng(5)


def hits(accuracy, seeds=2, pictures=2000, base=None, seed=0):
    """Rights and wrongs of an accuracy; near those of `base` where that is given."""
    rng = np.random.default_rng(seed)
    drawn = (rng.random((seeds, pictures)) < accuracy).astype(float)
    if base is not None:
        keep = rng.random((seeds, pictures)) < 0.9
        drawn = np.where(keep, base, drawn)
    return drawn


def test_a_mean_stands_within_its_interval_which_narrows_with_pictures():
    wide, deviation = interval(hits(0.6, pictures=200))
    narrow, smaller = interval(hits(0.6, pictures=5000))
    assert wide.low < 0.6 < wide.high and narrow.low < 0.6 < narrow.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 3
    assert smaller < deviation
    assert narrow.high - narrow.low == pytest.approx(2 * 1.96 * smaller, rel=0.1)


def test_pictures_without_a_label_are_left_out():
    values = hits(0.5, pictures=400)
    values[:, ::2] = np.nan
    assert interval(values)[0].n == 200


def test_seeds_that_disagree_widen_the_interval():
    agreeing = np.tile(hits(0.5, seeds=1, pictures=3000), (2, 1))
    disagreeing = np.stack([hits(0.3, 1, 3000)[0], hits(0.7, 1, 3000)[0]])
    wide, narrow = interval(disagreeing)[0], interval(agreeing)[0]
    assert wide.high - wide.low > 4 * (narrow.high - narrow.low)


def cells():
    """Two rates and three penalties; the second penalty is better by far, the rates are alike."""
    base = hits(0.5)
    made = []
    for penalty, accuracy in (("none", 0.5), ("some", 0.9), ("much", 0.5)):
        for rate in ("slow", "fast"):
            number = len(made) + 1
            own = hits(accuracy, base=base if accuracy == 0.5 else None, seed=number)
            made.append(Scored(number, {"penalty": penalty, "rate": rate}, {"artist": own}))
    return made


def test_what_is_better_is_called_so_and_what_is_not_is_not():
    found = comparisons(cells(), ["penalty", "rate"])
    equal = [c for c in found if c["kind"] == "all else equal"]
    verdicts = {frozenset((c["better"], c["worse"])): c for c in equal}
    for other in ("none", "much"):
        entry = verdicts[frozenset(("some", other))]
        assert entry["verdict"] == "better" and entry["better"] == "some"
        assert entry["low"] < entry["difference"] < entry["high"] and entry["pairs"] == 2
        assert entry["difference"] == pytest.approx(0.4, abs=0.03)
        assert f"some is better than {other}: +" in entry["sentence"]
    for pair in (("none", "much"), ("slow", "fast")):
        entry = verdicts[frozenset(pair)]
        assert entry["verdict"] == "no difference seen" and entry["difference"] >= 0
        assert entry["sentence"].startswith("No difference seen between")
    assert verdicts[frozenset(("slow", "fast"))]["pairs"] == 3


def test_the_best_of_each_label_and_the_two_best_are_compared():
    found = comparisons(cells(), ["penalty"])
    (two,) = [c for c in found if c["factor"] == "best"]
    assert two["cells"] in ([3, 4], [4, 3]) and two["verdict"] == "no difference seen"
    best = [c for c in found if c["kind"] == "each at its best"]
    assert len(best) == 3 and all(c["pairs"] == 1 for c in best)


def test_many_comparisons_raise_the_bar():
    """Of many pairs of equals, about one in twenty would be called better without it."""
    base = hits(0.5, seeds=1)
    equals = [
        Scored(i, {"f": str(i)}, {"artist": hits(0.5, 1, base=base, seed=i)}) for i in range(10, 20)
    ]
    found = [c for c in comparisons(equals, ["f"]) if c["kind"] == "all else equal"]
    assert len(found) == 45
    assert min(c["p"] for c in found) < 0.05
    assert all(c["p_adjusted"] >= c["p"] for c in found)
    assert {c["verdict"] for c in found} == {"no difference seen"}


def test_no_difference_at_all_is_none():
    same = hits(0.5)
    pair = [Scored(i, {"f": str(i)}, {"style": same}) for i in (1, 2)]
    for entry in comparisons(pair, ["f"]):
        assert entry["verdict"] == "no difference seen" and entry["p"] == 1


def test_one_cell_compares_with_nothing():
    assert comparisons(cells()[:1], ["penalty", "rate"]) == []


def test_values_of_a_field_are_named_with_it():
    pair = [Scored(i, {"model.label_smoothing": str(i)}, {"style": hits(i / 3)}) for i in (1, 2)]
    (entry,) = [c for c in comparisons(pair, ["model.label_smoothing"]) if c["kind"][0] == "a"]
    assert entry["sentence"].startswith("label smoothing 2 is better than label smoothing 1: +")
