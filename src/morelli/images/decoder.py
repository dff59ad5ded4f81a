"""A process that decodes pictures for another: `python -m morelli.images.decoder`.

It reads a line of JSON, then as many bytes as that says, and answers alike; see
`morelli.images.pool`, which starts it. Each picture gets so much memory as its header foretells,
and so many seconds of processor time; who needs more is refused, or ends the process.
"""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pillow_heif
from PIL import AvifImagePlugin, ImageCms  # noqa: F401 - loaded before the limits hold

from morelli.images import Limits, PictureError, PictureTooLargeError, decode, decoding_cost
from morelli.images.confinement import confine

RESERVE = 100_000_000
"""Bytes of address space beyond what pixels take: buffers of decoders, copies of the file."""

COPIES = 4
"""How many copies of the file there may be."""


class Memory:
    """The limit on this process's address space; without effect where there is none."""

    def __init__(self) -> None:
        try:
            self._pages = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:
            self._pages = -1
        self._beginning = self._now()

    def allow(self, size: int, *, more: bool = True) -> None:
        """Let the process grow by so many bytes, from now on or from its beginning."""
        if self._pages < 0:
            return
        import resource

        soft = (self._now() if more else self._beginning) + size
        resource.setrlimit(resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))

    def _now(self) -> int:
        if self._pages < 0:
            return 0
        return int(os.pread(self._pages, 64, 0).split()[0]) * os.sysconf("SC_PAGE_SIZE")


def answer(request: dict[str, Any], data: bytes, memory: Memory) -> tuple[dict[str, Any], Any]:
    """The answer to a request about a picture, and the bytes that go with it."""
    most, at_least = request["memory"], request["at_least"]
    reserve = RESERVE + COPIES * len(data)
    try:
        memory.allow(most + reserve, more=False)
        cost = decoding_cost(data, at_least)
        if cost > most:
            raise PictureTooLargeError(
                f"The picture takes {cost / 1e6:,.0f} MB of memory to decode, more than the"
                f" {most / 1e6:,.0f} MB there are for it; make it smaller and try again."
            )
        if request["what"] == "cost":
            return {"cost": cost}, b""
        memory.allow(cost + reserve)
        pixels = decode(data, limits=Limits(**request["limits"]), at_least=at_least)
    except PictureError as error:
        return {"refused": error.code, "reason": str(error)}, b""
    finally:
        memory.allow(most + 2 * reserve, more=False)
    return {"shape": pixels.shape}, pixels.data


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    memory = Memory()
    answers.write(json.dumps({"confined": confine()}).encode() + b"\n")
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["bytes"])
        with contextlib.suppress(AttributeError):  # not on Windows
            signal.setitimer(signal.ITIMER_PROF, request["seconds"])
        head, body = answer(request, data, memory)
        with contextlib.suppress(AttributeError):
            signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(json.dumps(head).encode() + b"\n")
        answers.write(body)
        answers.flush()
        del data, body


def main() -> None:
    """Speak with whoever started this on standard input and output."""
    # No threads: one picture, one core; and each thread would take address space of its own.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.DECODE_THREADS = 1
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("w") as nowhere:  # decoders remark on what they read
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
