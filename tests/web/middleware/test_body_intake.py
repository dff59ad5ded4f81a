"""Bodies within limits of time and room, from a client that the test plays."""

import asyncio
import time

import pytest

from morelli.web.middleware import body_intake
from morelli.web.middleware.body_intake import (
    IN_MEMORY,
    Body,
    BodyIntake,
    BodyTooSlowError,
    ClientGoneError,
    DiskFullError,
    NoRoomError,
    discard,
)


def client(*chunks: bytes, pause: float = 0, ends: bool = True):
    """Sends chunks, each after a pause; and hangs up where it doesn't end."""
    left = list(chunks)

    async def receive():
        await asyncio.sleep(pause)
        if not left:
            if ends is None:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or not ends}

    return receive


@pytest.fixture
def received(in_a_loop):
    def received(intake: BodyIntake, receive) -> Body:
        body = Body()
        in_a_loop(intake.receive(receive, body))
        return body

    return received


@pytest.fixture
def intake() -> BodyIntake:
    return BodyIntake(seconds=60, rate=1, room=3 * IN_MEMORY)


@pytest.mark.parametrize("size", [0, 1, IN_MEMORY, 2 * IN_MEMORY + 1])
def test_a_body_is_received_whole_and_its_room_given_back(intake, size, received):
    sent = bytes(index % 251 for index in range(size))
    body = received(intake, client(*(sent[at : at + 9_999] for at in range(0, size, 9_999)), b""))
    assert body.file.read() == sent
    assert intake.held == body.size == size
    intake.release(body)
    assert intake.held == 0
    assert body.file.closed


def test_a_large_body_lies_in_a_file_without_a_name(intake, tmp_path, monkeypatch, received):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    body = received(intake, client(bytes(IN_MEMORY), b"x"))
    assert list(tmp_path.iterdir()) == []
    intake.release(body)


@pytest.mark.parametrize("limits", [{"seconds": 0.2, "rate": 1}, {"seconds": 60, "rate": 1e9}])
def test_a_body_that_comes_too_slowly_is_given_up(limits, monkeypatch, received):
    monkeypatch.setattr(body_intake, "GRACE", 0.2)
    started = time.monotonic()
    with pytest.raises(BodyTooSlowError):
        received(BodyIntake(room=1_000, **limits), client(b"a", b"b", b"c", pause=0.15, ends=None))
    assert time.monotonic() - started >= 0.2


def test_what_finds_no_room_is_said(intake, received, in_a_loop):
    body = received(intake, client(bytes(2 * IN_MEMORY)))
    other = Body()
    with pytest.raises(NoRoomError):
        in_a_loop(intake.receive(client(bytes(IN_MEMORY), b"x"), other))
    intake.release(other)
    assert intake.held == body.size
    intake.release(body)
    intake.release(received(intake, client(bytes(3 * IN_MEMORY))))


def test_a_disk_without_room_is_said(intake, monkeypatch, in_a_loop):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    body = Body()
    monkeypatch.setattr(body.file, "write", full)
    with pytest.raises(DiskFullError):
        in_a_loop(intake.receive(client(b"a"), body))
    intake.release(body)
    assert intake.held == 0


def test_a_client_that_hangs_up_leaves_nothing(intake, in_a_loop):
    body = Body()
    with pytest.raises(ClientGoneError):
        in_a_loop(intake.receive(client(b"a", ends=False), body))
    intake.release(body)
    assert intake.held == 0


@pytest.mark.parametrize(
    ("receive", "limits"),
    [
        (client(*(b"abc",) * 5), {"most": 1_000, "seconds": 60}),
        (client(*(b"abc",) * 5, ends=False), {"most": 1_000, "seconds": 60}),
        (client(*(b"abc",) * 9_999, ends=None), {"most": 50, "seconds": 60}),
        (client(b"abc", ends=None), {"most": 1_000, "seconds": 0.1}),
    ],
)
def test_throwing_away_ends(receive, limits, in_a_loop):
    in_a_loop(asyncio.wait_for(discard(receive, **limits), 30))
