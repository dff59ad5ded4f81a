"""What a study may say: differences on the same pictures, and how sure they are.

A difference is of the mean accuracy over pictures, with pictures and seeds drawn again (bootstrap)
for its interval. Where many are compared, p-values are raised by Holm's method (1979).
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import norm

from morelli.evaluation.metrics import SEED, Measure
from morelli.inference.probabilities import Floats

RESAMPLES = 1000
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Scored:
    """A cell and what it got right.

    Attributes:
        number: the cell's.
        values: factor -> label.
        hits: by head, (seeds, pictures): 1 right, 0 wrong, NaN not known.
    """

    number: int
    values: dict[str, str]
    hits: dict[str, Floats]

    def accuracy(self, head: str) -> float:
        """Over all pictures and seeds."""
        return float(np.nanmean(self.hits[head]))


def interval(values: Floats) -> tuple[Measure, float]:
    """The mean of (seeds, pictures) with its 95 % interval, and the deviation it would have.

    Pictures are drawn again and, where there are several, seeds. NaN pictures are left out.
    """
    known = values[:, ~np.isnan(values).any(0)]
    seeds, pictures = known.shape
    rng = np.random.default_rng(SEED)
    means = np.empty(RESAMPLES)
    for i in range(RESAMPLES):
        drawn = np.bincount(rng.integers(0, seeds, seeds), minlength=seeds) / seeds
        means[i] = (drawn @ known)[rng.integers(0, pictures, pictures)].mean()
    low, high = np.quantile(means, [0.025, 0.975])
    measure = Measure(float(known.mean()), float(low), float(high), pictures)
    return measure, float(means.std(ddof=1))


def comparisons(cells: Sequence[Scored], factors: Sequence[str]) -> list[dict[str, Any]]:
    """All comparisons of a study; docs/studies.md says what an entry holds."""
    heads = sorted({head for cell in cells for head in cell.hits})
    found: list[dict[str, Any]] = []
    for head in heads:
        able = [cell for cell in cells if head in cell.hits]
        for factor in factors:
            for kind, pairs in (("all else equal", _matched), ("each at its best", _best)):
                found += _adjusted(
                    [
                        _entry(factor, head, kind, first, second, list(matched))
                        for first, second, matched in pairs(able, factor, head)
                    ]
                )
        ranked = sorted(able, key=lambda cell: -cell.accuracy(head))[:2]
        if len(ranked) == 2:
            names = [f"cell {cell.number}" for cell in ranked]
            pair = [(ranked[0], ranked[1])]
            found += _adjusted([_entry("best", head, "the two best", names[0], names[1], pair)])
    return found


Pairs = Iterator[tuple[str, str, Sequence[tuple[Scored, Scored]]]]


def _labels(cells: Sequence[Scored], factor: str) -> list[str]:
    return list(dict.fromkeys(cell.values[factor] for cell in cells))


def _matched(cells: Sequence[Scored], factor: str, head: str) -> Pairs:  # noqa: ARG001
    """For each two labels, the pairs of cells that differ in nothing else."""

    def rest(cell: Scored) -> tuple[str, ...]:
        return tuple(label for name, label in cell.values.items() if name != factor)

    of = {(cell.values[factor], rest(cell)): cell for cell in cells}
    for first, second in itertools.combinations(_labels(cells, factor), 2):
        pairs = [
            (cell, of[second, others])
            for (label, others), cell in of.items()
            if label == first and (second, others) in of
        ]
        if pairs:
            yield first, second, pairs


def _best(cells: Sequence[Scored], factor: str, head: str) -> Pairs:
    """For each two labels, the best cell of each."""
    best = {
        label: max(
            (cell for cell in cells if cell.values[factor] == label),
            key=lambda cell: cell.accuracy(head),
        )
        for label in _labels(cells, factor)
    }
    for first, second in itertools.combinations(best, 2):
        yield first, second, [(best[first], best[second])]


def _entry(
    factor: str,
    head: str,
    kind: str,
    first: str,
    second: str,
    pairs: Sequence[tuple[Scored, Scored]],
) -> dict[str, Any]:
    difference: Floats = np.mean([one.hits[head] - other.hits[head] for one, other in pairs], 0)
    numbers = [pairs[0][0].number, pairs[0][1].number] if len(pairs) == 1 else []
    if np.nanmean(difference) < 0:
        first, second, difference = second, first, -difference
        numbers.reverse()
    measure, deviation = interval(difference)
    p = float(2 * norm.sf(measure.value / deviation)) if deviation else 1.0
    return {
        "factor": factor,
        "head": head,
        "kind": kind,
        "better": first,
        "worse": second,
        "difference": round(measure.value, 6),
        "low": round(measure.low, 6),
        "high": round(measure.high, 6),
        "pairs": len(pairs),
        "cells": numbers,
        "pictures": measure.n,
        "seeds": len(difference),
        "p": p,
    }


def _adjusted(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raise p-values for their number, and say what they mean."""
    raised = 0.0
    for place, entry in enumerate(sorted(entries, key=lambda e: float(e["p"]))):
        raised = max(raised, min(1.0, entry["p"] * (len(entries) - place)))
        entry["p_adjusted"] = round(raised, 6)
        entry["p"] = round(entry["p"], 6)
        sure = raised < SIGNIFICANT and entry["difference"] > 0
        entry["verdict"] = "better" if sure else "no difference seen"
        entry["sentence"] = _sentence(entry)
    return entries


def _sentence(entry: dict[str, Any]) -> str:
    points, low, high = (f"{100 * entry[name]:+.1f}" for name in ("difference", "low", "high"))
    measured = f"{points} points of {entry['head']} accuracy (95 %: {low} to {high})"
    # A field's values say nothing without its name; labels are made to be read alone.
    field = entry["factor"].rpartition(".")[2].replace("_", " ") if "." in entry["factor"] else ""
    better, worse = (f"{field} {entry[name]}".strip() for name in ("better", "worse"))
    if entry["verdict"] == "better":
        return f"{better} is better than {worse}: {measured}."
    return f"No difference seen between {better} and {worse}: {measured}."
