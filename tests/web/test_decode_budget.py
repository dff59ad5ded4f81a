"""Memory is lent to those who decode, and pictures at once take no more than that."""

import contextlib
import io
import os
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
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


def _worker() -> int:
    """The process that serves: the newest of this one's descendants."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, AttributeError):
            parents[int(status.parent.name)] = int(
                re.search(r"PPid:\s+(\d+)", status.read_text())[1]
            )
    own = {os.getpid()}
    while below := {child for child, parent in parents.items() if parent in own} - own:
        own |= below
    return max(own)


def _memory(process: int, name: str) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) // 1024


@pytest.fixture
def peak(serve, draw, tmp_path):
    """How many MB a server's worker takes beyond what it has, for requests at once."""
    (tmp_path / "only.jpg").write_bytes(draw())

    def measured(budget: int, path: str, name: str, picture: bytes) -> int:
        settings = {"MORELLI_DECODE_MEMORY": str(budget), "MORELLI_GALLERY": str(tmp_path)}
        with serve(**settings) as server, ThreadPoolExecutor(AT_ONCE) as pool:

            def together(content: bytes) -> set[int]:
                posts = [
                    pool.submit(server.post, path, (name, "a", content)) for _ in range(AT_ONCE)
                ]
                return {post.result().status for post in posts}

            while not server.request("GET", "/readyz").json()["gallery"]["indexed"]:
                time.sleep(0.1)
            assert together(draw(size=(1200, 1200))) == {200}  # what the model itself takes
            worker = _worker()
            Path(f"/proc/{worker}/clear_refs").write_text("5")
            before = _memory(worker, "VmRSS")
            assert together(picture) == {200}
            return _memory(worker, "VmHWM") - before

    return measured


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are measured as Linux tells them")
def test_pictures_at_once_take_no_more_than_the_budget(peak):
    picture = _progressive()
    assert peak(110_000_000, PATH, "file", picture) < 250
    assert peak(10_000_000_000, PATH, "file", picture) > 300, "this test can't fail"
