"""What is in a data set: how many pictures of whom, in which split, how large, what's missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morelli.datasets.dataset import Dataset, Problem
from morelli.datasets.verification import Progress, measure

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
NO_SPLIT = "none"


@dataclass(frozen=True, slots=True)
class Description:
    """A data set in numbers.

    Attributes:
        name: the data set's.
        pictures: how many can be read.
        splits: pictures per split; "none" counts those without.
        artists, styles: pictures per painter or style and split, the commonest first.
        sizes: for "width", "height", "short side" (pixels), "width / height" and "kB": the
            value at each of `QUANTILES`.
        without_artist, without_style, without_split: pictures that lack it.
        absent_artists, absent_styles: those of Painting-91 without a picture here.
        skipped: what can't be read.
        noted: what was passed over on purpose, and why.
    """

    name: str
    pictures: int
    splits: dict[str, int]
    artists: dict[str, dict[str, int]]
    styles: dict[str, dict[str, int]]
    sizes: dict[str, tuple[float, ...]]
    without_artist: int
    without_style: int
    without_split: int
    absent_artists: tuple[str, ...]
    absent_styles: tuple[str, ...]
    skipped: tuple[Problem, ...]
    noted: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; sizes are keyed by the quantile."""
        sizes = {
            what: dict(zip(map(str, QUANTILES), values, strict=True))
            for what, values in self.sizes.items()
        }
        return {**asdict(self), "sizes": sizes}


def describe(dataset: Dataset, progress: Progress | None = None) -> Description:
    """Count a data set and measure its pictures, which means to decode every one."""
    from morelli.taxonomy import Taxonomy

    kept, shapes = measure(dataset, lambda pixels: pixels.shape[:2], progress=progress)
    taxonomy = Taxonomy.load()
    return Description(
        name=dataset.name,
        pictures=len(kept),
        splits=dict(Counter(s.split or NO_SPLIT for s in kept).most_common()),
        artists=_count((s.artist, s.split) for s in kept),
        styles=_count((s.style, s.split) for s in kept),
        sizes=_sizes(kept, np.array(shapes, float).reshape(-1, 2)),
        without_artist=sum(s.artist is None for s in kept),
        without_style=sum(s.style is None for s in kept),
        without_split=sum(s.split is None for s in kept),
        absent_artists=_absent((a.slug for a in taxonomy.painting91_artists()), kept.artists),
        absent_styles=_absent((s.slug for s in taxonomy.painting91_styles()), kept.styles),
        skipped=kept.skipped,
        noted=kept.noted,
    )


def _count(labels: Iterable[tuple[str | None, str | None]]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for label, split in labels:
        if label is not None:
            counts[label][split or NO_SPLIT] += 1
    return {
        name: dict(counts[name]) for name in sorted(counts, key=lambda n: (-counts[n].total(), n))
    }


def _sizes(dataset: Dataset, shapes: NDArray[np.float64]) -> dict[str, tuple[float, ...]]:
    if not len(dataset):
        return {}
    height, width = shapes.T
    measured = {
        "width": width,
        "height": height,
        "short side": np.minimum(width, height),
        "width / height": width / height,
        "kB": np.array([s.path.stat().st_size / 1000 for s in dataset]),
    }
    return {
        what: tuple(round(float(q), 2) for q in np.quantile(values, QUANTILES))
        for what, values in measured.items()
    }


def _absent(expected: Iterable[str], present: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(slug for slug in expected if slug not in present)
