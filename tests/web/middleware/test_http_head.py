"""HEAD has the headers of GET."""

import socket

import pytest


def test_headers_without_a_body(server):
    painting = server.request("GET", "/api/v1/gallery").json()["paintings"][0]["id"]
    for path in (
        "/api/v1/model",
        "/api/v1/gallery?size=3",
        f"/api/v1/gallery/{painting}/thumbnail/small",
    ):
        whole, head = server.request("GET", path), server.request("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        for name in ("content-type", "content-length", "etag"):
            assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/nothing", 404), ("/api/v1/attributions", 405)]
)
def test_refusals(server, path, status):
    assert server.request("HEAD", path).status == status


def test_nothing_follows_the_headers(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(b"HEAD /api/v1/taxonomy HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    _, first, second = answer.split(b"HTTP/1.1 200 OK")
    assert first.endswith(b"\r\n\r\n")
    assert b'{"status": "ok"}' in second
