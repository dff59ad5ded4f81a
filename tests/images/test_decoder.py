"""The process that decodes, spoken with as the pool does."""

import json
import subprocess
import sys

import pytest

from hostile.made import healthy
from morelli import images
from morelli.images.errors import NotAPictureError


def talk(*requests: tuple[str, bytes]) -> bytes:
    """Send requests to a decoder, and give all it said."""
    sent = b""
    for what, data in requests:
        request = {"what": what, "bytes": len(data), "limits": {}, "at_least": None}
        request |= {"memory": 100_000_000, "seconds": 60}
        sent += json.dumps(request).encode() + b"\n" + data
    command = [sys.executable, "-m", "morelli.images.decoder"]
    return subprocess.run(command, input=sent, capture_output=True, check=True).stdout


def test_it_answers_in_order_until_there_is_no_more_to_answer():
    data = healthy()["png"]
    said = talk(("cost", data), ("decode", data), ("decode", b"text"))
    pixels = images.decode(data)
    ready, cost, shape, rest = said.split(b"\n", 3)
    assert "confined" in json.loads(ready)
    assert json.loads(cost) == {"cost": images.decoding_cost(data)}
    assert json.loads(shape) == {"shape": list(pixels.shape)}
    assert rest[: pixels.nbytes] == pixels.tobytes()
    assert json.loads(rest[pixels.nbytes :])["refused"] == NotAPictureError.code


@pytest.mark.skipif(sys.platform != "linux", reason="limits hold on Linux")
def test_memory_beyond_what_was_allowed_is_refused():
    code = """
from morelli.images.decoder import Memory
memory = Memory()
memory.allow(50_000_000)
bytearray(40_000_000)
try:
    bytearray(80_000_000)
except MemoryError:
    memory.allow(200_000_000)
    bytearray(80_000_000)
    print("refused, then given")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "refused, then given\n"
