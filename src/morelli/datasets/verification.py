"""Reads every picture of a data set once: what can't be read is reported, never fatal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from morelli import images
from morelli.datasets.dataset import Dataset, Problem, Sample

T = TypeVar("T")

Progress = Callable[[], None]
"""Called once for every picture that has been read, or could not be."""


def verify(dataset: Dataset, progress: Progress | None = None) -> Dataset:
    """The data set without the pictures that cannot be read, which move to its `skipped`."""
    return measure(dataset, lambda _: None, at_least=8, progress=progress)[0]


def measure(
    dataset: Dataset,
    function: Callable[[NDArray[np.uint8]], T],
    *,
    at_least: int | None = None,
    progress: Progress | None = None,
) -> tuple[Dataset, list[T]]:
    """Apply a function to every picture, on all cores.

    Args:
        dataset: the pictures.
        function: takes uint8 (H, W, 3), sRGB and upright.
        at_least: a side in pixels that suffices, as for `images.decode`.
        progress: called after each picture.

    Returns:
        the data set without its unreadable pictures, and the result for each that is left, in
        the same order. Decoding releases Python's lock, so threads keep all cores busy.
    """

    def attempt(sample: Sample) -> T | Problem:
        try:
            return function(images.decode(sample.path, at_least=at_least))
        except images.PictureError as error:
            return Problem(dataset.identity(sample), str(error))
        except OSError as error:
            return Problem(dataset.identity(sample), error.strerror or str(error))

    samples: list[Sample] = []
    results: list[T] = []
    skipped: list[Problem] = []
    with ThreadPoolExecutor() as pool:
        for sample, result in zip(dataset, pool.map(attempt, dataset), strict=True):
            if isinstance(result, Problem):
                skipped.append(result)
            else:
                samples.append(sample)
                results.append(result)
            if progress:
                progress()
    kept = replace(dataset, samples=tuple(samples), skipped=(*dataset.skipped, *skipped))
    return kept, results
