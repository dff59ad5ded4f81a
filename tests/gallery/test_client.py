"""A client that keeps its pace, rests when it is asked to, and knows when to stop."""

import email.utils
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from morelli.gallery import client as limits
from morelli.gallery.client import ATTEMPTS, RateLimitedClient
from morelli.gallery.errors import FailedError, MissingError, RefusedError

Museum = Callable[..., Any]
OBJECT = "/public/collection/v1/objects/1"


def test_requests_keep_their_pace(museum: Museum) -> None:
    server = museum({})
    client = RateLimitedClient(20, trusted=server.url)
    begun = time.monotonic()
    for _ in range(4):
        client.json(server.url + OBJECT)
    assert time.monotonic() - begun >= 3 / 20


def test_every_request_says_who_asks(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum({})
    client.json(server.url + OBJECT)
    client.file(f"{server.url}/images/1.jpg", tmp_path / "1.jpg")
    for asked in server.asked:
        assert asked.headers["User-Agent"].startswith("morelli (")
        assert asked.headers["Aic-User-Agent"] == asked.headers["User-Agent"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_wish_to_be_left_alone_is_granted(
    status: int, museum: Museum, client: Any, tmp_path: Path
) -> None:
    wish = [(status, {"Retry-After": "17"})]
    server = museum({}, refusals={"/objects/": wish, "/images/": list(wish)})
    assert client.json(server.url + OBJECT)["objectID"] == 1
    client.file(f"{server.url}/images/1.jpg", tmp_path / "1.jpg")
    assert [round(wait) for wait in client.waits if wait > 1] == [17, 17]
    assert len(server.asked) == 4


def test_a_wish_may_be_a_date(museum: Museum, client: Any) -> None:
    then = email.utils.format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    server = museum({}, refusals={"/objects/": [(429, {"Retry-After": then})]})
    client.json(server.url + OBJECT)
    assert 10 < max(client.waits) <= 40


def test_a_firewall_is_given_time(museum: Museum, client: Any) -> None:
    server = museum({}, refusals={"/objects/": [(403, {})]})
    client.json(server.url + OBJECT)
    assert [round(wait) for wait in client.waits if wait > 1] == [30]


def test_what_stays_forbidden_is_rested_for_once(museum: Museum, client: Any) -> None:
    server = museum({}, refusals={"/objects/": [(403, {})] * 4})
    for _ in range(3):
        with pytest.raises(FailedError, match="403"):
            client.json(server.url + OBJECT)
    assert [round(wait) for wait in client.waits if wait > 1] == [30]
    assert client.json(server.url + OBJECT)["objectID"] == 1


def test_who_wants_too_long_a_rest_is_asked_another_day(museum: Museum, client: Any) -> None:
    server = museum({}, refusals={"/objects/": [(429, {"Retry-After": "3600"})]})
    with pytest.raises(RefusedError, match="left alone for 60 minutes"):
        client.json(server.url + OBJECT)
    assert len(server.asked) == 1


def test_a_server_that_keeps_failing(museum: Museum, client: Any, tmp_path: Path) -> None:
    server = museum({}, refusals={"/": [(500, {})] * 99})
    for ask in (
        lambda: client.json(server.url + OBJECT),
        lambda: client.file(f"{server.url}/images/1.jpg", tmp_path / "1.jpg"),
    ):
        server.asked.clear()
        with pytest.raises(FailedError, match="could not be fetched: 500"):
            ask()
        assert len(server.asked) == ATTEMPTS


def test_a_browser_check_ends_the_fetch_at_once(
    museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({}, refusals={"/iiif/": [(403, {"cf-mitigated": "challenge"})]})
    with pytest.raises(RefusedError, match="lets only browsers in at present"):
        client.file(f"{server.url}/iiif/2/x/full/843,/0/default.jpg", tmp_path / "x.jpg")
    assert len(server.asked) == 1


def test_what_is_not_there_and_what_is_refused(museum: Museum, client: Any) -> None:
    server = museum({}, refusals={"/objects/1": [(401, {})]})
    with pytest.raises(MissingError):
        client.json(f"{server.url}/public/collection/v1/objects/77")
    with pytest.raises(FailedError, match="401"):
        client.json(server.url + OBJECT)


def test_an_answer_that_is_cut_or_no_json_is_asked_for_again(museum: Museum, client: Any) -> None:
    server = museum({}, refusals={"/objects/": [(200, {})]}, cuts={"/objects/": [25]})
    assert client.json(server.url + OBJECT)["objectID"] == 1
    assert len(server.asked) == 3


def test_no_server(client: Any) -> None:
    with pytest.raises(FailedError, match="refused"):
        client.json("http://127.0.0.1:9/")
    with pytest.raises(FailedError, match="not an http"):
        client.json("file:///etc/passwd")


def test_replies_are_bounded(
    museum: Museum, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = museum({})
    monkeypatch.setattr(limits, "LARGEST_REPLY", 30)
    monkeypatch.setattr(limits, "LARGEST_PICTURE", 30)
    with pytest.raises(FailedError, match="more than 30 bytes, too many"):
        client.json(server.url + OBJECT)
    with pytest.raises(FailedError, match="more than 30 bytes, too many"):
        client.file(f"{server.url}/images/1.jpg", tmp_path / "1.jpg")
    assert len(server.asked) == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirects_lead_to_no_other_private_machine(
    status: int, museum: Museum, client: Any, tmp_path: Path
) -> None:
    server = museum({})
    for target in ("http://localhost:9/x", "https://169.254.169.254/x", "http://[::1]/x"):
        server.refusals = {"/": [(status, {"Location": target})]}
        with pytest.raises(FailedError, match=r"not an https address|into a private network"):
            client.json(server.url + OBJECT)
        server.refusals = {"/": [(status, {"Location": target})]}
        with pytest.raises(FailedError, match=r"not an https address|into a private network"):
            client.file(f"{server.url}/images/1.jpg", tmp_path / "1.jpg")
    server.refusals = {"/": [(status, {"Location": server.url + OBJECT})]}
    assert client.json(f"{server.url}/moved")["objectID"] == 1


@pytest.mark.parametrize("reply", [b"[" * 10**6, b'{"a": NaN}', b"\xff", b'{"a": 1e999}'])
def test_an_answer_that_is_no_json_or_too_deep(reply: bytes, museum: Museum, client: Any) -> None:
    server = museum({})
    server.answers["/objects/"] = reply
    with pytest.raises(FailedError, match="the answer is not JSON"):
        client.json(server.url + OBJECT)


def test_an_answer_of_another_shape(museum: Museum, client: Any) -> None:
    server = museum({})
    server.answers["/objects/"] = [1, 2]
    with pytest.raises(FailedError, match="not a JSON object"):
        client.json(server.url + OBJECT)
