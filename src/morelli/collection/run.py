"""A whole collection, looked at once: a row for every file, on all cores, in bounded memory.

Each core decodes a picture, asks the network in a session without threads of its own, and decides:
onnxruntime and Pillow let go of Python's lock meanwhile, so threads keep all cores busy, and a
picture's answer never depends on which others were asked beside it.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from morelli import images
from morelli.collection.entry import Collection, Entry
from morelli.collection.kept import Kept
from morelli.collection.shards import LEFT_OUT
from morelli.datasets.dataset import DatasetError
from morelli.images import PictureError
from morelli.inference.classifier import Classifier, reason
from morelli.inference.decision import Attribution

AHEAD = 4
"""Entries for each core that are taken from the collection before the first has its answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry.

    Attributes:
        entry: of the collection.
        attribution: the answer; None where there is none.
        error: why there is none.
        embedding: float32 (K,), of what the answer is for.
    """

    entry: Entry
    attribution: Attribution | None = None
    error: str = ""
    embedding: NDArray[np.float32] | None = None

    @property
    def left_out(self) -> bool:
        """Whether nobody meant it as a picture."""
        return bool(self.error) and self.error.startswith(LEFT_OUT)


class Step:
    """What is done with one entry, in whatever thread or process that is.

    Args:
        classifier: with a single thread, since each core takes a step of its own.
        top: how many painters and styles an answer names, at most.
        crop: see `Classifier.classify`.
        kept: where what the network saw is kept; None keeps nothing.
    """

    def __init__(
        self,
        classifier: Classifier,
        *,
        top: int = 5,
        crop: bool = True,
        kept: Kept | None = None,
    ) -> None:
        """Args: as above."""
        self._classifier = classifier
        self._top, self._crop = top, crop
        self._kept = kept

    def __call__(self, entry: Entry) -> Outcome:
        """Answer for a picture, or say why there is no answer.

        Raises:
            MorelliError: no picture could be answered for: the graph fails, or nothing can be kept.
        """
        if entry.picture is None:
            return Outcome(entry, error=entry.reason if entry.failed else LEFT_OUT + entry.reason)
        picture = entry.picture
        try:
            limits = self._classifier.limits
            content = images.read(picture, limits) if isinstance(picture, Path) else picture()
            if self._kept is None:
                seen = self._classifier.see(content, crop=self._crop)
                return Outcome(entry, self._classifier.answer(seen, top=self._top)[0])
            with self._kept.seen(content) as seen:
                answer, view = self._classifier.answer(seen, top=self._top)
            return Outcome(entry, answer, embedding=seen.outputs["embedding"][view])
        except (PictureError, DatasetError, OSError) as error:
            return Outcome(entry, error=reason(error))


def outcomes(
    collection: Collection,
    step: Callable[[Entry], Outcome],
    *,
    cores: int | None = None,
    skip: Callable[[str], bool] = lambda _: False,
) -> Iterator[Outcome]:
    """What becomes of each entry, in the collection's order.

    Args:
        collection: of any kind.
        step: done by a thread for each core.
        cores: all of them by default.
        skip: tells by its name whether an entry was done before.

    Raises:
        MorelliError: the collection can't be read any further.
    """
    cores = cores or os.cpu_count() or 1
    remaining = (entry for entry in collection.entries() if not skip(entry.name))
    pending: deque[Future[Outcome]] = deque()
    # BLAS would wake all cores for each product of a picture, and have them wait in a loop.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(cores) as pool:
        try:
            for entry in islice(remaining, AHEAD * cores):
                pending.append(pool.submit(step, entry))
            while pending:
                yield pending.popleft().result()
                for entry in islice(remaining, 1):
                    pending.append(pool.submit(step, entry))
        finally:
            for future in pending:
                future.cancel()
