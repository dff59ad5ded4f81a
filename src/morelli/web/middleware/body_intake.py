"""Requests' bodies are received before anybody waits for them.

They arrive in the event loop, small ones into memory and others into files without a name, which
are gone with the process. A body that comes too slowly is given up, and so is one that finds no
room beside those that are held already; so slow and large bodies take neither threads nor slots.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any, BinaryIO, cast

from morelli.errors import MorelliError
from morelli.web.middleware.wsgi_threads import ClientGoneError

Receive = Callable[[], Awaitable[dict[str, Any]]]
"""What ASGI gives to receive a request's messages with."""

IN_MEMORY = 1 << 18
"""Bytes of a body that are held in memory; with more, all of it lies in a file."""

GRACE = 10.0
"""Seconds that a body may take besides those of the least rate; a connection may stall as long."""


class BodyTooSlowError(MorelliError):
    """A body came too slowly, or took too long."""

    def __init__(self) -> None:
        super().__init__("The request came too slowly; send it again over a faster connection.")


class NoRoomError(MorelliError):
    """A body found no room beside those that are held already."""

    def __init__(self) -> None:
        super().__init__("The server holds as many requests as it has room for.")


class DiskFullError(MorelliError):
    """A body found no room on the disk."""

    def __init__(self) -> None:
        super().__init__("The server has no room on its disk to receive this.")


class BodyIntake:
    """Receives bodies within limits. For one event loop.

    Attributes:
        held: bytes of all bodies that are held now.
    """

    def __init__(self, *, seconds: float, rate: float, room: int) -> None:
        """Set the limits.

        Args:
            seconds: within which a body must have arrived.
            rate: bytes a second that it comes with at least, all in all.
            room: bytes that all bodies may have together.
        """
        self.held = 0
        self._seconds = seconds
        self._rate = rate
        self._room = room

    def patience(self, size: int) -> float:
        """Seconds within which `size` bytes of a body, or of an answer, must have got through."""
        return GRACE + size / self._rate

    async def receive(self, receive: Receive, body: "Body") -> None:
        """Receive all of a body, and rewind it.

        Raises:
            BodyTooSlowError: it came too slowly.
            NoRoomError: there is no room for it beside the others.
            DiskFullError: there is none on the disk.
            ClientGoneError: the client hung up.
        """
        started = asyncio.get_running_loop().time()
        more = True
        while more:
            slowest = min(self._seconds, self.patience(body.size))
            try:
                async with asyncio.timeout_at(started + slowest):
                    message = await receive()
            except TimeoutError:
                raise BodyTooSlowError from None
            if message["type"] != "http.request":
                raise ClientGoneError
            more = message.get("more_body", False)
            chunk = message.get("body", b"")
            if self.held + len(chunk) > self._room:
                raise NoRoomError
            self.held += len(chunk)
            body.add(chunk)
        body.file.seek(0)

    def release(self, body: "Body") -> None:
        """Give a body's room back."""
        self.held -= body.size
        body.file.close()


class Body:
    """What of a request's body has been received.

    Attributes:
        file: its bytes.
        size: how many they are.
    """

    def __init__(self) -> None:
        self.file = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
        self.size = 0

    def add(self, chunk: bytes) -> None:
        """Append bytes.

        Raises:
            DiskFullError: the disk has none.
        """
        self.size += len(chunk)
        try:
            self.file.write(chunk)
        except OSError as error:
            raise DiskFullError from error


async def hung_up(receive: Receive) -> None:
    """Wait until the client of a request whose body was received has hung up."""
    while (await receive())["type"] == "http.request":
        pass


async def discard(receive: Receive, *, most: int, seconds: float) -> None:
    """Receive what is left of a refused request's body, and throw it away.

    A server that answers and hangs up while a client still sends takes its answer away from it:
    programs see a broken pipe and browsers a failed connection, and neither the 413 or the 429
    that says what to do.

    Args:
        receive: of the request.
        most: bytes after which it is given up.
        seconds: likewise.
    """
    until = time.monotonic() + seconds
    more = True
    while more and most > 0 and (left := until - time.monotonic()) > 0:
        try:
            async with asyncio.timeout(left):
                message = await receive()
        except TimeoutError:
            return
        more = message["type"] == "http.request" and message.get("more_body", False)
        most -= len(message.get("body", b""))
