"""What each hostile picture costs: `python -m hostile.measuring [--every N] [BEGINNING …]`.

Prints a line of JSON for each kind. Each picture is decoded in a process of its own, forked from
one that has decoded before, so that only the picture counts. Linux and macOS.
"""

import argparse
import json
import os
import resource
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from hostile import files
from hostile.made import healthy
from morelli import images

ADDRESS_SPACE = 8_000_000_000
"""A picture that takes more fails, instead of the machine."""


@dataclass(frozen=True)
class Cost:
    """What a picture took, and what became of it.

    Attributes:
        kind: its name.
        size: bytes of the file.
        seconds: of the processor.
        peak: bytes of memory, beyond those of a process that decodes.
        outcome: "decoded", the refusal's code, or how the process ended.
        reason: the refusal's sentence.
    """

    kind: str
    size: int
    seconds: float
    peak: int
    outcome: str
    reason: str


def measured(kind: str, data: bytes, at_least: int | None = None) -> Cost:
    """Decode a picture in a child of this process."""
    reading, writing = os.pipe()
    before = _memory()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        os.write(writing, json.dumps(_outcome(data, at_least)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(child, 0)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) - before
    outcome, reason = json.loads(said) if said else (f"ended with {status}", "")
    seconds = usage.ru_utime + usage.ru_stime
    return Cost(kind, len(data), round(seconds, 3), max(0, peak), outcome, reason)


def _memory() -> int:
    """Bytes that this process has now, with which a child of it begins."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:  # at least what it had at its peak
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * os.sysconf("SC_PAGE_SIZE")


def _outcome(data: bytes, at_least: int | None) -> tuple[str, str]:
    warnings.simplefilter("ignore")
    os.close(2)  # decoders remark on what they read
    try:
        images.decode(data, at_least=at_least)
    except images.PictureError as error:
        return error.code, str(error)[:1000]
    except BaseException as error:
        return repr(error)[:1000], ""
    return "decoded", ""


def costs(*beginnings: str, every: int = 1) -> Iterator[Cost]:
    """Of all kinds, or those whose names begin so, or each so-manieth of them."""
    images.decode(healthy()["jpeg"])
    for beginning in beginnings or ("",):
        for kind, data in files(beginning, every=every):
            yield measured(kind, data)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("beginnings", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    for cost in costs(*asked.beginnings, every=asked.every):
        print(json.dumps(asdict(cost)), flush=True)


if __name__ == "__main__":
    main()
