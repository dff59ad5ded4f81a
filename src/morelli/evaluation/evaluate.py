"""Measures a bundle the way it is used: every number comes from the answers of `Classifier`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import Bundle, Label
from morelli.datasets import Problem, Sample
from morelli.datasets.splits import open_set_split
from morelli.errors import MorelliError
from morelli.evaluation import metrics
from morelli.evaluation.metrics import Measure
from morelli.evaluation.picture_tables import Answered
from morelli.inference.classifier import Classifier
from morelli.inference.decision import CERTAIN, Attribution, Candidate
from morelli.inference.probabilities import Floats

if TYPE_CHECKING:
    from morelli.evaluation.cross_dataset import CrossDatasetTest


ANSWERED = ("known painter", "unknown painter")
"""Verdicts on what is taken for a painting; with any other a picture is refused."""


@dataclass(frozen=True)
class HeadEvaluation:
    """What one head ("artist" or "style") got right.

    Attributes:
        labels: the classes, slugs in the bundle's order.
        names: the same for people.
        samples: the labelled pictures, N of them.
        truth: their class numbers (N,).
        probabilities: calibrated, (N, C).
        measures: accuracy, top-5 and so on.
        chance: accuracy of guessing.
        commonest: accuracy of always naming the commonest class of these pictures.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    samples: tuple[Sample, ...]
    truth: NDArray[np.int64]
    probabilities: Floats
    measures: dict[str, Measure]
    chance: float
    commonest: float

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Counts (C, C): rows are the truth, columns the answer."""
        return metrics.confusion(self.truth, self.answer, len(self.labels))

    @property
    def answer(self) -> NDArray[np.int64]:
        """Class numbers (N,) of the likeliest."""
        return np.asarray(self.probabilities.argmax(1))

    @property
    def answered(self) -> list[Answered]:
        """Each picture with its true and its answered class."""
        return [
            Answered(sample.path, self.labels[truth], self.labels[answer])
            for sample, truth, answer in zip(self.samples, self.truth, self.answer, strict=True)
        ]

    def sparse_confusion(self) -> dict[str, dict[str, int]]:
        """For each true class, how often each answer was given; what never was is left out."""
        return {
            self.labels[i]: {self.labels[int(j)]: int(row[j]) for j in np.flatnonzero(row)}
            for i, row in enumerate(self.confusion)
            if row.any()
        }


@dataclass(frozen=True)
class Evaluation:
    """What was measured of a bundle; see `to_dict` for the numbers alone.

    Attributes:
        bundle: its name.
        heads: "artist" and "style", each where the bundle has it.
        refusal: how well it knows what it doesn't know.
        more: what was asked for besides, by section; see `names.SECTIONS`.
        cross_dataset: on pictures from other sources, by the name of their table; the first is the
            one that is set beside what was measured at home.
        skipped: pictures that could not be read.
    """

    bundle: str
    heads: dict[str, HeadEvaluation]
    refusal: dict[str, Measure]
    skipped: list[Problem] = field(default_factory=list)
    more: dict[str, dict[str, Measure]] = field(default_factory=dict)
    cross_dataset: dict[str, "CrossDatasetTest"] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Every number, ready for JSON."""
        document: dict[str, Any] = {"bundle": self.bundle, "skipped": len(self.skipped)}
        for name, head in self.heads.items():
            document[name] = {k: m.to_dict() for k, m in head.measures.items()}
            document[name]["chance"] = round(head.chance, 5)
            document[name]["commonest"] = round(head.commonest, 5)
            document[name]["confusion"] = head.sparse_confusion()
        for name, section in {"refusal": self.refusal, **self.more}.items():
            if section:
                document[name] = {k: m.to_dict() for k, m in section.items()}
        if self.cross_dataset:
            document["elsewhere"] = {name: e.to_dict() for name, e in self.cross_dataset.items()}
        return document


def evaluate(
    classifier: Classifier,
    paintings: Sequence[Sample],
    *,
    unknown: Sequence[Sample] = (),
    not_paintings: Sequence[Sample] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Classify pictures and compare with their labels.

    Args:
        classifier: what is measured.
        paintings: labelled pictures that were not trained on. Those by painters whom the
            bundle doesn't know count as `unknown`.
        unknown: pictures by painters the bundle doesn't know, of which those that are `fresh`
            are looked at.
        not_paintings: pictures that aren't paintings.
        progress: called with 1 after each picture.

    Raises:
        MorelliError: none of the pictures could be read, or none has a label the bundle knows.
    """
    bundle = classifier.bundle
    names = {None, *bundle.artists}
    known = [s for s in paintings if s.artist in names or not bundle.artists]
    others = (s for s in paintings if s.artist not in names and bundle.artists)
    open_set = [*fresh(bundle, unknown), *others]
    skipped: list[Problem] = []

    def answer(samples: Sequence[Sample]) -> list[tuple[Sample, Attribution]]:
        everything = max(len(bundle.artists), len(bundle.styles))
        results = classifier.stream((s.path for s in samples), top=everything)
        answers = []
        for sample, result in zip(samples, results, strict=True):
            progress(1)
            if result.attribution is None:
                skipped.append(Problem(str(sample.path), str(result.error)))
            else:
                answers.append((sample, result.attribution))
        return answers

    answers = answer(known)
    heads = {}
    manifest = bundle.manifest
    for name, labels in (("artist", manifest.artists), ("style", manifest.styles)):
        slugs = {label.slug for label in labels}
        usable = [(s, a) for s, a in answers if getattr(s, name) in slugs]
        if usable:
            heads[name] = _head(name, labels, usable, _smoothing(manifest.provenance))
    if not heads:
        raise MorelliError("None of these pictures has a painter or style that the bundle knows.")
    refusal = _refusal(
        [a for _, a in answers],
        [a for _, a in answer(open_set)],
        [a for _, a in answer(not_paintings)],
    )
    return Evaluation(bundle.name, heads, refusal, skipped)


def fresh(bundle: Bundle, unknown: Sequence[Sample]) -> tuple[Sample, ...]:
    """Of paintings by painters it doesn't know, those by painters it was shown none of."""
    shown = bundle.manifest.provenance.get("data", {}).get("strangers", 0)
    return open_set_split(unknown)[1] if shown else tuple(unknown)


def _head(
    name: str,
    labels: Sequence[Label],
    usable: Sequence[tuple[Sample, Attribution]],
    smoothing: float,
) -> HeadEvaluation:
    slugs = tuple(label.slug for label in labels)
    names = tuple(label.name for label in labels)
    number = {slug: i for i, slug in enumerate(slugs)}
    truth = np.array([number[getattr(sample, name)] for sample, _ in usable])
    candidates = [getattr(attribution, f"{name}s") for _, attribution in usable]
    probabilities = np.stack([_row(found, number) for found in candidates])
    measures = {
        "accuracy": metrics.top_k(probabilities, truth, 1),
        "top5": metrics.top_k(probabilities, truth, 5),
        "macro_f1": metrics.macro_f1(probabilities.argmax(1), truth, len(labels)),
        "cross_entropy": metrics.cross_entropy(probabilities, truth),
        "calibration_error": metrics.calibration_error(probabilities, truth),
    }
    if smoothing:
        smoothed = metrics.cross_entropy(probabilities, truth, smoothing)
        measures["cross_entropy_smoothed"] = smoothed
    sure = probabilities.max(1) >= CERTAIN
    if sure.any():
        right = probabilities.argmax(1) == truth
        measures["very_likely_right"] = metrics.proportion(int(right[sure].sum()), int(sure.sum()))
    sets = [getattr(attribution, f"{name}_set") for _, attribution in usable]
    if all(sets):
        measures |= _sets(np.stack([_row(found, number) > 0 for found in sets]), truth)
    commonest = float(np.bincount(truth).max() / len(truth))
    chance = 1 / len(labels)
    return HeadEvaluation(
        labels=slugs,
        names=names,
        samples=tuple(sample for sample, _ in usable),
        truth=truth,
        probabilities=probabilities,
        measures=measures,
        chance=chance,
        commonest=commonest,
    )


def _sets(sets: NDArray[np.bool_], truth: NDArray[np.int64]) -> dict[str, Measure]:
    """How often the prediction sets (N, C) hold the right class, and how many they name."""
    held = sets[np.arange(len(truth)), truth]
    sizes = sets.sum(1)
    return {
        "set_coverage": metrics.proportion(int(held.sum()), len(held)),
        "set_size": metrics.bootstrap(lambda chosen: float(sizes[chosen].mean()), len(sizes)),
    }


def _row(candidates: Sequence[Candidate], number: dict[str, int]) -> Floats:
    row = np.zeros(len(number))
    for candidate in candidates:
        row[number[candidate.slug]] = candidate.probability
    return row


def _refusal(
    known: list[Attribution], unknown: list[Attribution], others: list[Attribution]
) -> dict[str, Measure]:
    """How well the bundle knows what it doesn't know."""
    found = {}
    familiar, strange = _scores(known, "familiarity"), _scores(unknown, "familiarity")
    if len(familiar) and len(strange):
        found["unknown_painter_auroc"] = metrics.auroc(familiar, strange)
        found["unknown_painter_false_accepts"] = metrics.false_accepts(familiar, strange)
    if len(familiar):
        found["known_painter_accepted"] = _share(known, "unknown painter", negate=True)
    if len(strange):
        found["unknown_painter_noticed"] = _share(unknown, "unknown painter")
        sure = sum(map(_very_likely, unknown))
        found["unknown_painter_very_likely"] = metrics.proportion(sure, len(unknown))
    paintings, pictures = _scores(known, "painting"), _scores(others, "painting")
    if len(paintings):
        found["painting_refused"] = _share(known, *ANSWERED, negate=True)
    if len(paintings) and len(pictures):
        found["not_painting_auroc"] = metrics.auroc(paintings, pictures)
        found["not_painting_false_accepts"] = metrics.false_accepts(paintings, pictures)
        found["not_painting_noticed"] = _share(others, *ANSWERED, negate=True)
    return found


def _scores(answers: Sequence[Attribution], score: str) -> Floats:
    values = [getattr(answer, score) for answer in answers]
    return np.array([value for value in values if value is not None])


def _share(answers: Sequence[Attribution], *verdicts: str, negate: bool = False) -> Measure:
    count = sum((answer.verdict in verdicts) != negate for answer in answers)
    return metrics.proportion(count, len(answers))


def _very_likely(answer: Attribution) -> bool:
    """Whether the answer names a painter and calls it very likely."""
    named = answer.verdict == "known painter"
    return named and any(c.probability >= CERTAIN for c in answer.artists[:1])


def _smoothing(provenance: dict[str, Any]) -> float:
    recipe = provenance.get("recipe", {})
    members = recipe.get("members", [recipe])
    smoothing = [m.get("regularisation", {}).get("label_smoothing", 0.0) for m in members]
    return float(max(smoothing))
