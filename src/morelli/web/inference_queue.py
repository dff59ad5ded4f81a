"""The inference queue: a bounded line of pictures before the model of a process.

Requests come on many threads; one thread of its own asks the model, for as many pictures at
once as are waiting. Each picture is asked of the model that its request began with, whichever
answers others by then. Slots bound the requests that are being received, waiting or answered:
who finds none is sent away at once, so that a rush never piles up and the other paths of the
server stay quick.
"""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Self

from morelli.cropping.quadrilateral import Quadrilateral
from morelli.errors import MorelliError
from morelli.images import Limits, decoding_cost, read
from morelli.inference.classifier import Classifier, Result
from morelli.inference.views import CROPPED_FROM, Cropped, Picture
from morelli.web.decode_budget import DecodeBudget

BATCH = 8

PATIENT = 8
"""Most requests that wait for a slot; each of them has one of the server's threads."""

logger = logging.getLogger(__name__)


class BusyError(MorelliError):
    """Every slot is taken; `retry_after` says in how many seconds one should be free."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"More pictures are waiting than can be answered; try again in {retry_after} s."
        )
        self.retry_after = retry_after


class DefectError(MorelliError):
    """The model failed on a picture in a way that nobody foresaw; the log has it."""

    def __init__(self) -> None:
        super().__init__("The picture could not be classified; this is a defect of the server.")


@dataclass(frozen=True, slots=True)
class _Request:
    classifier: Classifier
    picture: BinaryIO
    top: int
    crop: Quadrilateral | bool
    find: bool
    also: Sequence[str]
    cost: int
    result: Future[Result] = field(default_factory=Future)


class InferenceQueue:
    """Has pictures from any number of threads answered by one.

    A context manager: leaving it ends its thread once everybody is answered.

    Attributes:
        budget: of memory, for everybody who decodes pictures in this process.
    """

    def __init__(
        self,
        *,
        slots: int,
        budget: DecodeBudget,
        decoding_cost: Callable[[bytes, int | None], int] = decoding_cost,
    ) -> None:
        self.budget = budget
        self._decoding_cost = decoding_cost
        self._slots = threading.BoundedSemaphore(slots)
        self._patient = threading.BoundedSemaphore(PATIENT)
        self._waiting: deque[_Request] = deque()
        self._work = threading.Condition()
        self._seconds = 0.1  # a picture, smoothed
        self._open = True
        self._thread = threading.Thread(target=self._work_on, name="inference", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._work:
            self._open = False
            self._work.notify()
        self._thread.join()

    @property
    def waiting(self) -> int:
        """How many pictures wait for the model."""
        return len(self._waiting)

    @contextmanager
    def slot(self, patience: float = 0) -> Iterator[None]:
        """Hold one of the slots; to be taken before a request's body is read.

        Args:
            patience: seconds to wait for one; a few requests may do so at once, others don't.

        Raises:
            BusyError: none is free.
        """
        if not self._taken(patience):
            raise BusyError(max(1, math.ceil(len(self._waiting) * self._seconds)))
        try:
            yield
        finally:
            self._slots.release()

    def _taken(self, patience: float) -> bool:
        if self._slots.acquire(blocking=False):
            return True
        if not patience or not self._patient.acquire(blocking=False):
            return False
        try:
            return self._slots.acquire(timeout=patience)
        finally:
            self._patient.release()

    def ask(
        self,
        classifier: Classifier,
        pictures: Sequence[BinaryIO],
        *,
        top: int,
        crop: Quadrilateral | bool = False,
        find: bool = False,
        also: Sequence[str] = (),
    ) -> list[Result]:
        """Wait for the outcome of each picture, in order; a bad one is a result with an error.

        Args:
            classifier: the model that answers.
            pictures: encoded pictures, as open binary files.
            top: how many painters and styles to name.
            crop: where the painting is in them; True has it looked for, False takes all of them.
            find: say where a painting hangs in them, whatever the answer is for.
            also: outputs of the graph to give in `Result.outputs`.
        """
        limits = classifier.limits
        requests = [
            _Request(classifier, picture, top, crop, find, also, self.cost_of(picture, limits))
            for picture in pictures
        ]
        with self._work:
            self._waiting.extend(requests)
            self._work.notify()
        return [request.result.result() for request in requests]

    def cost_of(self, picture: BinaryIO, limits: Limits) -> int:
        """What decoding a picture takes at most; 0 where it is none, which its result says."""
        try:
            picture.seek(0)
            return self._decoding_cost(read(picture, limits), CROPPED_FROM)
        except Exception:
            return 0
        finally:
            picture.seek(0)

    @contextmanager
    def decoding(self, data: bytes, at_least: int | None = None) -> Iterator[None]:
        """Hold the memory that decoding a picture takes.

        Args:
            data: an encoded picture.
            at_least: as for `morelli.images.decode`; None: as for the model, cut out or not.

        Raises:
            PictureError: it has no header that can be read, or would take more than there is.
        """
        with self.budget.hold(self._decoding_cost(data, at_least or CROPPED_FROM)):
            yield

    def _work_on(self) -> None:
        while True:
            with self._work:
                self._work.wait_for(lambda: self._waiting or not self._open)
                if not self._waiting:
                    return
                batch, cost = self._next()
            with self.budget.hold(cost):
                self._answer(batch)

    def _next(self) -> tuple[list[_Request], int]:
        """The next pictures for one model to answer at once, and what decoding all takes."""
        batch = [self._waiting.popleft()]
        total = batch[0].cost
        while self._waiting and len(batch) < BATCH:
            following = self._waiting[0]
            if following.classifier is not batch[0].classifier:
                break
            if total + following.cost > self.budget.bytes:
                break
            batch.append(self._waiting.popleft())
            total += batch[-1].cost
        return batch, total

    def _answer(self, batch: Sequence[_Request]) -> None:
        started = time.perf_counter()
        try:
            for request in batch:
                request.picture.seek(0)
            pictures = [_wanted(request) for request in batch]
            top = max(request.top for request in batch)
            find = any(request.find for request in batch)
            also = list(dict.fromkeys(name for request in batch for name in request.also))
            stream = batch[0].classifier.stream(
                pictures, top=top, batch=BATCH, crop=False, find=find, also=also
            )
            results = list(stream)
        except Exception:
            # Only a defect of ours leads here; find whose picture it is, and answer the others.
            for request in batch:
                if len(batch) > 1:
                    self._answer([request])
                else:
                    logger.exception("A picture could not be answered")
                    request.result.set_result(Result(request.picture, error=DefectError()))
            return
        for request, result in zip(batch, results, strict=True):
            request.result.set_result(_asked(request, result))
        seconds = (time.perf_counter() - started) / len(batch)
        self._seconds += 0.2 * (seconds - self._seconds)


def _wanted(request: _Request) -> Picture:
    if request.crop is False:
        return request.picture
    return Cropped(request.picture, None if request.crop is True else request.crop)


def _asked(request: _Request, result: Result) -> Result:
    """No more of the result than the request asked for; others of its batch asked for more."""
    if result.attribution is None:
        return result
    return replace(
        result,
        attribution=replace(
            result.attribution,
            artists=result.attribution.artists[: request.top],
            styles=result.attribution.styles[: request.top],
        ),
        outputs={name: result.outputs[name] for name in request.also},
    )
