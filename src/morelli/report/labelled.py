"""What a model answered for labelled pictures: what every part of a report is made from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morelli.datasets import Sample
from morelli.datasets.dataset import readable
from morelli.evaluation.evaluate import Evaluation, HeadEvaluation
from morelli.evaluation.metrics import Measure, confusion, proportion
from morelli.inference.probabilities import Floats

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Answers:
    """One head's answers for N pictures.

    Attributes:
        head: "artist" or "style".
        slugs: of the classes, C of them.
        names: the same for people.
        groups: a larger group for each class, for instance a painter's style; None where it
            isn't known or there are no groups.
        samples: the pictures.
        truth: class numbers (N,).
        answer: class numbers (N,) of the likeliest.
        confidence: its probability (N,).
        measures: accuracy, top-5 and so on.
        chance: accuracy of guessing.
        commonest: accuracy of always naming the commonest class of these pictures.
    """

    head: str
    slugs: tuple[str, ...]
    names: tuple[str, ...]
    groups: tuple[str | None, ...]
    samples: tuple[Sample, ...]
    truth: Numbers
    answer: Numbers
    confidence: Floats
    measures: dict[str, Measure]
    chance: float
    commonest: float

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which pictures (N,) were named rightly."""
        return np.asarray(self.truth == self.answer)

    @property
    def confusion(self) -> Numbers:
        """Counts (C, C): rows are the truth, columns the answer."""
        return confusion(self.truth, self.answer, len(self.names))


def of(evaluation: Evaluation) -> list[Answers]:
    """The answers of each head that was measured."""
    found = evaluation.heads
    styles = (
        dict(zip(found["style"].labels, found["style"].names, strict=True))
        if ("style" in found)
        else {}
    )
    return [_of(name, head, styles) for name, head in found.items()]


def _of(name: str, head: HeadEvaluation, styles: dict[str, str]) -> Answers:
    groups: tuple[str | None, ...] = (None,) * len(head.labels)
    if name == "artist":
        groups = usual_styles(head.samples, head.labels, styles)
    return Answers(
        head=name,
        slugs=head.labels,
        names=head.names,
        groups=groups,
        samples=head.samples,
        truth=head.truth,
        answer=head.answer,
        confidence=head.probabilities.max(1),
        measures=head.measures,
        chance=head.chance,
        commonest=head.commonest,
    )


def usual_styles(
    samples: Sequence[Sample], artists: Sequence[str], styles: dict[str, str]
) -> tuple[str | None, ...]:
    """The commonest style among the pictures of each painter, by its name in `styles`."""
    counts: dict[str, Counter[str]] = {artist: Counter() for artist in artists}
    for sample in samples:
        if sample.artist in counts and sample.style in styles:
            counts[sample.artist][styles[sample.style]] += 1
    # Of styles that are equally common the first by name, so that the order of pictures is no
    # part of the answer.
    return tuple(
        min(found, key=lambda style: (-found[style], style)) if found else None
        for found in counts.values()
    )


@dataclass(frozen=True, slots=True)
class ClassRow:
    """How well one class is told: a row of the table.

    Attributes:
        number: of the class.
        name: of the class.
        group: of the class.
        recall: share of its pictures that were named rightly, with its interval.
        hits: their count.
        named: pictures that were given this name.
        precision: share of those that were right; None where the name was never given.
        f1: of recall and precision.
        taken_for: number of the class most often named in its place; None where none was.
        taken: how often.
    """

    number: int
    name: str
    group: str | None
    recall: Measure
    hits: int
    named: int
    precision: float | None
    f1: float
    taken_for: int | None
    taken: int


def per_class(answers: Answers) -> list[ClassRow]:
    """A row for each class that has pictures."""
    counts = answers.confusion
    rows = []
    for i in np.flatnonzero(counts.sum(1)).tolist():
        hits, size, named = int(counts[i, i]), int(counts[i].sum()), int(counts[:, i].sum())
        wrong = counts[i].copy()
        wrong[i] = 0
        most = int(wrong.argmax())
        rows.append(
            ClassRow(
                number=i,
                name=answers.names[i],
                group=answers.groups[i],
                recall=proportion(hits, size),
                hits=hits,
                named=named,
                precision=hits / named if named else None,
                f1=2 * hits / (size + named),
                taken_for=most if wrong[most] else None,
                taken=int(wrong[most]),
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often pictures of one class were given another's name."""

    truth: int
    answer: int
    count: int
    of: int


def commonest_confusions(answers: Answers, most: int) -> list[Confusion]:
    """The `most` frequent mistakes, most frequent first; of equals the larger share first."""
    counts = answers.confusion
    sizes = counts.sum(1)
    wrong = counts - np.diag(np.diag(counts))
    found = [
        Confusion(int(t), int(a), int(wrong[t, a]), int(sizes[t])) for t, a in np.argwhere(wrong)
    ]
    return sorted(found, key=lambda c: (-c.count, c.of, c.truth, c.answer))[:most]


def caption(path: Path) -> str:
    """A picture's file with its folder's name: enough to find it, and no machine's whole path."""
    return readable(Path(*path.parts[-2:]))
