"""What a study found, in words: nothing is called better unless a paired comparison says so."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from morelli.report.page import interval, percent
from morelli.report.parts import NOUNS
from morelli.report.results import Results, Row

KINDS = ("each at its best", "all else equal")


def plain(factor: str) -> str:
    """A factor's name for people: of a recipe's field its last part."""
    return factor.rsplit(".", 1)[-1].replace("_", " ")


def named(cell: Row) -> str:
    """A cell by its number and values."""
    values = ", ".join(
        f"{plain(factor)} = {_quoted(label)}" for factor, label in cell["values"].items()
    )
    return f"cell {cell['number']} ({values})" if values else f"cell {cell['number']}"


def answer(results: Results) -> list[str]:
    """The study's answer in sentences: the best cell, whether it is better, the test split."""
    study, head = results.study, results.head
    if not results.done:
        return ["No cell is finished yet."]
    best = results.done[0]
    found = results.accuracy(best, head)
    assert found is not None  # noqa: S101 - that is what done means
    base = study["baselines"][head]
    how = f"{study['folds']}-fold cross-validation" if study["folds"] > 1 else "validation"
    sentences = [
        f"Best of {len(results.done)} is {named(best)}: it names the right {NOUNS[head]} for"
        f" {percent(found.value)} (95 % interval {interval(found.low, found.high)}) in {how} with"
        f" {_seeds(study['seeds'])}; guessing would be right for {percent(base['chance'])}, always"
        f" naming the commonest for {percent(base['commonest'])}."
    ]
    rival = [c for c in results.comparisons if c["factor"] == "best" and c["head"] == head]
    sentences += [_rival(rival[0])] if rival else []
    test = [
        (seed, answers.measures["accuracy"])
        for cell, seed, place in results.chosen()
        if "best" in cell["chosen_for"]
        for answers in results.test(place)
        if answers.head == head
    ]
    if test:
        _, m = test[0]
        more = [percent(other.value) for _, other in test[1:]]
        rest = f"; with other seeds {', '.join(more)}" if more else ""
        sentences.append(
            f"On the test split of {m.n:,} paintings, looked at once, it is right for"
            f" {percent(m.value)} ({interval(m.low, m.high)}){rest}."
        )
    return sentences


def _rival(entry: Row) -> str:
    points = f"{100 * entry['difference']:+.1f} points, {_points(entry)}"
    better, worse = entry["better"], entry["worse"]
    if entry["verdict"] == "better":
        return f"It is better than the runner-up: {better} against {worse}, {points}."
    return f"No difference seen between it and the runner-up: {better} and {worse}, {points}."


def factor(results: Results, name: str, head: str) -> list[str]:
    """What may be said of a factor's labels on a head, a sentence for each kind of comparison."""
    sentences = []
    for kind in KINDS:
        entries = [
            c
            for c in results.comparisons
            if c["factor"] == name and c["head"] == head and c.get("kind") == kind
        ]
        if entries:
            sentences.append(f"{kind.capitalize()}: {_said(entries)}")
    return sentences


def _said(entries: Sequence[Row]) -> str:
    """The label that wins most comparisons, and which of its wins count."""
    if not any(entry["verdict"] == "better" for entry in entries):
        return "no difference seen between any of its values."
    wins = Counter(entry["better"] for entry in entries)
    best = max(wins, key=lambda label: wins[label])
    beaten = [e for e in entries if e["better"] == best and e["verdict"] == "better"]
    level = [
        _quoted(e["worse"] if e["better"] == best else e["better"])
        for e in entries
        if best in (e["better"], e["worse"]) and e not in beaten
    ]
    parts = []
    if beaten:
        each = [
            f"{_quoted(e['worse'])} ({100 * e['difference']:+.1f} points, {_points(e)})"
            for e in beaten
        ]
        parts.append(f"{_quoted(best)} is better than {'; '.join(each)}")
    if level:
        parts.append(f"no difference seen between {_quoted(best)} and {', '.join(level)}")
    return (
        f"{'. '.join(part[0].upper() + part[1:] if i else part for i, part in enumerate(parts))}."
    )


def _quoted(label: str) -> str:
    """A label as part of a list: in quotes where it looks like several words."""
    return f"“{label}”" if "," in label or " " in label else label


def _points(entry: Row) -> str:
    return f"95 % {100 * entry['low']:+.1f} to {100 * entry['high']:+.1f}"


def _seeds(seeds: Sequence[Any]) -> str:
    return f"{len(seeds)} seeds" if len(seeds) > 1 else "one seed"
