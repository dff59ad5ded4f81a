"""A WSGI application on threads: what it is told, what is made of its answer, and how many wait."""

import asyncio
import io
import threading
from wsgiref.validate import validator

import pytest

from morelli.web.middleware import wsgi_threads
from morelli.web.middleware.wsgi_threads import (
    IN_MEMORY,
    ClientGoneError,
    NoThreadError,
    Threads,
    environ_of,
    run,
)


def scope(**changes):
    """A request, as an ASGI server tells of it."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/a b/\u00e9",
        "raw_path": b"/a%20b/%C3%A9",
        "query_string": b"top=3&name=%C3%A9",
        "root_path": "",
        "headers": [(b"content-length", b"3"), (b"content-type", b"text/plain")],
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.2", 40_000),
        **changes,
    }


def test_what_an_application_is_told():
    headers = [
        *((b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x/y"), (b"accept", b"*/*")),
        *((b"content-length", b"3"), (b"x-forwarded-for", b"10.0.0.1"), (b"x_forwarded_for", b"?")),
    ]
    environ = environ_of(scope(headers=headers), io.BytesIO(b"abc"))
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/a b/\u00e9"
    assert environ["QUERY_STRING"] == "top=3&name=%C3%A9"
    assert environ["CONTENT_LENGTH"] == "3"
    assert "CONTENT_TYPE" not in environ
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "x/y,*/*"
    assert environ["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"
    assert (environ["REMOTE_ADDR"], environ["SERVER_PORT"]) == ("127.0.0.2", "8000")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("application/json", "application/json"),
        ("multipart/form-data; boundary=a", "multipart/form-data; boundary=a"),
        (
            'multipart/form-data;charset=utf-8; Boundary="a; b"',
            'multipart/form-data; Boundary="a; b"',
        ),
        ("text/plain; charset=zlib", "text/plain"),
        ("text/plain; x*=undefined''%ff", "text/plain"),
        ("multipart/form-data; boundary*=hex''61", "multipart/form-data"),
        ("", ""),
    ],
)
def test_nobody_chooses_among_pythons_codecs(said, told):
    environ = environ_of(scope(headers=[(b"content-type", said.encode())]), io.BytesIO())
    assert environ["CONTENT_TYPE"] == told


def test_a_prefix_is_told_apart():
    environ = environ_of(scope(root_path="/m", raw_path=b"/m/api"), io.BytesIO())
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("/m", "/api")


@pytest.mark.parametrize("size", [0, 10, 3 * IN_MEMORY])
def test_an_answer_is_complete(size):
    closed = []

    class Chunks:
        def __iter__(self):
            yield from (bytes(size // 2), bytes(size - size // 2))

        def close(self):
            closed.append(self)

    def application(environ, start_response):
        assert environ["wsgi.input"].read(3) == b"abc"
        start_response("201 Created", [("Content-Type", "x/y"), ("Set-Cookie", "a")])
        return Chunks()

    answer = run(validator(application), environ_of(scope(), io.BytesIO(b"abc")))
    assert (answer.status, answer.size) == (201, size)
    assert answer.headers == [(b"content-type", b"x/y"), (b"set-cookie", b"a")]
    assert answer.body.read() == bytes(size)
    assert len(closed) == 1


@pytest.mark.parametrize("begun", [False, True])
def test_a_failure_is_an_answer(begun, caplog):
    def application(_, start_response):
        start_response("200 OK", [("Content-Type", "x/y")])
        if begun:
            yield b"half"
        raise ZeroDivisionError("nobody foresaw this")

    answer = run(application, environ_of(scope(), io.BytesIO()))
    assert (answer.status, answer.body.read()) == (500, b"Internal Server Error")
    assert "nobody foresaw this" in caplog.text


def waiting(go: threading.Event, begun: list[int]):
    """An application that waits, and notes who asks."""

    def application(environ, start_response):
        begun.append(int(environ["REMOTE_PORT"]))
        go.wait(60)
        start_response("200 OK", [])
        return []

    return application


def test_who_hangs_up_before_a_thread_is_free_is_not_answered(in_a_loop):
    go, begun = threading.Event(), []

    async def ask() -> list:
        threads, left = Threads("test", 1), asyncio.Event()

        def answer(port: int, gone) -> asyncio.Task:
            environ = environ_of(scope(client=("127.0.0.2", port)), io.BytesIO())
            return asyncio.create_task(threads.answer(waiting(go, begun), environ, gone))

        async def never() -> None:
            await asyncio.Event().wait()

        async def soon() -> None:
            await left.wait()

        asked = [answer(1, soon), answer(2, soon), answer(3, never), answer(4, soon)]
        while not begun:
            await asyncio.sleep(0.01)
        left.set()
        await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = in_a_loop(ask())
    assert begun == [1, 3]  # the first had a thread before its client hung up
    assert [getattr(answer, "status", type(answer)) for answer in answers] == [
        *(200, ClientGoneError),
        *(200, ClientGoneError),
    ]


def test_who_waits_too_long_for_a_thread_is_refused(monkeypatch, in_a_loop):
    monkeypatch.setattr(wsgi_threads, "LONGEST", 0.1)
    go, begun = threading.Event(), []

    async def ask() -> list:
        threads, environ = Threads("test", 1), environ_of(scope(), io.BytesIO())
        asked = [asyncio.create_task(threads.answer(waiting(go, begun), environ)) for _ in range(3)]
        await asyncio.sleep(0.2)
        go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    first, *others = in_a_loop(ask())
    assert first.status == 200 and len(begun) == 1
    assert all(isinstance(other, NoThreadError) for other in others)


def test_a_line_before_the_threads_is_bounded(monkeypatch, in_a_loop):
    monkeypatch.setattr(wsgi_threads, "IN_LINE", 3)
    go = threading.Event()

    def application(_, start_response):
        go.wait(60)
        start_response("200 OK", [])
        return []

    async def ask() -> list:
        threads = Threads("test", 2)
        environ = environ_of(scope(), io.BytesIO())
        begun = [asyncio.create_task(threads.answer(application, environ)) for _ in range(7)]
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(*begun, return_exceptions=True)

    answers = in_a_loop(ask())
    assert [getattr(answer, "status", None) for answer in answers] == [200] * 5 + [None] * 2
    assert all(isinstance(answer, NoThreadError) for answer in answers[5:])
