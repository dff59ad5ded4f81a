"""Who sends too much, or comes in a rush, gets the answer and not a broken pipe."""

import asyncio
import contextlib
import http.client
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from morelli.web.middleware import front
from morelli.web.middleware.wsgi_threads import IN_MEMORY, Answer

HEADERS = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/attributions", 413),
        ("/api/v1/shared", 413),
        ("/api/v1/saliency?class=claude-monet", 413),
        ("/api/v1/corrections", 413),
        ("/classifier", 413),
        ("/api/nothing", 404),
        ("/nothing.png", 405),
    ],
)
def test_too_large_a_body_is_answered(small_server, path, status):
    for _ in range(3):
        answer = small_server.request("POST", path, bytes(2_000_000), **HEADERS)
        assert answer.status == status


def test_the_connection_can_be_used_again(small_server):
    connection = http.client.HTTPConnection("127.0.0.1", small_server.port, timeout=20)
    for _ in range(2):
        connection.request("POST", "/api/v1/attributions", bytes(2_000_000), HEADERS)
        answer = connection.getresponse()
        assert json.loads(answer.read())["code"] == "too-large"
    connection.close()


def test_who_waits_for_100_sends_nothing(small_server):
    with socket.create_connection(("127.0.0.1", small_server.port), timeout=20) as client:
        client.sendall(
            b"POST /api/v1/attributions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nExpect: 100-continue\r\n\r\n"
        )
        assert client.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_what_is_endless_is_not_read_to_its_end(small_server):
    with socket.create_connection(("127.0.0.1", small_server.port), timeout=20) as client:
        client.sendall(
            b"POST /classifier HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000000000\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        )
        answered = threading.Event()

        def send() -> None:
            try:
                while not answered.is_set():
                    client.sendall(bytes(100_000))
            except OSError:
                pass

        sender = threading.Thread(target=send)
        sender.start()
        try:
            assert client.recv(4096).startswith(b"HTTP/1.1 413 ")
        finally:
            answered.set()
            sender.join()


@contextlib.contextmanager
def clients(server, number: int, sends: bytes) -> Iterator[None]:
    """So many connections that have sent something, and then do nothing."""
    with contextlib.ExitStack() as held:
        for _ in range(number):
            address = ("127.0.0.1", server.port)
            client = held.enter_context(socket.create_connection(address, timeout=60))
            client.sendall(sends)
        yield


def begun(path: str, kind: str, length: int) -> bytes:
    """The beginning of a request that has a body."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {length}\r\n\r\n--x\r\n".encode()


def test_slow_bodies_keep_nobody_waiting(small_server, draw):
    login = begun("/admin/login/", "application/x-www-form-urlencoded", 1_000)
    upload = begun("/api/v1/attributions", "multipart/form-data; boundary=x", 40_000)
    refused = begun("/api/nothing", "multipart/form-data; boundary=x", 9_000_000)
    with (
        clients(small_server, 60, login),
        clients(small_server, 32, upload),
        clients(small_server, 32, refused),
    ):
        for path in ("/healthz", "/readyz", "/admin/login/", "/api/v1/taxonomy"):
            assert small_server.request("GET", path).status == 200
        answer = small_server.post("/api/v1/attributions", ("files", "a.jpg", draw()))
        assert answer.status == 200


def test_slow_readers_keep_nobody_waiting(small_server):
    asked = b"GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with clients(small_server, 40, 20 * asked):  # and none of them reads a byte
        assert small_server.request("GET", "/api/v1/taxonomy").status == 200


def test_a_body_that_comes_too_slowly_is_given_up(serve):
    with serve(MORELLI_BODY_SECONDS="1") as server:
        address = ("127.0.0.1", server.port)
        with socket.create_connection(address, timeout=60) as client, client.makefile("rb") as said:
            client.sendall(begun("/api/v1/shared", "multipart/form-data; boundary=x", 1_000))
            head, _, body = said.read().partition(b"\r\n\r\n")  # to its end: it is closed
        assert head.startswith(b"HTTP/1.1 408 ")
        assert b"content-type: application/problem+json" in head
        found = json.loads(body)
        assert (found["code"], found["instance"]) == ("too-slow", "/api/v1/shared")


def test_an_answer_that_is_taken_too_slowly_is_not_sent_to_its_end(in_a_loop):
    sent: list[int] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(len(message.get("body", b"")))
        if sum(sent) > IN_MEMORY:  # the client takes so much, and then no more
            await asyncio.Event().wait()

    body = io.BytesIO(bytes(4 * IN_MEMORY))
    in_a_loop(front._send(Answer(200, [], body, 4 * IN_MEMORY), send, lambda _: 0.05))
    assert body.closed
    assert IN_MEMORY < sum(sent) < 2 * IN_MEMORY


def test_who_is_sent_away_with_a_large_picture_learns_when_to_come_back(small_server, draw):
    """One visitor after the other holds the only slot, until somebody has come in vain."""
    found, path = threading.Event(), "/api/v1/attributions?explain=saliency"
    pictures = [("files", f"{seed}.jpg", draw(seed=seed)) for seed in range(3)]

    def ask() -> None:
        while not found.is_set():
            small_server.post(path, *pictures)

    def come(**headers: str):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            answer = small_server.request("POST", path, bytes(1_000_000), **HEADERS, **headers)
            if answer.status != 400:  # there was a slot, but no form
                return answer
        return None

    askers = [threading.Thread(target=ask) for _ in range(3)]
    try:
        for asker in askers:
            asker.start()
        for headers in ({}, {"Expect": "100-continue"}):
            answer = come(**headers)
            assert (answer.status, answer.json()["code"]) == (429, "busy")
            assert int(answer.headers["retry-after"]) >= 1
    finally:
        found.set()
        for asker in askers:
            asker.join()
