"""What a crowd meets: 16, 64 and 256 clients that ask without a pause, beside one alone.

A real server is asked about a picture by so many clients at a time, each of which comes back as
soon as `Retry-After` allows. Printed for each crowd: answers a second, refusals (429 or 503, which
all must name the time to come back), connections that were reset or refused (there must be none),
the 95th percentile of the time to an answer, and its ratio to what is promised, which is
`MORELLI_QUEUE_SECONDS` and the time that one client alone waits. A ratio below 1 keeps the promise.

Usage: python benchmarks/load.py [bundle] [seconds for each crowd]
"""

import asyncio
import io
import math
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

CROWDS = (1, 16, 64, 256)
QUEUE_SECONDS = 1.0


@dataclass
class Met:
    """What the clients of a crowd met."""

    answers: list[float] = field(default_factory=list)
    refusals: int = 0
    without_time: int = 0
    lost: int = 0

    @property
    def p95(self) -> float:
        """Seconds to an answer, of 95 in 100 answers at most."""
        return float(np.quantile(self.answers, 0.95)) if self.answers else math.nan


def request() -> bytes:
    """A photograph's worth of noise, as a form."""
    file = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
    Image.fromarray(noise).resize((1024, 768)).save(file, "JPEG", quality=88)
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    body += file.getvalue() + b"\r\n--x--\r\n"
    head = "POST /api/v1/attributions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    head += f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def ask(port: int, sent: bytes, met: Met) -> float:
    """Ask once; the seconds after which to come back."""
    started = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        answer = await reader.read()
        writer.close()
    except OSError:
        met.lost += 1
        return 0.1
    head, _, _ = answer.partition(b"\r\n\r\n")
    status = head[9:12]
    if status == b"200":
        met.answers.append(time.perf_counter() - started)
        return 0
    if status not in (b"429", b"503"):
        met.lost += 1
        return 0.1
    met.refusals += 1
    after = [line for line in head.lower().split(b"\r\n") if line.startswith(b"retry-after:")]
    met.without_time += not after
    return float(after[0].partition(b":")[2]) if after else 1.0


async def crowd(port: int, clients: int, seconds: float, sent: bytes) -> Met:
    """So many clients for so long, and until the last has its answer."""
    met, until = Met(), time.perf_counter() + seconds

    async def client() -> None:
        while (left := until - time.perf_counter()) > 0:
            await asyncio.sleep(min(left, await ask(port, sent, met)))

    await asyncio.gather(*(client() for _ in range(clients)))
    return met


def main() -> None:
    """Start the server, and print a line for each crowd."""
    bundle = sys.argv[1] if len(sys.argv) > 1 else "default"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    limit = {"MORELLI_BUNDLE": bundle, "MORELLI_QUEUE_SECONDS": str(QUEUE_SECONDS)}
    server = subprocess.Popen(
        [sys.executable, "-c", "from morelli.cli import main; main()", "serve", f"--port={port}"],
        env={**os.environ, "PYTHONUNBUFFERED": "1", **limit},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert "ready" in server.stdout.readline()
        sent = request()
        asyncio.run(crowd(port, 1, seconds, sent))  # what is done once is done
        print(f"{bundle}\nclients  answers/s  refusals  lost    p95  of promise")
        alone = math.nan
        for clients in CROWDS:
            met = asyncio.run(crowd(port, clients, seconds, sent))
            if clients == 1:
                alone = statistics.median(met.answers)
            assert not met.without_time, "a refusal without Retry-After"
            print(
                f"{clients:7}  {len(met.answers) / seconds:9.1f}  {met.refusals:8}  {met.lost:4}"
                f"  {met.p95:4.2f} s  {met.p95 / (QUEUE_SECONDS + alone):9.2f}"
            )
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


if __name__ == "__main__":
    main()
