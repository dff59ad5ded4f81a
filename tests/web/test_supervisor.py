"""Processes that are killed or stopped, while somebody asks."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from morelli.web.supervisor import CONNECTIONS, UNREAD, Supervisor, _connections

pytestmark = pytest.mark.slow

PATIENCE = 120.0
"""Seconds within which what is expected must come; machines that run tests are busy."""


@contextlib.contextmanager
def running() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server, and its port; whatever happens to it meanwhile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-c", "from morelli.cli import main; main()", "serve", f"--port={port}"],
        env={**os.environ, "PYTHONUNBUFFERED": "1", "MORELLI_BUNDLE": "fast"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        assert "ready" in process.stdout.readline()
        yield process, port
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def children(process: subprocess.Popen[str]) -> set[int]:
    """The processes that it has started."""
    named = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not named.exists():
        pytest.skip("this system does not tell which processes a process has started")
    return set(map(int, named.read_text().split()))


def worker(process: subprocess.Popen[str]) -> int:
    """Its process that answers."""
    (child,) = children(process)
    return child


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_supervisor_that_is_killed_takes_its_process_along():
    with running() as (process, port):
        child = worker(process)
        stays_flat(port, child)
        process.kill()
        process.wait()
        until = time.monotonic() + PATIENCE
        while alive(child):
            assert time.monotonic() < until
            time.sleep(0.05)


def stays_flat(port: int, pid: int) -> None:
    """A process's memory doesn't grow with the requests that it answered."""

    def resident() -> int:
        status = Path(f"/proc/{pid}/status").read_text()
        return 1024 * int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def ask(number: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with contextlib.closing(connection):
            for _ in range(number):
                connection.request("GET", "/healthz")
                assert connection.getresponse().read()
        return resident()

    before = ask(500)
    assert ask(1_000) - before < 5_000_000


def test_a_process_that_is_killed_costs_only_the_requests_in_it(draw):
    codes: list[int | type[Exception]] = []
    done = threading.Event()

    def ask(port: int) -> None:
        while not done.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                connection.request("GET", "/api/v1/taxonomy")
                codes.append(connection.getresponse().status)
            except (OSError, http.client.HTTPException) as error:
                codes.append(type(error))
            finally:
                connection.close()

    with running() as (process, port):
        askers = [threading.Thread(target=ask, args=(port,)) for _ in range(8)]
        for asker in askers:
            asker.start()
        first = worker(process)
        os.kill(first, signal.SIGKILL)
        until, answered = time.monotonic() + PATIENCE, None
        while answered is None or codes[answered:].count(200) < 100:
            if answered is None and alive(first) is False:
                answered = len(codes)
            assert time.monotonic() < until
            time.sleep(0.05)
        done.set()
        for asker in askers:
            asker.join()
        lost = [code for code in codes if code != 200]
        assert ConnectionRefusedError not in lost
        assert len(lost) <= len(askers)
        lose_at_once(process, port)
        drains(process, port)


def lose_at_once(process: subprocess.Popen[str], port: int) -> None:
    """Kill a process as soon as it is there, three times over: the server goes on."""
    lost: set[int] = set()
    until = time.monotonic() + PATIENCE
    while len(lost) < 3:
        assert time.monotonic() < until
        for child in children(process) - lost:
            os.kill(child, signal.SIGKILL)
            lost.add(child)
        time.sleep(0.01)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200


def drains(process: subprocess.Popen[str], port: int) -> None:
    """Who is in the middle of a request when the server is told to stop is answered."""
    body = b"--x--\r\n"
    head = "POST /api/v1/attributions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    address = ("127.0.0.1", port)
    with socket.create_connection(address, timeout=PATIENCE) as client, client.makefile("rb") as f:
        client.sendall(head.encode() + body[:3])
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        client.sendall(body[3:])
        said = f.read()
    assert said.startswith(b"HTTP/1.1 422 ")
    assert json.loads(said.rpartition(b"\r\n\r\n")[2])["code"] == "no-file"
    assert process.wait(PATIENCE) == 0


def test_who_takes_nothing_of_an_answer_is_disconnected_by_the_system():
    if sys.platform != "linux":
        pytest.skip("other systems have no such limit")
    supervisor = Supervisor(address="127.0.0.1", port=0, workers=1, log={})
    supervisor._init_shared_socket()
    seconds = supervisor._sso.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) / 1_000
    assert seconds == UNREAD


def test_nothing_of_uploads_is_left_on_the_disk_by_a_process_that_is_killed(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    part = b"--x\r\nContent-Disposition: form-data; name=files; filename=a\r\n\r\n" + bytes(
        3_000_000
    )
    head = "POST /api/v1/attributions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    with running() as (process, port), contextlib.ExitStack() as held:
        before = {path for path in tmp_path.rglob("*") if path.is_file()}
        child = worker(process)
        for _ in range(4):
            address = ("127.0.0.1", port)
            client = held.enter_context(socket.create_connection(address, timeout=PATIENCE))
            client.sendall(head.encode() + part)
        until = time.monotonic() + PATIENCE
        while bytes_in_files(child, tmp_path) < 4 * 3_000_000:
            assert time.monotonic() < until
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        while alive(child):
            assert time.monotonic() < until
            time.sleep(0.05)
        left = {path for path in tmp_path.rglob("*") if path.is_file()} - before
        assert [path for path in left if path.stat().st_size > 1_000_000] == []
        assert [path for path in left if "metrics" not in str(path)] == []


def bytes_in_files(pid: int, folder: Path) -> int:
    """Bytes of a process's open files of a folder, with a name or without."""
    total = 0
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            if str(link.readlink()).startswith(str(folder)):
                total += link.stat().st_size
    return total


def test_there_are_files_for_the_connections():
    resource = pytest.importorskip("resource")
    connections = _connections()
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 0 < connections <= min(CONNECTIONS, soft)
