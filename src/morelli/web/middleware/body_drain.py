"""What is left of a refused request's body is received and thrown away.

A server that answers and hangs up while a client still sends takes its answer away from it:
programs see a broken pipe and browsers a failed connection, and neither the 413 or the 429 that
says what to do.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.http.response import HttpResponseBase

from morelli.web.uploads import largest_body

AT_ONCE = 8
"""Most threads that do this; a rush of slow clients must not take them all."""

_CHUNK = 1 << 16

_threads = threading.BoundedSemaphore(AT_ONCE)


class BodyDrain:
    """A WSGI application that reads on after the error of another."""

    def __init__(self, application: Callable[[dict[str, Any], Any], HttpResponseBase]) -> None:
        """Args: a Django application."""
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> "_Response":
        """Answer as the other application."""
        return _Response(self._application(environ, start_response), environ)


class _Response:
    def __init__(self, response: HttpResponseBase, environ: dict[str, Any]) -> None:
        self._response = response
        self._environ = environ

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._response)

    def close(self) -> None:
        """The answer has been sent; let the client finish if it is still sending."""
        self._response.close()
        # Who expects 100 has sent nothing yet, and sees the answer without.
        if self._response.status_code < 400 or "HTTP_EXPECT" in self._environ:
            return
        if _threads.acquire(blocking=False):
            try:
                self._discard()
            finally:
                _threads.release()

    def _discard(self) -> None:
        """Read on, to twice the largest body that would have been taken."""
        most, body = 2 * largest_body(), self._environ["wsgi.input"]
        try:
            while most > 0 and (chunk := body.read(_CHUNK)):
                most -= len(chunk)
        except OSError:
            return  # the client has gone
