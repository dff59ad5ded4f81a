"""How a bundle does on pictures from other sources than those it learnt from, source by source.

Training and test pictures mostly come from the same few sources, and a network learns what a
source does to its pictures along with the hand of a painter. Only other sources show how much, and
every user's pictures come from there.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from morelli.datasets import Dataset, Sample
from morelli.errors import MorelliError
from morelli.evaluation.evaluate import Evaluation, evaluate
from morelli.evaluation.metrics import Measure, proportion
from morelli.inference.classifier import Classifier

NEW = "new"
KNOWN = "known"
VERSION = "version"
WORKS = (NEW, KNOWN, VERSION)
"""What the column `work` may say of a painting: no training picture shows it, nor another version
of it; another reproduction of it is a training picture; another version of it is one. A row that
says nothing is of a new one."""

NAMED = 5
"""So many of the painters who are named wrongly most often are told of."""

NOT_SAID = "source not said"


@dataclass(frozen=True, slots=True)
class Named:
    """A painter, and how often pictures were given to them wrongly and rightly."""

    slug: str
    name: str
    wrongly: Measure
    rightly: Measure

    def to_dict(self) -> dict[str, Any]:
        """The same, ready for JSON."""
        counts = {"wrongly": self.wrongly.to_dict(), "rightly": self.rightly.to_dict()}
        return {"slug": self.slug, "name": self.name, **counts}


@dataclass(frozen=True)
class CrossDatasetTest:
    """What was measured on one table of pictures from elsewhere.

    Attributes:
        new: on paintings that no training picture shows, and on those by painters whom the
            bundle doesn't know.
        known: on other reproductions of paintings that it learnt from; None where the table has
            none by its painters.
    """

    new: Evaluation
    known: Evaluation | None = None

    def to_dict(self) -> dict[str, Any]:
        """Every number, ready for JSON, by `NEW` and `KNOWN`.

        Each as `Evaluation.to_dict` has it, with what `sources` and `named` say besides.
        """
        found = {NEW: self.new} | ({KNOWN: self.known} if self.known else {})
        return {work: _document(evaluation) for work, evaluation in found.items()}


def cross_dataset_test(
    classifier: Classifier,
    paintings: Sequence[Sample],
    progress: Callable[[int], None] = lambda _: None,
) -> CrossDatasetTest:
    """Measure on pictures from other sources.

    Args:
        classifier: what is measured.
        paintings: labelled pictures that were not trained on, from other sources; see `counted`.
            Those by painters whom the bundle doesn't know count as unknown painters.
        progress: called with 1 after each picture.

    Raises:
        MorelliError: none of the new paintings could be read, or none has a label the bundle
            knows.
    """
    names = set(classifier.bundle.artists)
    known = [s for s in paintings if s.work == KNOWN and (s.artist in names or not names)]
    asked = {id(sample) for sample in known}
    new = [sample for sample in paintings if id(sample) not in asked]
    return CrossDatasetTest(
        new=evaluate(classifier, new, progress=progress),
        known=evaluate(classifier, known, progress=progress) if known else None,
    )


def counted(dataset: Dataset, split: str) -> tuple[Sample, ...]:
    """Of a data set the pictures to measure on, in its order.

    Those of the split where there is one of that name, else all; no other versions of training
    paintings; and of each painting (`Sample.group`) one reproduction, the first by its file's
    name.

    Raises:
        MorelliError: `Sample.work` says something else than `WORKS`, or nothing is left.
    """
    rows = dataset.split(split).samples or dataset.samples
    for sample in rows:
        if sample.work not in (None, *WORKS):
            raise MorelliError(
                f"{dataset.name}: the column work says {sample.work!r} of"
                f" {dataset.identity(sample)}; it can say {', '.join(WORKS)} or nothing."
            )
    paintings: dict[str, list[Sample]] = defaultdict(list)
    for sample in rows:
        if sample.work != VERSION:
            # Without a group a picture is a painting of its own; no path is a group's name, too.
            paintings[f"group {sample.group}" if sample.group else str(sample.path)].append(sample)
    chosen = {min(same, key=dataset.identity).path for same in paintings.values()}
    if not chosen:
        raise MorelliError(f"{dataset.name} has no paintings but other versions of known ones.")
    return tuple(sample for sample in rows if sample.path in chosen)


def sources(evaluation: Evaluation) -> dict[str, Measure]:
    """Share of painters right by source, the sources with most pictures first.

    Empty where no picture says where it comes from.
    """
    head = evaluation.heads.get("artist")
    if head is None or not any(sample.source for sample in head.samples):
        return {}
    right: dict[str, list[bool]] = defaultdict(list)
    for sample, hit in zip(head.samples, head.answer == head.truth, strict=True):
        right[sample.source or NOT_SAID].append(bool(hit))
    order = sorted(right, key=lambda source: (-len(right[source]), source))
    return {source: proportion(sum(right[source]), len(right[source])) for source in order}


def named(evaluation: Evaluation) -> tuple[Named, ...]:
    """The painters named wrongly most often, at most `NAMED` of them, the most often first.

    Their shares are of all pictures by painters the bundle knows.
    """
    head = evaluation.heads.get("artist")
    if head is None:
        return ()
    rightly = np.diag(head.confusion)
    wrongly = head.confusion.sum(0) - rightly
    order = np.argsort(-wrongly, kind="stable")[:NAMED]
    n = len(head.truth)
    return tuple(
        Named(
            head.labels[i],
            head.names[i],
            proportion(int(wrongly[i]), n),
            proportion(int(rightly[i]), n),
        )
        for i in order
        if wrongly[i]
    )


def _document(evaluation: Evaluation) -> dict[str, Any]:
    by_source = {source: m.to_dict() for source, m in sources(evaluation).items()}
    most = [painter.to_dict() for painter in named(evaluation)]
    numbers = evaluation.to_dict()
    del numbers["bundle"]
    return {**numbers, "sources": by_source, "named": most}
