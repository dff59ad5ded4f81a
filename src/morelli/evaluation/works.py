"""Whether a bundle recognises the paintings it knows, and no others.

Painters and styles are measured without recognition everywhere else.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.metrics import Measure, proportion
from morelli.images import Pixels
from morelli.inference.classifier import Classifier
from morelli.works.copies import KINDS, Copy
from morelli.works.work import Work

BATCH = 8

NAMES = {
    "recognised": "other reproductions recognised",
    "another": "other reproductions taken for another work",
    "another_painter": "of these, by another painter",
    "false": "pictures of works it doesn't know taken for one it knows",
    "gap": "global average precision (GAP)",
    **{f"copies_{kind}": f"copies recognised: {kind}" for kind in KINDS},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, and which work it shows.

    Attributes:
        sample: the picture.
        work: the id of its work in the bundle's index; None where it isn't there.
    """

    sample: Sample
    work: str | None


def shown(samples: Sequence[Sample]) -> list[Shown]:
    """Pictures of a table whose column `work` says "known", with `same_work_as`, or "new".

    Others, versions for instance, are left out.
    """
    known = [Shown(s, _id(s.same_work_as)) for s in samples if s.work == "known" and s.same_work_as]
    return known + [Shown(s, None) for s in samples if s.work == "new"]


def works(
    classifier: Classifier,
    asked: Sequence[Shown],
    learnt: Sequence[Sample] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Measure]:
    """How many works are recognised, and how many pictures are taken for a work they don't show.

    Global average precision orders all pictures by how sure the model is of the work it thinks
    likeliest, named or not (Ypsilantis et al. 2021, arXiv:2202.01747).

    Args:
        classifier: whose bundle knows works.
        asked: pictures that it didn't learn from.
        learnt: training pictures, copies of which are asked for, by kind.
        progress: called with the number of pictures done since the last call.

    Raises:
        MorelliError: the bundle knows no works.
    """
    if not classifier.knows_works:
        raise MorelliError(f"{classifier.bundle.name} knows no works; train it anew.")
    threshold = classifier.bundle.manifest.recognition.threshold  # type: ignore[union-attr]
    found = list(_likeliest(classifier, [(one.sample, None) for one in asked], progress))
    truth = [one.work for one in asked]
    named = [work if work and work.similarity >= threshold else None for work in found]
    measured: dict[str, Measure] = {}
    known = [(n, t, one) for n, t, one in zip(named, truth, asked, strict=True) if t is not None]
    new = [n for n, t in zip(named, truth, strict=True) if t is None]
    if known:
        others = [(n, one) for n, t, one in known if n is not None and n.id != t]
        right = sum(n is not None and n.id == t for n, t, _ in known)
        strange = sum(n.artist != one.sample.artist for n, one in others)
        measured["recognised"] = proportion(right, len(known))
        measured["another"] = proportion(len(others), len(known))
        measured["another_painter"] = proportion(strange, len(known))
        measured["gap"] = gap(found, truth)
    if new:
        measured["false"] = proportion(sum(n is not None for n in new), len(new))
    square = classifier.bundle.manifest.preprocessing.square
    for kind in KINDS if learnt else ():
        copies = [(sample, Copy(square, 0, 1, kind)) for sample in learnt]
        again = list(_likeliest(classifier, copies, progress))
        right = sum(
            work is not None and work.similarity >= threshold and work.id == sample.path.stem
            for work, sample in zip(again, learnt, strict=True)
        )
        measured[f"copies_{kind}"] = proportion(right, len(learnt))
    return measured


def gap(found: Sequence[Work | None], truth: Sequence[str | None]) -> Measure:
    """Global (micro) average precision of the likeliest works; its interval is Wilson's."""
    ranked = sorted(
        ((work.similarity, work.id == t) for work, t in zip(found, truth, strict=True) if work),
        key=lambda pair: -pair[0],
    )
    right = np.array([hit for _, hit in ranked], dtype=float)
    there = sum(t is not None for t in truth)
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    value = float((precision * right).sum() / there)
    spread = proportion(round(value * there), there)
    return Measure(value, min(spread.low, value), max(spread.high, value), there)


def _likeliest(
    classifier: Classifier,
    asked: Sequence[tuple[Sample, Copy | None]],
    progress: Callable[[int], None],
) -> Iterator[Work | None]:
    for start in range(0, len(asked), BATCH):
        part = asked[start : start + BATCH]
        pixels = [_pixels(classifier, sample, copy) for sample, copy in part]
        yield from classifier.likeliest_works(pixels)
        progress(len(part))


def _pixels(classifier: Classifier, sample: Sample, copy: Copy | None) -> Pixels:
    pixels = classifier.decode(sample.path)
    if copy is None:
        return pixels
    digest = hashlib.sha256(sample.path.read_bytes()).digest()
    return copy(pixels, digest)


def _id(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
