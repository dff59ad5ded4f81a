"""Hostile pictures of every kind, where pictures are decoded: here, in the pool, over HTTP.

`make attack` tries all of them; without `--attack` it is every fortieth.
"""

import http.client
import json
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

import hostile
from hostile.made import healthy
from morelli import images
from morelli.images.pool import DecoderPool

SECONDS, PEAK = 20.0, 3_000_000_000
"""Bounds that hold for every kind in a process without limits; measured: 5 s, 1.7 GB."""

MEMORY = 200_000_000
"""What the pool gives a picture here; a third of what a server does."""

BEFORE = {
    "jpeg/sequential-scans-20000": "too-large",
    "jpeg/progressive-scans-900-of-1000": "decoded",
    "jpeg/scans-hidden-behind-eoi": "decoded",
    "jpeg/fill-bytes-10-mb": "too-large",
    "jpeg/fill-bytes-within": "too-large",
    "jpeg/photoshop-blocks": "too-large",
    "gif/magic-and-zeros": "truncated",
    "png/blank-1x100000000": "too-large",
    "png/many-bombs-iCCP": "too-large",
    "gif/canvas-10000": "decoded",
    "gif/frames-1000000": "too-large",
    "bmp/rle8-runs-of-nothing": "too-large",
    "tiff/strips-400000": "too-large",
    "webp/canvas-9900": "decoded",
}
"""Some that took seconds, or gigabytes."""

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@pytest.fixture(scope="module")
def every(request) -> int:
    return 1 if request.config.getoption("--attack") else 40


@pytest.fixture(scope="module")
def costs(every) -> list[dict[str, object]]:
    """What pictures cost without any limit but those of `decode` itself."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "hostile.measuring"]
    lines = [
        subprocess.run(command + arguments, env=environment, capture_output=True, check=True).stdout
        for arguments in ([f"--every={every}"], list(BEFORE))
    ]
    return [json.loads(line) for line in b"".join(lines).splitlines()]


def test_there_are_hundreds_of_kinds_each_once():
    names = [name for module in hostile._MODULES for name, _ in module.kinds()]
    assert len(names) == len(set(names)) >= 900


def test_the_same_are_made_again():
    assert dict(hostile.files(every=200)) == dict(hostile.files(every=200))


@pytest.mark.skipif(sys.platform == "win32", reason="costs are measured by forking")
def test_none_takes_much_where_nothing_limits_it(costs):
    beyond = [cost for cost in costs if cost["seconds"] > SECONDS or cost["peak"] > PEAK]
    assert beyond == []


@pytest.mark.skipif(sys.platform == "win32", reason="costs are measured by forking")
def test_each_is_decoded_or_refused_with_a_reason(costs):
    known = {"decoded", *(kind.code for kind in images.PictureError.__subclasses__())}
    assert {str(cost["outcome"]) for cost in costs} <= known
    assert [cost for cost in costs if cost["outcome"] != "decoded" and not cost["reason"]] == []


@pytest.mark.skipif(sys.platform == "win32", reason="costs are measured by forking")
def test_what_took_seconds_or_gigabytes_is_refused_or_cheap(costs):
    known = {cost["kind"]: cost for cost in costs}
    assert {kind: known[kind]["outcome"] for kind in BEFORE} == BEFORE
    assert max(known[kind]["peak"] for kind in BEFORE) < 300_000_000


def test_a_pool_goes_on_after_each_of_them(every):
    whole = images.decode(healthy()["png"])
    with DecoderPool(1, memory=MEMORY, seconds=10) as pool:
        for kind, data in hostile.files(every=every):
            try:
                pixels = pool.decode(data)
            except images.PictureError as error:
                assert str(error), kind
            else:
                np.testing.assert_array_equal(pixels, images.decode(data), err_msg=kind)
        np.testing.assert_array_equal(pool.decode(healthy()["png"]), whole)


@pytest.fixture(scope="module")
def address(served, tmp_path_factory):
    """A server with little memory for pictures."""
    cache = str(tmp_path_factory.mktemp("cache"))
    settings = {"MORELLI_DECODE_MEMORY": str(MEMORY), "MORELLI_BUNDLE": "fast"}
    with served(MORELLI_CACHE=cache, **settings) as (port, _):
        yield port


def _asked(port: int, method: str, path: str, body: bytes = b"", kind: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request(method, path, body, {"Content-Type": kind} if kind else {})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def test_a_server_refuses_or_answers_and_is_well_meanwhile(address, every):
    ended, unwell = threading.Event(), []

    def ask_after_its_health() -> None:
        while not ended.wait(0.5):
            status = _asked(address, "GET", "/healthz")
            if status != 200:
                unwell.append(status)

    watching = threading.Thread(target=ask_after_its_health)
    watching.start()
    paths = ("attributions", "previews", "crops", "saliency?class=claude-monet")
    wrong = []
    try:
        for number, (kind, data) in enumerate(hostile.files(every=every)):
            path = paths[number % len(paths)]
            field = "files" if path == "attributions" else "file"
            head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="a"\r\n\r\n'
            body = head.encode() + data + b"\r\n--b--\r\n"
            kind_of_body = "multipart/form-data; boundary=b"
            status = _asked(address, "POST", f"/api/v1/{path}", body, kind_of_body)
            if status not in (200, 413, 415, 422):
                wrong.append((kind, path, status))
    finally:
        ended.set()
        watching.join()
    assert wrong == []
    assert unwell == []
