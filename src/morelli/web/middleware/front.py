"""The front of the server: takes requests in, has them answered, and hands the answers out.

What it does itself waits for clients in the event loop, whatever they do; the application's threads
wait for nobody but the model and the database.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any, BinaryIO, Never, cast

from django.conf import settings

from morelli.errors import MorelliError
from morelli.web.inference_queue import BusyError, InferenceQueue
from morelli.web.middleware.body_intake import (
    Body,
    BodyIntake,
    BodyTooSlowError,
    DiskFullError,
    NoRoomError,
    Receive,
    discard,
    hung_up,
)
from morelli.web.middleware.wsgi_threads import (
    IN_MEMORY,
    Answer,
    Application,
    ClientGoneError,
    NoThreadError,
    Scope,
    Threads,
    environ_of,
)
from morelli.web.problems import MEDIA_TYPE, document
from morelli.web.uploads import largest_body

Send = Callable[[dict[str, Any]], Awaitable[None]]
"""What ASGI gives to send a response's messages with."""

MONITORS = ("/healthz", "/readyz", "/metrics")
"""Ends of paths that have threads of their own."""

MONITOR_THREADS = 4

_CHUNK = 1 << 16
_COME_BACK = 1
_DISCARDING = 60.0


class Front:
    """An ASGI application that has a WSGI application answer."""

    def __init__(
        self,
        application: Application,
        queue: InferenceQueue,
        *,
        forms: int,
        others: int,
        intake: BodyIntake,
    ) -> None:
        """Make the threads.

        Args:
            application: that answers.
            queue: where forms with pictures lead.
            forms: threads for these, nearly all of which wait for the model.
            others: threads for everything else but the paths of `MONITORS`. They compute, and the
                more do so at once the longer the event loop waits for its turn.
            intake: receives the bodies.
        """
        self._application = application
        self._queue = queue
        self._intake = intake
        self._forms = Threads("form", forms)
        self._others = Threads("request", others)
        self._monitors = Threads("monitor", MONITOR_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = dict(scope["headers"])
        body, unread = Body(), _has_body(headers)
        try:
            busy = self._busy(scope, headers) if unread else None
            if unread and busy is None and _is_welcome(headers):
                await self._intake.receive(receive, body)
                unread = False
            source = cast("BinaryIO", _Unread(busy)) if busy else body.file
            gone = None if unread else partial(hung_up, receive)
            answer = await self._threads(scope, headers).answer(
                self._application, environ_of(scope, source), gone
            )
        except ClientGoneError:
            return
        except (BodyTooSlowError, DiskFullError, NoRoomError, NoThreadError) as error:
            answer = _refused(scope, error)
        finally:
            self._intake.release(body)
        await _send(answer, send, self._intake.patience)
        # Who expects 100 has sent nothing yet, and sees the answer without; the slow are left.
        if unread and b"expect" not in headers and answer.status != HTTPStatus.REQUEST_TIMEOUT:
            await discard(receive, most=2 * largest_body(), seconds=_DISCARDING)

    def _busy(self, scope: Scope, headers: dict[bytes, bytes]) -> BusyError | None:
        """That a form with pictures would find no slot now, so that nobody sends it in vain."""
        if not _is_form(headers) or "/admin/" in scope["path"]:
            return None
        try:
            self._queue.check()
        except BusyError as busy:
            return busy
        return None

    def _threads(self, scope: Scope, headers: dict[bytes, bytes]) -> Threads:
        if scope["path"].endswith(MONITORS):
            return self._monitors
        return self._forms if _is_form(headers) else self._others


class _Unread:
    """Stands for a body that was not received: whoever reads it learns why."""

    def __init__(self, reason: MorelliError) -> None:
        self._reason = reason

    def read(self, _size: int = -1) -> Never:
        raise self._reason

    readline = read


def _has_body(headers: dict[bytes, bytes]) -> bool:
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"


def _is_form(headers: dict[bytes, bytes]) -> bool:
    return headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")


def _is_welcome(headers: dict[bytes, bytes]) -> bool:
    """Whether a body is worth receiving: of unknown or too great a length, it is refused unread."""
    length = headers.get(b"content-length", b"")
    most = largest_body() if _is_form(headers) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return length.isdigit() and int(length) <= most


def _refused(scope: Scope, error: MorelliError) -> Answer:
    """What the front itself refuses is a problem, whatever the path."""
    slow = isinstance(error, BodyTooSlowError)
    full = isinstance(error, DiskFullError)
    code = "too-slow" if slow else "storage-full" if full else "overloaded"
    problem = document(scope["path"], code, str(error))
    text = problem.model_dump_json().encode()
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(text))]
    if slow:
        headers.append((b"connection", b"close"))
    elif not full:
        headers.append((b"retry-after", b"%d" % _COME_BACK))
    return Answer(problem.status, headers, io.BytesIO(text), len(text))


async def _send(answer: Answer, send: Send, patience: Callable[[int], float]) -> None:
    """Hand an answer out; who takes it more slowly than `patience` allows is left with a part.

    Args:
        answer: all of it.
        send: to the client.
        patience: seconds within which so many bytes must have been taken.
    """
    with answer.body as body:
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        left = answer.size
        started = asyncio.get_running_loop().time()
        while True:
            chunk = body.read(left if left <= IN_MEMORY else _CHUNK)
            left -= len(chunk)
            try:
                async with asyncio.timeout_at(started + patience(answer.size - left)):
                    await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})
            except TimeoutError:
                return  # the server closes a connection whose answer isn't complete
            if not left:
                return
