"""Visitors of every kind at once, some of them hostile, while parts of the server are killed.

Ten seconds of it with every test; `make soak SECONDS=3600` goes on for an hour. What is drawn by
lot is drawn from a fixed seed; when it comes depends on the machine.
"""

import contextlib
import http.client
import io
import itertools
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

import hostile
from serving import serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="it finds its victims in /proc"),
]

PATIENCE = 120.0
"""Seconds within which what is expected must come; machines that run tests are busy."""

MEMORY = 200_000_000
"""What pictures may take while they are decoded; a third of what a server gives them."""

ANSWERS = {200, 201, 400, 408, 413, 415, 422, 429, 503}
"""Everything that anybody may be answered here."""

LOST = (OSError, http.client.HTTPException)
"""What becomes of requests in a process that is killed."""


class Server:
    """A server of two processes, and what becomes of requests to it."""

    def __init__(self, process: subprocess.Popen[str], port: int, database: Path) -> None:
        self.process = process
        self.port = port
        self.database = database
        self.answers: Counter[tuple[str, int]] = Counter()
        self.lost: Counter[str] = Counter()
        self.kept: set[int] = set()
        self.killed = 0

    def below(self, pid: int) -> list[int]:
        """The processes that a process has started."""
        with contextlib.suppress(OSError):
            return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
        return []

    @property
    def workers(self) -> list[int]:
        """Its processes that answer."""
        return self.below(self.process.pid)

    @property
    def decoders(self) -> list[int]:
        """Their processes that decode."""
        return [pid for worker in self.workers for pid in self.below(worker)]

    def resident(self) -> int:
        """Bytes of memory of all of them."""
        total = 0
        for pid in (self.process.pid, *self.workers, *self.decoders):
            with contextlib.suppress(OSError):  # it has ended
                found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
                total += 1024 * int(found[1]) if found else 0
        return total

    def ask(self, who: str, method: str, path: str, body: bytes = b"", kind: str = "") -> bytes:
        """Have a request answered, and note how; nothing where it is lost."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if kind else {})
            response = connection.getresponse()
            said = response.read()
        except LOST as error:
            self.lost[f"{who}: {type(error).__name__}"] += 1
            return b""
        finally:
            connection.close()
        self.answers[who, response.status] += 1
        return said

    def send(self, who: str, path: str, picture: bytes, **fields: str) -> bytes:
        """The same, with a picture and other fields in a form."""
        field = "files" if "attributions" in path else "file"
        return self.ask(who, "POST", path, form(picture, field, **fields), FORM)


BOUNDARY = "a-line-that-is-in-no-picture"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def form(picture: bytes, field: str, **fields: str) -> bytes:
    """The body of a form."""
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="a"\r\n\r\n'
    return head.encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    settings = {
        "MORELLI_BODY_SECONDS": "5",
        "MORELLI_DECODE_MEMORY": str(MEMORY),
        "MORELLI_WORKERS": "2",
    }
    with serving(tmp_path, **settings) as (process, port):
        yield Server(process, port, tmp_path / "records.sqlite3")


def paint(seed: int) -> bytes:
    """A small picture like no other."""
    lot = random.Random(seed)
    file = io.BytesIO()
    Image.frombytes("RGB", (96, 80), lot.randbytes(96 * 80 * 3)).save(file, "JPEG")
    return file.getvalue()


def visitors(server: Server) -> list[Iterator[None]]:
    """Everybody who comes; each does one thing at a time, for ever."""

    def curious(lot: random.Random) -> Iterator[None]:
        paths = ("attributions", "attributions?explain=saliency,neighbours", "previews", "crops")
        while True:
            yield
            server.send("curious", f"/api/v1/{lot.choice(paths)}", paint(lot.getrandbits(32)))

    def hostile_one() -> Iterator[None]:
        paths = itertools.cycle(("attributions", "crops", "previews", "saliency?class=x"))
        while True:
            for (_, data), path in zip(hostile.files(every=7), paths, strict=False):
                yield
                server.send("hostile", f"/api/v1/{path}", data)

    def corrector(lot: random.Random) -> Iterator[None]:
        while True:
            yield
            picture = paint(lot.getrandbits(32))
            said = server.send("corrector", "/api/v1/corrections", picture, said="Claude Monet")
            if b'"id"' in said:
                server.kept.add(json.loads(said)["id"])

    def browsing() -> Iterator[None]:
        for path in itertools.cycle(
            ("/", "/api/v1/gallery", "/api/v1/taxonomy", "/nothing", "/admin/login/")
        ):
            yield
            server.ask("browsing", "GET", path)

    def leaving(lot: random.Random) -> Iterator[None]:
        """Somebody who begins a request and hangs up, or waits, or never reads."""
        head = f"POST /api/v1/attributions HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\n"
        begun = (head + "Content-Length: 300000\r\n\r\n").encode() + bytes(lot.randrange(200_000))
        unread = 20 * b"GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        with contextlib.ExitStack() as held:
            for number in itertools.count(1):
                yield
                with contextlib.suppress(OSError):
                    client = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
                    client.settimeout(1)
                    held.enter_context(client)
                    client.sendall(lot.choice((begun, unread)))
                if number % 20 == 0:
                    held.pop_all().close()

    lots = [random.Random(number) for number in range(4)]
    return [
        curious(lots[0]),
        curious(lots[1]),
        hostile_one(),
        corrector(lots[2]),
        browsing(),
        leaving(lots[3]),
    ]


def killer(server: Server, ended: threading.Event, pause: float) -> None:
    """Kill a process that answers, or one that decodes, now and then; one of two is left."""
    lot = random.Random(0)
    while not ended.wait(pause):
        victims = server.decoders if lot.random() < 0.5 else server.workers[:1]
        if victims and len(server.workers) == 2:
            with contextlib.suppress(ProcessLookupError):
                os.kill(lot.choice(victims), signal.SIGKILL)
                server.killed += 1


def test_it_stands_an_attack_from_all_sides(server, request):
    seconds = float(request.config.getoption("--soak"))
    ended, sizes, unwell = threading.Event(), [], []

    def repeat(steps: Iterator[None]) -> None:
        while not ended.wait(0.02):  # more at once would measure the machine, and not the server
            next(steps)
        steps.close()

    def watch() -> None:
        while not ended.wait(0.5):
            began = time.monotonic()
            server.ask("watching", "GET", "/healthz")
            if time.monotonic() - began > PATIENCE / 4:
                unwell.append(time.monotonic() - began)
            sizes.append(server.resident())

    jobs: list[tuple[Callable[..., None], tuple[object, ...]]] = [
        *((repeat, (steps,)) for steps in visitors(server)),
        (watch, ()),
        (killer, (server, ended, max(2.0, seconds / 200))),
    ]
    threads = [threading.Thread(target=job, args=arguments) for job, arguments in jobs]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    ended.set()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()

    print(f"{seconds:g} s, {server.killed} killed; memory: {max(sizes) / 1e6:.0f} MB at most,")
    print(f"{sizes[-1] / 1e6:.0f} at last; {len(server.kept)} corrections; lost {server.lost};")
    print(", ".join(f"{who} {code}: {n}" for (who, code), n in sorted(server.answers.items())))
    assert {code for _, code in server.answers} <= ANSWERS
    assert {code for who, code in server.answers if who == "watching"} <= {200}
    assert unwell == []
    # Of each process that is killed, what it was busy with: of every visitor one request at most.
    assert sum(server.lost.values()) <= server.killed * len(threads)
    assert not any("Refused" in how for how in server.lost)
    with contextlib.closing(sqlite3.connect(server.database)) as records:
        stored = {number for (number,) in records.execute("SELECT id FROM records_correction")}
    assert server.kept <= stored
    # Two models, decoders, and what pictures may take; measured: 900 MB.
    assert max(sizes) < 2_000_000_000
    answered = json.loads(server.send("last", "/api/v1/attributions", paint(0)))
    assert answered["results"][0]["attribution"]["verdict"]
