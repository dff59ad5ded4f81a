"""Pictures decoded in processes of their own, so that a bad one costs no more than itself.

What comes back is what `morelli.images.decode` gives, byte for byte. Whoever takes too much memory
or time, or ends the decoder, is refused with its reason, and another process takes the place.
"""

import contextlib
import dataclasses
import json
import logging
import os
import queue
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, Self

import numpy as np

if sys.platform == "linux":
    import fcntl

from morelli.images import Limits, Pixels, Source, read
from morelli.images.errors import PictureError, PictureTooLargeError, TruncatedPictureError

STARTING = 120.0
"""Seconds within which a decoder must have started."""

PATIENCE = 10
"""How much longer than its processor time a picture may take by the clock of a busy machine."""

_NEEDED = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL")
"""What of the environment a decoder gets; keys and passwords of the server are none of it."""

_KINDS: dict[str, type[PictureError]] = {kind.code: kind for kind in PictureError.__subclasses__()}

PIPE = 1 << 20
"""Bytes that a pipe holds, so that pictures come through in few steps."""

logger = logging.getLogger(__name__)


class DecoderPool:
    """Some processes that decode, used by any number of threads.

    A context manager: leaving it ends the processes.

    Attributes:
        memory: most bytes that one picture may take while it is decoded.
        seconds: most processor time for it.
    """

    def __init__(self, processes: int, *, memory: int, seconds: float) -> None:
        """Start the processes; they are waited for when they are needed."""
        self.memory = memory
        self.seconds = seconds
        self._free: queue.SimpleQueue[_Decoder] = queue.SimpleQueue()
        self._all = [_Decoder() for _ in range(processes)]
        for decoder in self._all:
            self._free.put(decoder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for decoder in self._all:
            decoder.end()

    def decode(
        self, source: Source, *, limits: Limits | None = None, at_least: int | None = None
    ) -> Pixels:
        """The same as `morelli.images.decode`, which see.

        Raises:
            PictureError: the reasons there, and: it takes more memory or time than allowed, or
                ends the decoder.
            OSError: the path cannot be read.
        """
        limits = limits or Limits()
        data = read(source, limits)
        with self._asked("decode", data, limits, at_least) as (decoder, answer):
            height, width, channels = answer["shape"]
            if channels != 3 or height * width > limits.pixels:
                raise _Lost("it answered with another shape")
            pixels = np.empty((height, width, 3), np.uint8)
            decoder.read_into(pixels.data)
        return pixels

    def cost(self, data: bytes, at_least: int | None = None) -> int:
        """The same as `morelli.images.decoding_cost`, which see; no more than `memory`.

        Raises:
            PictureError: its header can't be read, or it would take more.
        """
        with self._asked("cost", data, Limits(), at_least) as (_, answer):
            return min(self.memory, max(0, int(answer["cost"])))

    @contextlib.contextmanager
    def _asked(
        self, what: str, data: bytes, limits: Limits, at_least: int | None
    ) -> Iterator[tuple["_Decoder", dict[str, Any]]]:
        """A decoder, and its answer; whatever becomes of it, it is free again afterwards."""
        request = {
            "what": what,
            "bytes": len(data),
            "limits": dataclasses.asdict(limits),
            "at_least": at_least,
            "memory": self.memory,
            "seconds": self.seconds,
        }
        decoder = self._free.get()
        try:
            answer = decoder.ask(request, data, PATIENCE * self.seconds)
            if "refused" in answer:
                raise _KINDS[answer["refused"]](str(answer["reason"])[:1_000])
            yield decoder, answer
        except (_Lost, OSError, ValueError, KeyError, TypeError) as error:
            raise self._reason(error, decoder.end()) from error
        finally:
            self._free.put(decoder)

    def _reason(self, error: Exception, code: int | None) -> PictureError:
        """Why a picture is refused whose decoder was lost, or was ended with this exit code."""
        if isinstance(error, _Late) or code == -_OUT_OF_TIME:
            return PictureTooLargeError(
                f"The picture takes more than {self.seconds:g} s to decode; save it anew, or make"
                " it smaller."
            )
        logger.warning("A decoder was lost (%s, exit code %s)", error, code)
        return TruncatedPictureError(
            "The picture is damaged in such a way that its decoder fails; save it anew."
        )


_OUT_OF_TIME = int(getattr(signal, "SIGPROF", 0))


class _Lost(Exception):  # noqa: N818 - never leaves this module
    """A decoder that is of no use any more."""


class _Late(_Lost):
    """It did not answer in time."""


class _Decoder:
    """A process that decodes, started again when it was lost."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process, self._ready = _started(), False

    def ask(self, request: dict[str, Any], data: bytes, patience: float) -> dict[str, Any]:
        """Send a request with a picture, and give the answer without what goes with it."""
        if self._process.poll() is not None:
            self._process, self._ready = _started(), False
        if not self._ready:
            self._ready = bool(self._answer(STARTING))
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.write(data)
        self._process.stdin.flush()
        return self._answer(patience)

    def read_into(self, buffer: memoryview) -> None:
        """Fill a buffer with what goes with an answer."""
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        view = buffer.cast("B")
        at = 0
        while at < len(view):
            count = self._process.stdout.readinto(view[at:])  # type: ignore[attr-defined]
            if not count:
                raise _Lost("it ended within an answer")
            at += count

    def end(self) -> int | None:
        """End the process, and say how it ended where it had ended by itself."""
        with self._lock:
            process = self._process
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:
                        continue  # what was to be written is of no use
            try:
                process.wait(0.2)
            except subprocess.TimeoutExpired:
                process.kill()
            return process.wait()

    def _answer(self, patience: float) -> dict[str, Any]:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - it was asked for
        if hasattr(select, "poll"):
            waiting = select.poll()
            waiting.register(stdout.fileno(), select.POLLIN)
            if not waiting.poll(patience * 1000):
                raise _Late("it did not answer")
        line = stdout.readline(10_000)
        if not line.endswith(b"\n"):
            raise _Lost("it ended")
        answer = json.loads(line)
        if not isinstance(answer, dict):
            raise _Lost("it answered with something else")
        return answer


def _started() -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "morelli.images.decoder"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={
            **{name: os.environ[name] for name in _NEEDED if name in os.environ},
            # Threads that nobody uses would each take address space.
            **{"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"},
        },
    )
    if sys.platform == "linux":
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None  # noqa: S101 - it was asked for
            with contextlib.suppress(OSError):  # this user has too many of this size
                fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
    return process
