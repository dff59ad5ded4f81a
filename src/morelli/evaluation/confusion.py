"""Confusion matrices: CSV for machines, PNG for people."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morelli.errors import MorelliError

try:
    from matplotlib.figure import Figure
except ModuleNotFoundError as error:
    raise MorelliError(
        'Confusion matrices are drawn by Matplotlib: pip install "morelli[train]".'
    ) from error

NUMBERED = 25
"""Matrices of at most so many classes have their counts written into the cells."""


def write_csv(path: Path, counts: NDArray[np.int64], labels: Sequence[str]) -> None:
    """Counts (C, C) with a header; rows are the truth, columns the answer."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["truth", *labels])
        for label, row in zip(labels, counts.tolist(), strict=True):
            writer.writerow([label, *row])


def write_png(path: Path, counts: NDArray[np.int64], labels: Sequence[str], title: str) -> None:
    """Draw the counts (C, C) into a file; see `figure`."""
    figure(counts, labels, title).savefig(path)


def figure(counts: NDArray[np.int64], labels: Sequence[str], title: str) -> Figure:
    """A picture of the counts (C, C), each row shaded by its share."""
    count = len(labels)
    side = 3.2 + 0.42 * count if count <= NUMBERED else 3.2 + 0.115 * count
    drawing = Figure(figsize=(side, side), layout="constrained", dpi=110)
    axes = drawing.subplots()
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    drawn = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    size = 9 if count <= NUMBERED else 5
    axes.set_xticks(range(count), labels, rotation=90, fontsize=size)
    axes.set_yticks(range(count), labels, fontsize=size)
    axes.set_xlabel("answer")
    axes.set_ylabel("truth")
    axes.set_title(title)
    if count <= NUMBERED:
        for i, j in np.argwhere(counts > 0):
            dark = shares[i, j] > 0.5
            axes.text(
                j,
                i,
                str(counts[i, j]),
                ha="center",
                va="center",
                fontsize=8,
                color="white" if dark else "black",
            )
    drawing.colorbar(drawn, ax=axes, label="share of the row", shrink=0.6)
    return drawing
