"""Complete requests are answered by a WSGI application on threads.

Not by Django's own ASGI handler, which runs everything synchronous on one thread; and no bridge of
others', which have bodies received by the thread that waits for them.
"""

import asyncio
import io
import logging
import re
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO, cast
from urllib.parse import unquote_to_bytes

from morelli.errors import MorelliError

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
"""A WSGI application."""

Scope = dict[str, Any]
"""What ASGI tells of a request."""

IN_MEMORY = 1 << 20
"""Bytes of an answer that are held in memory; with more, all of it lies in a file."""

IN_LINE = 1_000
"""Most requests that wait for a thread."""

LONGEST = 10.0
"""Seconds that a request may wait for one."""

_BOUNDARY = re.compile(r';\s*(boundary=(?:"[^"]*"|[^;\s]*))', re.IGNORECASE)

logger = logging.getLogger(__name__)


class ClientGoneError(MorelliError):
    """The client hung up."""


class NoThreadError(MorelliError):
    """More requests are waiting for a thread than are let in."""

    def __init__(self) -> None:
        super().__init__("More requests are waiting than the server can answer.")


@dataclass(slots=True)
class Answer:
    """A complete response.

    Attributes:
        status: of HTTP.
        headers: names in small letters, and values.
        body: from its beginning; to be closed.
        size: bytes of it.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: BinaryIO
    size: int


class Threads:
    """A number of threads for one kind of request. For one event loop."""

    def __init__(self, name: str, number: int) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix=name)
        self._most = number + IN_LINE
        self._inside = 0

    async def answer(
        self,
        application: Application,
        environ: dict[str, Any],
        gone: Callable[[], Coroutine[Any, Any, None]] | None = None,
    ) -> Answer:
        """Wait for a thread, and for the application's answer on it.

        Args:
            application: that answers.
            environ: what it is told.
            gone: waits until the client has hung up. It isn't answered then, if nobody has begun:
                who comes and goes all the time must not keep those waiting who stay.

        Raises:
            NoThreadError: too many wait already.
            ClientGoneError: the client hung up before a thread was free.
        """
        if self._inside >= self._most:
            raise NoThreadError
        self._inside += 1
        job = self._pool.submit(_in_time, time.monotonic(), application, environ)
        answer = asyncio.wrap_future(job)
        left = asyncio.create_task(gone()) if gone else None
        try:
            if left:
                both: set[asyncio.Future[Any]] = {answer, left}
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                if not answer.done() and job.cancel():
                    raise ClientGoneError
            return await answer
        finally:
            self._inside -= 1
            if left:
                left.cancel()


def _in_time(since: float, application: Application, environ: dict[str, Any]) -> Answer:
    """`run`, where a thread was free soon enough: under a flood nobody is answered late."""
    if time.monotonic() - since > LONGEST:
        raise NoThreadError
    return run(application, environ)


def run(application: Application, environ: dict[str, Any]) -> Answer:
    """All of an application's answer, so that no thread waits for whoever reads it slowly."""
    answer = Answer(500, [], _spooled(), 0)

    def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Callable[..., Any]:
        answer.status = int(status[:3])
        answer.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        return answer.body.write  # of old; nobody uses it

    try:
        chunks = application(environ, start)
        try:
            for chunk in chunks:
                answer.size += answer.body.write(chunk)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
    except Exception:
        logger.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
        answer.body.close()
        text = HTTPStatus.INTERNAL_SERVER_ERROR.phrase.encode()
        return Answer(500, [(b"content-type", b"text/plain")], io.BytesIO(text), len(text))
    answer.body.seek(0)
    return answer


def environ_of(scope: Scope, body: BinaryIO) -> dict[str, Any]:
    """What PEP 3333 tells an application of a request."""
    host, port = scope.get("server") or ("", None)
    client, client_port = scope.get("client") or ("", None)
    path = unquote_to_bytes(scope.get("raw_path") or scope["path"]).decode("latin-1")
    prefix = scope.get("root_path", "")
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": prefix,
        "PATH_INFO": path.removeprefix(prefix),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client,
        "REMOTE_PORT": str(client_port or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue  # would pass for the header with a hyphen, which a proxy may vouch for
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
    if "CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = _type_of(environ["CONTENT_TYPE"])
    return environ


def _type_of(said: str) -> str:
    """The type and the boundary of a body: all text is UTF-8.

    Another parameter could name any of Python's codecs, some of which decode no text, and fail.
    """
    boundary = _BOUNDARY.search(said)
    kind = said.partition(";")[0]
    return f"{kind}; {boundary[1]}" if boundary else kind


def _spooled() -> BinaryIO:
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))
