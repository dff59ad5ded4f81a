"""What should be looked at before training on a data set, or trusting a test with it."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from morelli.datasets import near_duplicates
from morelli.datasets.dataset import Dataset, Problem, Sample
from morelli.datasets.near_duplicates import Pair, Signatures
from morelli.datasets.verification import Progress

SPLITS = frozenset((None, "train", "validation", "test"))
"""Splits whose labels are classes; others hold, say, painters that nobody is to learn."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong or doubtful with a data set; nothing is found where all are empty.

    Attributes:
        pictures: how many were read.
        skipped: files and rows that can't be used.
        unknown_artists, unknown_styles: pictures for each label that the taxonomy doesn't have:
            a spelling mistake, or a painter of the user's own.
        scarce_artists, scarce_styles: training pictures for each class that has too few.
        near_duplicates: the same painting in two splits.
        shared: the same painting here and in the other data set.
        noted: what was passed over on purpose: that is no fault.
    """

    pictures: int
    skipped: tuple[Problem, ...]
    unknown_artists: dict[str, int]
    unknown_styles: dict[str, int]
    scarce_artists: dict[str, int]
    scarce_styles: dict[str, int]
    near_duplicates: tuple[Pair, ...]
    shared: tuple[Pair, ...]
    noted: tuple[Problem, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not any(
            (
                self.skipped,
                self.unknown_artists,
                self.unknown_styles,
                self.scarce_artists,
                self.scarce_styles,
                self.near_duplicates,
                self.shared,
            )
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "clean": self.clean,
            "pictures": self.pictures,
            "skipped": [asdict(problem) for problem in self.skipped],
            "unknown_artists": self.unknown_artists,
            "unknown_styles": self.unknown_styles,
            "scarce_artists": self.scarce_artists,
            "scarce_styles": self.scarce_styles,
            "near_duplicates": [pair.to_dict() for pair in self.near_duplicates],
            "shared": [pair.to_dict() for pair in self.shared],
            "noted": [asdict(problem) for problem in self.noted],
        }


def check(
    dataset: Dataset,
    against: Dataset | None = None,
    *,
    fewest: int = 5,
    progress: Progress | None = None,
) -> Findings:
    """Read every picture and look for trouble.

    Args:
        dataset: the pictures and labels to check.
        against: other pictures that should not be among them.
        fewest: training pictures that a class should have at least.
        progress: called after each picture of either data set.
    """
    from morelli.taxonomy import Taxonomy

    signatures = Signatures.of(dataset, progress)
    skipped, noted = signatures.dataset.skipped, signatures.dataset.noted
    shared: list[Pair] = []
    if against is not None:
        others = Signatures.of(against, progress)
        shared = near_duplicates.between(signatures, others)
        skipped += others.dataset.skipped
        noted += others.dataset.noted
    labelled = [s for s in signatures.dataset if s.split in SPLITS]
    taxonomy = Taxonomy.load()
    return Findings(
        pictures=len(signatures.dataset),
        skipped=skipped,
        unknown_artists=_outside(
            Counter(s.artist for s in labelled if s.artist), {a.slug for a in taxonomy.artists}
        ),
        unknown_styles=_outside(
            Counter(s.style for s in labelled if s.style), {s.slug for s in taxonomy.styles}
        ),
        scarce_artists=_scarce(labelled, "artist", fewest),
        scarce_styles=_scarce(labelled, "style", fewest),
        near_duplicates=tuple(near_duplicates.across_splits(signatures)),
        shared=tuple(shared),
        noted=noted,
    )


def _outside(counts: Counter[str], known: set[str]) -> dict[str, int]:
    return {label: n for label, n in sorted(counts.items()) if label not in known}


def _scarce(samples: list[Sample], label: str, fewest: int) -> dict[str, int]:
    """Classes with fewer training pictures than asked for, and how many they have."""
    counts: Counter[str] = Counter()
    for sample in samples:
        name = getattr(sample, label)
        if name is not None:
            counts[name] += sample.split in (None, "train")
    return {name: n for name, n in sorted(counts.items()) if n < fewest}
