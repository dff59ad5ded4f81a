"""What a run answered on pictures it never saw, small enough to keep for every cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from morelli.evaluation import metrics
from morelli.inference.probabilities import Floats
from morelli.storage import atomic_write

KEPT = 5
"""Likeliest classes kept of each picture."""

Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class HeadAnswers:
    """One head's answers on n pictures.

    Attributes:
        truth: class numbers (n,), -1 where not known.
        top: class numbers (n, k) of the likeliest, best first.
        probabilities: theirs, (n, k).
        right: probability (n,) given to the right class, NaN where it is not known.
    """

    truth: Numbers
    top: Numbers
    probabilities: Floats
    right: Floats

    def hits(self) -> Floats:
        """1 where the first answer is right, 0 where not, NaN where nobody knows; (n,)."""
        return np.where(self.truth < 0, np.nan, self.top[:, 0] == self.truth)


@dataclass(frozen=True)
class Answers:
    """Answers of all heads on the same pictures: `rows` (n,) of `pictures.csv`."""

    rows: Numbers
    heads: dict[str, HeadAnswers]


def answers(
    rows: Numbers, probabilities: Mapping[str, Floats], truth: Mapping[str, Numbers]
) -> Answers:
    """Keep what matters of probabilities (n, C), by head."""
    heads = {}
    for head, found in probabilities.items():
        top = np.argsort(-found, axis=1, kind="stable")[:, :KEPT]
        labels = truth[head]
        right = np.where(labels < 0, np.nan, found[np.arange(len(found)), labels])
        heads[head] = HeadAnswers(labels, top, np.take_along_axis(found, top, 1), right)
    return Answers(rows, heads)


def measures(
    probabilities: Mapping[str, Floats], truth: Mapping[str, Numbers]
) -> dict[str, float | int]:
    """Columns of `results.csv`, of each head, over the pictures whose label is known."""
    found: dict[str, float | int] = {}
    for head, everything in probabilities.items():
        known = truth[head] >= 0
        p, labels = everything[known], truth[head][known]
        found[f"{head}_n"] = len(labels)
        if not len(labels):
            continue
        classes = p.shape[1]
        values = {
            "accuracy": metrics.top_k(p, labels, 1),
            "top5": metrics.top_k(p, labels, 5),
            "macro_f1": metrics.macro_f1(p.argmax(1), labels, classes, interval=False),
            "cross_entropy": metrics.cross_entropy(p, labels, interval=False),
            "calibration_error": metrics.calibration_error(p, labels, interval=False),
        }
        found |= {f"{head}_{name}": round(m.value, 6) for name, m in values.items()}
    return found


def write(file: Path, kept: Answers) -> None:
    """Write answers as `.npz`, complete or not at all."""
    arrays: dict[str, NDArray[Any]] = {"rows": kept.rows.astype(np.int32)}
    for head, found in kept.heads.items():
        arrays[f"{head}_truth"] = found.truth.astype(np.int16)
        arrays[f"{head}_top"] = found.top.astype(np.int16)
        arrays[f"{head}_probabilities"] = found.probabilities.astype(np.float32)
        arrays[f"{head}_right"] = found.right.astype(np.float32)
    with atomic_write(file) as partial, partial.open("wb") as stream:
        np.savez_compressed(stream, allow_pickle=False, **arrays)


def read(file: Path) -> Answers:
    """Read what `write` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        heads = {}
        for name in stored.files:
            head, _, kind = name.partition("_")
            if kind == "truth":
                heads[head] = HeadAnswers(
                    stored[name].astype(np.int64),
                    stored[f"{head}_top"].astype(np.int64),
                    stored[f"{head}_probabilities"],
                    stored[f"{head}_right"],
                )
        return Answers(stored["rows"].astype(np.int64), heads)
