"""All that can be measured of a bundle, each by itself, and how what was asked for is run.

Every measurement says first what it will do, which raises where something can't be had, and gives
its part of an evaluation when it is run; the parts are put together once, in any order.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from morelli.datasets import Sample, open_dataset
from morelli.datasets.splits import part
from morelli.evaluation.cross_dataset import cross_dataset_test
from morelli.evaluation.evaluate import Evaluation, evaluate, fresh
from morelli.evaluation.metrics import Measure
from morelli.evaluation.subject import Subject
from morelli.explain import OutputCache
from morelli.inference.classifier import Classifier
from morelli.storage import cache_folder

Advance = Callable[[int], None]
"""Called with the number of pictures done since the last call."""

Progress = Callable[[str, int], AbstractContextManager[Advance]]
"""Given what is being done and to how many pictures, shows how far it is."""


@dataclass(frozen=True, slots=True)
class Task:
    """A measurement that is ready to be run.

    Attributes:
        doing: what it does, for people.
        total: pictures that it will look at.
        run: does it, and gives its part of the evaluation.
    """

    doing: str
    total: int
    run: Callable[[Advance], Evaluation]


class Measurement(Protocol):
    """Something that can be measured of a bundle."""

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """What it takes, in order.

        Raises:
            MorelliError: pictures that it needs can't be had.
        """


def planned(subject: Subject, measurements: Iterable[Measurement]) -> list[Task]:
    """What measuring all of these takes, in order; each is asked for once.

    Raises:
        MorelliError: pictures can't be had.
    """
    return [task for measurement in measurements for task in measurement.tasks(subject)]


def run(name: str, tasks: Sequence[Task], progress: Progress) -> Evaluation:
    """Do what is planned.

    Args:
        name: of the bundle that is measured.
        tasks: what is planned for it.
        progress: shows how far each is.

    Raises:
        MorelliError: none of the pictures can be used.
    """
    parts = []
    for task in tasks:
        with progress(task.doing, task.total) as advance:
            parts.append(task.run(advance))
    return merged(name, parts)


def merged(name: str, parts: Sequence[Evaluation]) -> Evaluation:
    """One evaluation of a bundle from several that measure different things of it."""
    whole = Evaluation(name, {}, {})
    for found in parts:
        whole.heads.update(found.heads)
        whole.refusal.update(found.refusal)
        whole.skipped.extend(found.skipped)
        whole.more.update(found.more)
        whole.cross_dataset.update(found.cross_dataset)
    return whole


@dataclass(frozen=True, slots=True)
class Labels:
    """Painters and styles told rightly, and what isn't known noticed.

    Attributes:
        unknown: the split of painters whom the bundle doesn't know.
        not_paintings: pictures that aren't paintings.
    """

    unknown: str | None = None
    not_paintings: Path | None = None

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""
        open_set = _open_set(subject, self.unknown)
        others: tuple[Sample, ...] = ()
        if self.not_paintings:
            refused = open_dataset(self.not_paintings, labelled=False)
            others = refused.split(subject.split).samples or refused.samples

        def measure(advance: Advance) -> Evaluation:
            return evaluate(
                subject.classifier,
                subject.paintings,
                unknown=open_set,
                not_paintings=others,
                progress=advance,
            )

        yield Task("Classifying", len(subject.paintings) + len(open_set) + len(others), measure)


@dataclass(frozen=True, slots=True)
class HeatMaps:
    """Heat maps of so many pictures, by deletion and insertion; see `faithfulness`."""

    count: int

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""

        def measure(advance: Advance) -> Evaluation:
            from morelli.evaluation.faithfulness import faithfulness

            found = faithfulness(subject.classifier, subject.paintings, self.count, advance)
            return _section(subject, "faithfulness", found)

        total = min(self.count, len(subject.paintings))
        yield Task("Covering and uncovering", total, measure)


@dataclass(frozen=True, slots=True)
class NearestPaintings:
    """The nearest paintings in a split; see `neighbours`."""

    split: str

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""
        among = part(subject.dataset, self.split)

        def measure(advance: Advance) -> Evaluation:
            from morelli.evaluation.neighbours import neighbours

            found = neighbours(_cache(subject), subject.paintings, among, advance)
            return _section(subject, "neighbours", found)

        yield Task("Looking for neighbours", len(subject.paintings) + len(among), measure)


@dataclass(frozen=True, slots=True)
class Photographs:
    """So many pictures as photographs on a wall; see `robustness`."""

    count: int

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""
        from morelli.evaluation.robustness import CONDITIONS, robustness

        def measure(advance: Advance) -> Evaluation:
            found = robustness(subject.classifier, subject.paintings, self.count, advance)
            return _section(subject, "robustness", found)

        total = len(CONDITIONS) * min(self.count, len(subject.paintings))
        yield Task("Answering for photographs", total, measure)


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies of so many pictures of the first table from elsewhere, or without one of the split."""

    count: int

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""
        from morelli.evaluation.copies import COPIES, copies

        copied = next(iter(subject.cross_dataset.values()), subject.paintings)

        def measure(advance: Advance) -> Evaluation:
            found = copies(subject.classifier, copied, self.count, advance)
            return _section(subject, "copies", found)

        total = (1 + len(COPIES)) * min(self.count, len(copied))
        yield Task("Answering for copies", total, measure)


@dataclass(frozen=True, slots=True)
class SourceProbe:
    """Whether sources can be told by what the heads read, on a split's pictures."""

    split: str

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""
        probed = part(subject.dataset, self.split)

        def measure(advance: Advance) -> Evaluation:
            from morelli.evaluation.source_probe import probe

            return _section(subject, "sources", probe(_cache(subject), probed, advance))

        yield Task("Looking for what tells sources", len(probed), measure)


@dataclass(frozen=True, slots=True)
class CrossDataset:
    """Painters and styles on every table from other sources."""

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""
        for name, pictures in subject.cross_dataset.items():

            def measure(advance: Advance, name: str = name) -> Evaluation:
                found = cross_dataset_test(subject.classifier, subject.cross_dataset[name], advance)
                return Evaluation(subject.bundle.name, {}, {}, cross_dataset={name: found})

            yield Task(f"Classifying {name}", len(pictures), measure)


@dataclass(frozen=True, slots=True)
class KnownWorks:
    """Whether known works are recognised, and no others; see `works`.

    Attributes:
        count: training pictures, copies of which are asked for.
        unknown: the split of painters whom the bundle doesn't know.
    """

    count: int
    unknown: str | None = None

    def tasks(self, subject: Subject) -> Iterable[Task]:
        """See `Measurement`."""
        from morelli.evaluation.works import Shown, shown, works
        from morelli.works.copies import KINDS

        learnt = subject.dataset.split("train").samples
        learnt = learnt[:: max(1, len(learnt) // max(self.count, 1))][: self.count]
        questions = [
            *(one for there in subject.cross_dataset.values() for one in shown(there)),
            *(Shown(sample, None) for sample in subject.paintings),
            *(Shown(sample, None) for sample in _open_set(subject, self.unknown)),
        ]

        def measure(advance: Advance) -> Evaluation:
            found = works(Classifier(subject.bundle), questions, learnt, advance)
            return _section(subject, "works", found)

        yield Task("Recognising works", len(questions) + len(KINDS) * len(learnt), measure)


def _section(subject: Subject, name: str, found: dict[str, Measure]) -> Evaluation:
    return Evaluation(subject.bundle.name, {}, {}, more={name: found})


def _open_set(subject: Subject, split: str | None) -> tuple[Sample, ...]:
    """Pictures of a split by painters whom the bundle was shown none of."""
    return fresh(subject.bundle, part(subject.dataset, split)) if split else ()


def _cache(subject: Subject) -> OutputCache:
    return OutputCache(subject.classifier, cache_folder("answers"))
