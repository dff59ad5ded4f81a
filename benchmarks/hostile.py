"""What hostile pictures cost a server, and what decoding apart from it costs good ones.

Every kind of `tests/attack/hostile` is decoded as for an upload, in the pool with a server's
limits. The rival is `morelli.images.decode` in the server's own process, with the same bounds on
work but none on memory or time. Seconds are the processor's, and memory is what the process has at
its peak beyond what it has between pictures. Linux.

Usage: python benchmarks/hostile.py [CSV] [--only BEGINNING]
"""

import argparse
import csv
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "attack"))

from PIL import Image

from hostile import files
from hostile.made import encoded, picture
from hostile.measuring import measured
from morelli import images
from morelli.images.pool import DecoderPool
from morelli.inference.views import CROPPED_FROM
from morelli.web.environment import Environment

ROUNDS = 21
SIDE = 373
"""What the built-in models need of a picture's short side."""

GOOD = ((1200, 900), (4000, 3000))


class Watched:
    """A pool of one decoder, whose process is looked at from without."""

    def __init__(self, pool: DecoderPool) -> None:
        self.pool = pool

    def measure(self, data: bytes) -> tuple[float, float, str]:
        """Processor seconds and MB that a picture takes, and what becomes of it."""
        process = self.pool._all[0]._process.pid
        Path(f"/proc/{process}/clear_refs").write_text("5")
        seconds, before = _seconds(process), _memory(process, "VmRSS")
        try:
            self.pool.decode(data, at_least=CROPPED_FROM)
            outcome = "decoded"
        except images.PictureError as error:
            outcome = error.code
        if self.pool._all[0]._process.poll() is not None:  # it was ended
            _good(self.pool)
            return self.pool.seconds, float("nan"), outcome
        return _seconds(process) - seconds, _memory(process, "VmHWM") - before, outcome


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int, name: str) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0]) / 1e3


def _good(pool: DecoderPool) -> None:
    pool.decode(encoded(picture(), "PNG"))


def attack(pool: DecoderPool, only: str) -> list[list[object]]:
    """A row for each kind: its cost in the pool and in a process without limits."""
    watched, rows = Watched(pool), []
    _good(pool)
    for kind, data in files(only):
        seconds, peak, outcome = watched.measure(data)
        alone = measured(kind, data, CROPPED_FROM)
        rows.append(
            [
                *(kind, len(data), outcome, round(seconds, 2), round(peak)),
                *(alone.outcome, alone.seconds, round(alone.peak / 1e6)),
            ]
        )
    return rows


def _best(pool: DecoderPool, function: Callable[[], object]) -> float:
    """Milliseconds of the processor, here and in the decoder; other programs don't eat them."""
    schedule = Path(f"/proc/{pool._all[0]._process.pid}/schedstat")

    def spent() -> float:
        return time.process_time() * 1000 + int(schedule.read_text().split()[0]) / 1e6

    start = spent()
    function()
    return spent() - start


def good(pool: DecoderPool) -> None:
    """Print what a good picture pays for the pool; both in turn, and of each the best round."""
    _good(pool)
    for width, height in GOOD:
        noise = picture(width // 4, height // 4).resize((width, height), Image.Resampling.BICUBIC)
        data = encoded(noise, "JPEG", quality=90)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(_best(pool, lambda data=data: images.decode(data, at_least=SIDE)))
            ours.append(
                _best(pool, lambda data=data: pool.cost(data))
                + _best(pool, lambda data=data: pool.decode(data, at_least=SIDE))
            )
        print(
            f"JPEG of {width} x {height}, {len(data) / 1e6:.1f} MB: pool {min(ours):.1f} ms, "
            f"in-process {min(theirs):.1f} ms, {min(ours) - min(theirs):.1f} ms more"
        )


def main() -> None:
    """Print the worst kinds of each format, and write all as CSV where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("csv", nargs="?", type=Path)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    usual = Environment.model_fields
    memory, seconds = usual["decode_memory"].default, usual["decode_seconds"].default
    with DecoderPool(1, memory=memory, seconds=seconds) as pool:
        good(pool)
        rows = attack(pool, asked.only)
    head = ["kind", "bytes", "outcome", "seconds", "peak_mb"]
    head += ["in_process_outcome", "in_process_seconds", "in_process_peak_mb"]
    if asked.csv:
        with asked.csv.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])
    print(f"{len(rows)} kinds; worst of each format, pool against in-process:")
    for kind in sorted({str(row[0]).split("/")[0] for row in rows}):
        own = [row for row in rows if str(row[0]).split("/")[0] == kind]
        worst = [max(row[column] for row in own) for column in (3, 6, 4, 7)]
        print(
            f"{kind:<18} {worst[0]:6.2f} s / {worst[1]:6.2f} s   {worst[2]:5} MB / {worst[3]:5} MB"
        )


if __name__ == "__main__":
    main()
