"""Embeddings of many pictures, for what is measured on them."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.explain import OutputCache


def embed(
    cache: OutputCache, samples: Sequence[Sample], progress: Callable[[int], None]
) -> tuple[NDArray[np.float32], list[Sample]]:
    """Embeddings, float32 (N, K), and whose they are; what can't be read is left out.

    Args:
        cache: whose embeddings; it keeps them.
        samples: the pictures.
        progress: called with 1 after each.
    """

    def one(sample: Sample) -> NDArray[np.float32] | None:
        try:
            vector: NDArray[np.float32] = cache.outputs(sample.path.read_bytes())["embedding"][0]
            return vector
        except (MorelliError, OSError):
            return None  # the evaluation itself names what could not be read
        finally:
            progress(1)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        pairs = zip(samples, pool.map(one, samples), strict=True)
        kept = [(sample, vector) for sample, vector in pairs if vector is not None]
    return np.array([vector for _, vector in kept], np.float32), [sample for sample, _ in kept]
