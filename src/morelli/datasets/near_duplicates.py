"""Finds pictures of the same painting: the same file, rescaled, squashed, re-compressed, toned.

Each picture is squashed to 32 x 32 grey pixels, weighted by a window that fades out towards the
edges (so that frames, margins and oval mounts don't make strangers alike), and transformed by a
discrete cosine transform. The signs of the 64 lowest frequencies are its perceptual hash (after
Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010). Pairs whose
hashes differ in few bits are confirmed by the correlation of the 255 lowest coefficients, each
multiplied by its frequency, since a picture's amplitudes fall with it.

Both limits were chosen by looking at all candidates among 13,320 paintings and 58 others: below
them nearly all were the same painting, above them hardly any. What isn't found: crops of less
than about nine tenths, mirrored pictures, and pictures that are flat but for a border.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from morelli import images
from morelli.datasets.dataset import Dataset, Problem, Sample
from morelli.datasets.verification import Progress, measure

DISTANCE = 10
"""Most bits, of 64, in which the hashes of one painting differ."""
CORRELATION = 0.65
"""Least correlation between two pictures of one painting."""

_SIDE = 32
_KEPT = 16
_ROWS_AT_ONCE = 256
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures that seem to show the same painting.

    Attributes:
        one, other: the pictures.
        names: what they are called below their data sets' roots.
        distance: bits, 0..64, in which their hashes differ.
        correlation: of their coefficients, -1..1; 1 for the same picture.
    """

    one: Sample
    other: Sample
    names: tuple[str, str]
    distance: int
    correlation: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "pictures": list(self.names),
            "splits": [self.one.split, self.other.split],
            "artists": [self.one.artist, self.other.artist],
            "distance": self.distance,
            "correlation": round(self.correlation, 3),
        }


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures of a data set's readable pictures.

    Attributes:
        dataset: the pictures, without the unreadable ones.
        hashes: uint64 (N,).
        vectors: float32 (N, 255), of length 1.
    """

    dataset: Dataset
    hashes: NDArray[np.uint64]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, dataset: Dataset, progress: Progress | None = None) -> "Signatures":
        """Read every picture and compute its signature."""
        kept, found = measure(dataset, signature, at_least=4 * _SIDE, progress=progress)
        hashes = np.array([h for h, _ in found], np.uint64)
        vectors = np.array([v for _, v in found], np.float32).reshape(len(found), _KEPT**2 - 1)
        return cls(kept, hashes, vectors)


def across_splits(signatures: Signatures) -> list[Pair]:
    """Pairs in different splits, or both in none, most alike first."""
    samples = signatures.dataset.samples
    return [
        pair
        for pair, (i, j) in _alike(signatures, signatures)
        if i < j and (samples[i].split != samples[j].split or samples[i].split is None)
    ]


def between(signatures: Signatures, others: Signatures) -> list[Pair]:
    """Pairs of a picture of one data set and one of another, most alike first."""
    return [pair for pair, _ in _alike(signatures, others)]


def keep_apart(dataset: Dataset, others: Dataset, progress: Progress | None = None) -> Dataset:
    """Leave out training pictures of paintings that are to be met for the first time later.

    Args:
        dataset: the pictures; unreadable ones are left out too.
        others: pictures that must not be learnt from.
        progress: called after each picture of either data set.

    Returns:
        the data set without the "train" and "validation" pictures that show the same painting
        as one of `others` or one of a split that isn't learnt from. They are in `skipped`.
    """
    signatures = Signatures.of(dataset, progress)
    learnt = {"train", "validation"}
    double: dict[Sample, str] = {}
    for pair in between(signatures, Signatures.of(others, progress)):
        double.setdefault(pair.one, pair.names[1])
    for pair in across_splits(signatures):
        for one, other, name in (
            (pair.one, pair.other, pair.names[1]),
            (pair.other, pair.one, pair.names[0]),
        ):
            if other.split not in learnt:
                double.setdefault(one, name)
    kept, skipped = [], list(signatures.dataset.skipped)
    for sample in signatures.dataset:
        if sample in double and sample.split in learnt:
            reason = f"shows the same painting as {double[sample]}"
            skipped.append(Problem(dataset.identity(sample), reason))
        else:
            kept.append(sample)
    return replace(dataset, samples=tuple(kept), skipped=tuple(skipped))


def signature(pixels: NDArray[np.uint8]) -> tuple[int, NDArray[np.float32]]:
    """A picture's perceptual hash (64 bits) and its coefficients, float32 (255,) of length 1.

    Args:
        pixels: uint8 (H, W, 3).
    """
    small = images.resize(pixels, (_SIDE, _SIDE), "bilinear")
    grey = small.astype(np.float32) @ _LUMA
    centred = (grey - np.average(grey, weights=_WINDOW)) * _WINDOW
    coefficients = (_COSINES @ centred @ _COSINES.T).ravel()[_BY_FREQUENCY]
    bits = np.packbits(coefficients[:64] > 0)
    vector = coefficients * _FREQUENCIES
    length = float(np.linalg.norm(vector))
    return int.from_bytes(bits.tobytes(), "big"), vector / max(length, 1e-6)


def _alike(one: Signatures, other: Signatures) -> list[tuple[Pair, tuple[int, int]]]:
    """All pairs within the limits, with their places, the most alike first."""
    found: list[tuple[Pair, tuple[int, int]]] = []
    for start in range(0, len(one.hashes), _ROWS_AT_ONCE):
        rows = one.hashes[start : start + _ROWS_AT_ONCE, None]
        distances = np.bitwise_count(rows ^ other.hashes)
        for row, j in np.argwhere(distances <= DISTANCE).tolist():
            i = start + row
            correlation = float(one.vectors[i] @ other.vectors[j])
            if correlation >= CORRELATION:
                left, right = one.dataset.samples[i], other.dataset.samples[j]
                names = one.dataset.identity(left), other.dataset.identity(right)
                pair = Pair(left, right, names, int(distances[row, j]), correlation)
                found.append((pair, (i, j)))
    return sorted(found, key=lambda item: -item[0].correlation)


def _cosines() -> NDArray[np.float32]:
    """Rows of the orthogonal DCT-II that are kept, (16, 32)."""
    places = (2 * np.arange(_SIDE) + 1) * np.pi / (2 * _SIDE)
    rows = np.cos(np.arange(_KEPT)[:, None] * places)
    rows[0] /= np.sqrt(2)
    return rows.astype(np.float32)


_COSINES = _cosines()
_FADE = np.sin(np.pi * (np.arange(_SIDE) + 0.5) / _SIDE)
_WINDOW = np.outer(_FADE, _FADE).astype(np.float32)
_FREQUENCY = np.hypot(*np.mgrid[:_KEPT, :_KEPT]).ravel()
# All but the mean, which says only how light a picture is.
_BY_FREQUENCY = np.argsort(_FREQUENCY, kind="stable")[1:]
_FREQUENCIES = _FREQUENCY[_BY_FREQUENCY].astype(np.float32)
