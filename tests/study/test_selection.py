"""Who may see the test split."""

import numpy as np

from morelli.study.compare import Scored
from morelli.study.selection import choose


def scored(number, values, **accuracies):
    pictures = np.arange(100) / 100
    return Scored(
        number, values, {h: (pictures < a).astype(float)[None] for h, a in accuracies.items()}
    )


CELLS = [
    scored(1, {"b": "x", "h": "both"}, artist=0.5, style=0.9),
    scored(2, {"b": "y", "h": "both"}, artist=0.6, style=0.7),
    scored(3, {"b": "y", "h": "style"}, style=0.95),
    scored(4, {"b": "x", "h": "style"}, style=0.96),
]


def test_the_best_by_the_studys_head(study):
    assert choose(study(), CELLS) == {2: ["best"]}
    assert choose(study(head="style"), CELLS) == {4: ["best"]}


def test_the_best_for_each_label(study):
    factors = {"b": {"x": {}, "y": {}}, "h": {"both": {}, "style": {}}}
    asked = study(factors=factors, test_each=["b", "h"])
    assert choose(asked, CELLS) == {
        2: ["best", "b = y", "h = both"],
        1: ["b = x"],
        4: ["h = style"],
    }


def test_of_equals_the_first(study):
    same = [scored(i, {}, artist=0.5) for i in (3, 1)]
    assert choose(study(), same) == {3: ["best"]}


def test_nothing_finished_nothing_chosen(study):
    assert choose(study(), []) == {}
