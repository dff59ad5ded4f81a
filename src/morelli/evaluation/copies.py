"""Whether it matters how a picture was saved: the same one at several sizes, in several formats."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from morelli import images
from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation import metrics
from morelli.evaluation.metrics import Measure
from morelli.images import Pixels
from morelli.inference.classifier import Classifier
from morelli.inference.decision import Attribution

LARGEST = 2000
"""Longest side, in pixels, of the picture that its copies are compared with."""
SEED = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """How a copy of a picture is saved.

    Attributes:
        longest: its longest side in pixels, at most; it is never enlarged.
        format: Pillow's name.
        quality: of what is compressed with losses.
    """

    longest: int
    format: str
    quality: int | None = None

    @property
    def name(self) -> str:
        """As it is called in an evaluation."""
        quality = "" if self.quality is None else f"_{self.quality}"
        return f"{self.longest}_{self.format.lower()}{quality}"

    def of(self, pixels: Pixels) -> bytes:
        """The copy of a picture, uint8 (H, W, 3), as a file."""
        image = Image.fromarray(pixels)
        image.thumbnail((self.longest, self.longest), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        options = {} if self.quality is None else {"quality": self.quality}
        image.save(buffer, self.format, **options)
        return buffer.getvalue()


COPIES = (
    Copy(1000, "JPEG", 95),
    Copy(1000, "JPEG", 80),
    Copy(1000, "PNG"),
    Copy(500, "JPEG", 80),
    Copy(500, "WEBP", 80),
    Copy(240, "JPEG", 95),
    Copy(240, "JPEG", 70),
    Copy(240, "PNG"),
)

NAMES = {
    "painter": "copies with the same painter first",
    "verdict": "copies with the same verdict",
    **{
        f"{what}_{copy.name}": f"{copy.longest} pixels, {copy.format.upper()}"
        f"{'' if copy.quality is None else f' {copy.quality}'}: the same {what}"
        for copy in COPIES
        for what in ("painter", "verdict")
    },
}
"""What each measure is called, for people."""


def copies(
    classifier: Classifier,
    pictures: Sequence[Sample],
    most: int,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Measure]:
    """How often a copy of a picture is answered as the picture is.

    Args:
        classifier: what is measured.
        pictures: of any kind; those that can't be read are left out.
        most: how many of them to take, chosen by a fixed seed.
        progress: called with 1 after each answer.

    Returns:
        `painter` and `verdict`, the shares of all copies with the same painter first and the same
        verdict, and both for each kind of copy. Intervals are over pictures, not copies.

    Raises:
        MorelliError: none of the pictures can be read.
    """
    chosen = np.random.default_rng(SEED).permutation(len(pictures))[:most]
    rows: dict[str, list[list[bool]]] = {"painter": [], "verdict": []}
    for number in sorted(chosen):
        answers = list(_answers(classifier, pictures[number], progress))
        if answers:
            whole, *others = answers
            rows["painter"].append([_first(other) == _first(whole) for other in others])
            rows["verdict"].append([other.verdict == whole.verdict for other in others])
    if not rows["painter"]:
        raise MorelliError("None of these pictures can be read, so none can be copied.")
    measures = {}
    for what, found in rows.items():
        same = np.array(found)
        measures[what] = metrics.mean(same.mean(axis=1))
        for copy, column in zip(COPIES, same.T, strict=True):
            name = f"{what}_{copy.name}"
            measures[name] = metrics.proportion(int(column.sum()), len(column))
    return measures


def _answers(
    classifier: Classifier, picture: Sample, progress: Callable[[int], None]
) -> Iterator[Attribution]:
    """Of the picture at `LARGEST` pixels and of every copy of that; none if it can't be read."""
    try:
        pixels = images.decode(picture.path, limits=classifier.limits)
    except (MorelliError, OSError):
        progress(1 + len(COPIES))
        return
    for copy in (Copy(LARGEST, "PNG"), *COPIES):
        yield classifier.classify(copy.of(pixels), top=1)
        progress(1)


def _first(answer: Attribution) -> str | None:
    return answer.artists[0].slug if answer.artists else None
