"""Who sends too much, or comes in a rush, gets the answer and not a broken pipe."""

import contextlib
import http.client
import json
import socket
import threading
import time

import pytest

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


def test_slow_clients_do_not_take_every_thread(small_server):
    slow = []
    try:
        for _ in range(20):
            client = socket.create_connection(("127.0.0.1", small_server.port), timeout=20)
            client.sendall(
                b"POST /api/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"
            )
            slow.append(client)
        assert small_server.request("GET", "/healthz").status == 200
        assert small_server.request("GET", "/api/v1/taxonomy").status == 200
    finally:
        for client in slow:
            client.close()


def test_who_is_sent_away_with_a_large_picture_learns_when_to_come_back(small_server):
    with contextlib.ExitStack() as holders:
        status, until = 0, time.monotonic() + 60
        while status != 429 and time.monotonic() < until:  # until one of them holds the only slot
            address = ("127.0.0.1", small_server.port)
            holder = holders.enter_context(socket.create_connection(address, timeout=60))
            holder.sendall(
                b"POST /api/v1/attributions HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Length: 900\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
            )
            time.sleep(0.3)
            status = small_server.request(
                "POST", "/api/v1/attributions", bytes(1_000_000), **HEADERS
            ).status
        for _ in range(3):
            answer = small_server.request(
                "POST", "/api/v1/attributions", bytes(1_000_000), **HEADERS
            )
            assert (answer.status, answer.json()["code"]) == (429, "busy")
            assert int(answer.headers["retry-after"]) >= 1
