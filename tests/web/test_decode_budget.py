"""Memory is lent to those who decode, and pictures at once take no more than that."""

import contextlib
import io
import os
import re
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morelli.web.decode_budget import DecodeBudget

PATH = "/api/v1/previews"
AT_ONCE = 8
SIDE = 4000


def test_no_more_than_all_is_lent():
    budget = DecodeBudget(100)
    most, together, lock = 0, 0, threading.Lock()

    def decode(cost: int) -> None:
        nonlocal most, together
        with budget.hold(cost):
            with lock:
                together += cost
                most = max(most, together)
            threading.Event().wait(0.002)
            with lock:
                together -= cost

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(decode, [30, 60, 10, 45, 100, 5] * 10))
    assert 50 < most <= 100
    assert budget.held == 0


def test_what_takes_more_than_all_is_decoded_alone():
    budget, entered = DecodeBudget(100), threading.Event()

    def small() -> None:
        with budget.hold(1):
            entered.set()

    with budget.hold(1_000):
        assert budget.held == 100
        waiting = threading.Thread(target=small)
        waiting.start()
        assert not entered.wait(0.1)
    assert entered.wait(10)
    waiting.join(10)
    assert budget.held == 0


def test_it_is_given_back_after_a_failure():
    budget = DecodeBudget(100)
    with pytest.raises(ZeroDivisionError), budget.hold(70):
        raise ZeroDivisionError
    with budget.hold(100):
        pass


def _progressive() -> bytes:
    """A few hundred kB that take 96 MB however small a copy is wanted."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    pixels = np.stack([columns >> 4, rows >> 4, columns + rows >> 5], -1).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", progressive=True, subsampling=0, quality=50)
    return file.getvalue()


def _family() -> set[int]:
    """The processes that serve and decode: all of this one's descendants."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, AttributeError, TypeError):
            parents[int(status.parent.name)] = int(
                re.search(r"PPid:\s+(\d+)", status.read_text())[1]
            )
    own = {os.getpid()}
    while below := {child for child, parent in parents.items() if parent in own} - own:
        own |= below
    return own - {os.getpid()}


def _memory(processes: set[int]) -> int:
    """MB that they have together now."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return total * os.sysconf("SC_PAGE_SIZE") // 1_000_000


@pytest.fixture
def peak(serve, draw, tmp_path):
    """How many MB a server and its decoders take beyond what they have, for requests at once."""
    (tmp_path / "only.jpg").write_bytes(draw())

    def measured(budget: int, path: str, name: str, picture: bytes) -> int:
        settings = {"MORELLI_DECODE_MEMORY": str(budget), "MORELLI_GALLERY": str(tmp_path)}
        settings["MORELLI_DECODERS"] = str(AT_ONCE)
        with serve(**settings) as server, ThreadPoolExecutor(AT_ONCE) as pool:

            def posts(content: bytes) -> list[Future[int]]:
                one = (name, "a", content)
                return [pool.submit(_status, server, path, one) for _ in range(AT_ONCE)]

            while not server.request("GET", "/readyz").json()["gallery"]["indexed"]:
                time.sleep(0.1)
            warm = posts(draw(size=(1200, 1200)))  # what the model itself takes
            assert {post.result() for post in warm} == {200}
            family = _family()
            most = before = _memory(family)
            asked = posts(picture)
            while not all(post.done() for post in asked):
                most = max(most, _memory(family))
                time.sleep(0.005)
            assert {post.result() for post in asked} == {200}
            return most - before

    return measured


def _status(server, path, file) -> int:
    return server.post(path, file).status


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are measured as Linux tells them")
def test_pictures_at_once_take_no_more_than_the_budget(peak, serve):
    picture = _progressive()
    assert peak(200_000_000, PATH, "file", picture) < 300
    assert peak(10_000_000_000, PATH, "file", picture) > 320, "this test can't fail"
    with serve(MORELLI_DECODE_MEMORY="100000000") as server:
        refused = server.post(PATH, ("file", "a", picture))
    assert (refused.status, refused.json()["code"]) == (413, "too-large")
    assert "MB of memory to decode" in refused.json()["detail"]
