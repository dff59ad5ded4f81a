"""Cells of a study on shared features, side by side, against refitting each from its pictures.

Both learn from the same pictures with the same backbone and report pictures x cells per second:
how many pictures of how many cells have been learnt from, per second. The rival decodes, extracts
and fits anew for each cell, as training scripts do; fitting each cell alone from cached features
stands between them. Seconds are CPU seconds, so that other work on the machine disturbs none.

Usage: MORELLI_TEST_DATA=… MORELLI_WEIGHTS=… python benchmarks/study.py [pictures] [cells]
"""

import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import torch

from morelli.datasets import Dataset, open_dataset
from morelli.datasets.splits import with_validation
from morelli.recipes.recipe import Recipe
from morelli.training.data.features import features
from morelli.training.data.held_out import held_out
from morelli.training.data.training_set import prepare
from morelli.training.export.graphs import backbone_graphs
from morelli.training.fit.batched_fitting import fit_batched
from morelli.training.fit.heads import fit_heads
from morelli.training.run import Run

BACKBONE = "tf_efficientnet_lite0"


def recipes(count: int) -> list[Recipe]:
    """Recipes that differ in penalty, smoothing and rate."""
    grid = product((0.0, 1e-3, 3e-3, 1e-2), (0.0, 0.1, 0.2), (1e-2, 3e-3, 1e-3))
    return [
        Recipe.model_validate(
            {
                "name": "cell",
                "model": {"backbones": [BACKBONE], "pooling": "gap", "size": 224},
                "regularisation": {"l2": l2, "label_smoothing": smoothing},
                "optimisation": {"learning_rate": rate, "batch_size": 512, "epochs": 12},
            }
        )
        for (l2, smoothing, rate), _ in zip(grid, range(count), strict=False)
    ]


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of all threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def pictures(count: int) -> Dataset:
    """So many real training pictures, of as few painters as that takes."""
    root = Path(os.environ["MORELLI_TEST_DATA"])
    training = open_dataset(root / "paintings.csv").split("train")
    samples = sorted(training, key=lambda s: s.artist or "")[:count]
    return with_validation(replace(training, samples=tuple(samples)), share=0.2)


def main() -> None:
    """Print the three rates and the ratios."""
    count, cells = int((sys.argv[1:] or ["1000"])[0]), int((sys.argv[2:] or ["24"])[0])
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    data = pictures(count)
    asked = recipes(cells)
    with tempfile.TemporaryDirectory() as place:
        os.environ["MORELLI_CACHE"] = f"{place}/cache"
        run = Run(asked[0], Path(place), quiet=True, accelerator="cpu")
        training = prepare(asked[0], data)
        graphs = backbone_graphs(training.backbones, {})
        pooled = np.empty(0)

        def extract() -> None:
            nonlocal pooled
            pooled = features(graphs, training.preprocessing, data.samples)

        extraction = timed(extract)
        seen, labels = torch.from_numpy(pooled), training.targets()
        rows = held_out(data)
        alone = timed(
            lambda: fit_heads(run, Path(place) / "a", seen, labels, rows, training.classes)
        )
        together = timed(lambda: fit_batched(asked, seen, labels, rows, training.classes))
    rates = {
        "each cell from its pictures": count / (extraction + alone),
        "each cell alone, features cached": count / alone,
        "side by side, features cached": count * cells / together,
    }
    print(f"{count} pictures, {cells} cells, {len(training.classes['artist'])} painters")
    for name, rate in rates.items():
        ratio = rate / rates["each cell from its pictures"]
        print(f"{name:34} {rate:10,.0f} pictures x cells per CPU second  {ratio:8,.1f} x")


if __name__ == "__main__":
    main()
