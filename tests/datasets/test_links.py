"""What a museum's reply may lead to."""

import contextlib
import socket
import ssl
import threading
import urllib.error
from collections.abc import Iterator

import pytest

from morelli.datasets import links
from morelli.datasets.dataset import DatasetError


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/x.jpg",
        "https://127.0.0.1/x.jpg",
        "https://localhost/x.jpg",
        "https://[::1]/x.jpg",
        "https://[::ffff:192.168.0.1]/x.jpg",
        "https://169.254.169.254/latest/meta-data",
        "http://93.184.215.14/x.jpg",
        "ftp://93.184.215.14/x.jpg",
        "file:///etc/passwd",
        "https:///x.jpg",
        "https://host:port/x.jpg",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_refused(url: str) -> None:
    with pytest.raises(DatasetError):
        links.check(url)


def test_what_is_let_through() -> None:
    links.check("https://93.184.215.14/x.jpg")
    links.check("http://127.0.0.1:99/x.jpg", trusted="http://127.0.0.1:8202")
    with pytest.raises(DatasetError, match="private network"):
        links.check("https://10.0.0.1/x.jpg", trusted="http://127.0.0.1:8202")


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A server's port, and the first that each connection says to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = server.accept()
                    with client:
                        client.settimeout(10)
                        with contextlib.suppress(OSError):
                            heard.append(client.recv(100))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def test_a_name_that_leads_elsewhere_once_it_was_checked_is_told_nothing(monkeypatch) -> None:
    look_up, seen = socket.getaddrinfo, []

    def changing(host: str, port: int, *more: object, **options: object) -> list:
        if host != "museum.example":
            return look_up(host, port, *more, **options)
        seen.append(host)
        address = "93.184.215.14" if len(seen) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with listening() as (port, heard):
        url = f"https://museum.example:{port}/x.jpg"
        links.check(url)
        with pytest.raises(DatasetError, match=r"museum\.example leads into a private network"):
            links.opener().open(url, timeout=10)
        assert len(seen) == 2
        # What the user named may be private: a conversation begins there.
        with pytest.raises((urllib.error.URLError, ssl.SSLError, OSError)):
            links.opener(trusted=f"https://museum.example:{port}").open(url, timeout=10)
    assert [said[:1] for said in heard] == [b"", b"\x16"]  # nothing; the first of a TLS handshake
