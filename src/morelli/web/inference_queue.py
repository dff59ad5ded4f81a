"""The inference queue: a bounded line of pictures before the model of a process.

Requests come on many threads; one thread of its own asks the model, for as many pictures at
once as are waiting. Each picture is asked of the model that its request began with, whichever
answers others by then. Who would wait longer than a certain time is sent away at once, with the
time to come back, so that a rush never piles up and the other paths of the server stay quick;
slots bound the requests that wait or are answered besides, and what they hold. Nobody is answered
for ever: past its deadline a request is told so, and pictures of it that still wait are left.
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

MARGIN = 0.8
"""Share of the longest wait up to which requests are let in: how long a line takes is a mean, and
of twenty waits nineteen are to be within the longest."""

logger = logging.getLogger(__name__)


class BusyError(MorelliError):
    """The line is too long; `retry_after` says in how many seconds it should be gone."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"More pictures are waiting than can be answered; try again in {retry_after} s."
        )
        self.retry_after = retry_after


class OverdueError(MorelliError):
    """A request's pictures took longer than they may; `retry_after` says when to try again."""

    def __init__(self, seconds: float, retry_after: int) -> None:
        super().__init__(
            f"The pictures could not be answered within {seconds:g} s; send fewer at once, or"
            " smaller ones."
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
        longest: float = math.inf,
        deadline: float = math.inf,
    ) -> None:
        """Open the queue.

        Args:
            slots: requests that may wait or be answered at once.
            budget: see the attribute.
            decoding_cost: what decoding a picture takes; see `morelli.images.decoding_cost`.
            longest: seconds that the first picture of a request may have to wait for the model.
            deadline: seconds within which all pictures of a request must be answered.
        """
        self.budget = budget
        self._decoding_cost = decoding_cost
        self._longest = longest
        self._deadline = deadline
        self._held = 0  # slots
        self._asking = 0  # requests that wait for results, nearly all of which hold a slot
        self._unanswered = 0  # their pictures
        self._slots = slots
        self._patient = 0
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
            self._work.notify_all()
        self._thread.join()

    @property
    def waiting(self) -> int:
        """How many pictures wait for the model."""
        return len(self._waiting)

    @property
    def seconds(self) -> float:
        """How long the line before the model is: of pictures, and of requests still to ask."""
        others = max(0, self._held - self._asking)
        return (self._unanswered + others) * self._seconds

    def check(self) -> None:
        """Say whether a slot would be given now.

        Raises:
            BusyError: it would not.
        """
        if not self._open_to_more():
            raise self._busy()

    @contextmanager
    def slot(self, patience: float = 0) -> Iterator[None]:
        """Hold one of the slots; to be taken before a request's pictures are looked at.

        Args:
            patience: seconds to wait for one; a few requests may do so at once, others don't.

        Raises:
            BusyError: none is free, or the line is too long.
        """
        if not self._taken(patience):
            raise self._busy()
        try:
            yield
        finally:
            with self._work:
                self._held -= 1
                self._work.notify_all()

    def _taken(self, patience: float) -> bool:
        with self._work:
            if not self._open_to_more():
                if not patience or self._patient == PATIENT:
                    return False
                self._patient += 1
                try:
                    if not self._work.wait_for(self._open_to_more, patience):
                        return False
                finally:
                    self._patient -= 1
            self._held += 1
            return True

    def _open_to_more(self) -> bool:
        return self._held < self._slots and self.seconds <= MARGIN * self._longest

    def _busy(self) -> BusyError:
        return BusyError(max(1, math.ceil(self.seconds)))

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

        Raises:
            OverdueError: they were not answered within the deadline.
        """
        limits = classifier.limits
        requests = [
            _Request(classifier, picture, top, crop, find, also, self.cost_of(picture, limits))
            for picture in pictures
        ]
        with self._work:
            self._waiting.extend(requests)
            self._asking += 1
            self._unanswered += len(requests)
            line = max(1, self._unanswered)
            self._work.notify_all()
        started = time.perf_counter()
        try:
            return self._results(requests, started + self._deadline)
        finally:
            seconds = (time.perf_counter() - started) / line
            with self._work:
                self._asking -= 1
                self._seconds += 0.2 * (seconds - self._seconds) if requests else 0

    def _results(self, requests: Sequence[_Request], until: float) -> list[Result]:
        """What became of the pictures of a request, waited for `until` a `time.perf_counter`."""
        try:
            return [
                request.result.result(
                    None if until == math.inf else max(0.0, until - time.perf_counter())
                )
                for request in requests
            ]
        except TimeoutError:
            overdue = OverdueError(self._deadline, self._busy().retry_after)
            self._leave(requests)
            raise overdue from None

    def _leave(self, requests: Sequence[_Request]) -> None:
        """Take pictures out of the line that nobody waits for any more."""
        unwanted = set(map(id, requests))
        with self._work:
            left = deque(other for other in self._waiting if id(other) not in unwanted)
            self._unanswered -= len(self._waiting) - len(left)
            self._waiting = left

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
                    self._settle(request, Result(request.picture, error=DefectError()))
            return
        for request, result in zip(batch, results, strict=True):
            self._settle(request, _asked(request, result))

    def _settle(self, request: _Request, result: Result) -> None:
        with self._work:
            self._unanswered -= 1
            self._work.notify_all()
        request.result.set_result(result)


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
