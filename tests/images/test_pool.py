"""Decoding in other processes: the same pixels, the same refusals, and nothing lost but one."""

import io
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hostile.made import healthy
from morelli import images
from morelli.images import Limits
from morelli.images.pool import DecoderPool

limits_hold = pytest.mark.skipif(sys.platform != "linux", reason="limits hold on Linux")


@pytest.fixture(scope="module")
def pool():
    with DecoderPool(2, memory=300_000_000, seconds=20) as pool:
        yield pool


@pytest.fixture
def blank() -> bytes:
    """A PNG of a few kB that takes 216 MB."""
    file = io.BytesIO()
    Image.new("RGB", (3000, 3000), "red").save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("kind", list(healthy()))
def test_pixels_are_the_same_byte_for_byte(pool, kind):
    data = healthy()[kind]
    for at_least in (None, 20):
        found = pool.decode(data, at_least=at_least)
        np.testing.assert_array_equal(found, images.decode(data, at_least=at_least))
    assert pool.cost(data) == images.decoding_cost(data)


@pytest.mark.parametrize("kind", list(healthy()))
def test_refusals_are_the_same(pool, kind):
    data = healthy()[kind][: len(healthy()[kind]) // 5]
    with pytest.raises(images.PictureError) as here:
        images.decode(data)
    with pytest.raises(images.PictureError) as there:
        pool.decode(data)
    assert (there.type, str(there.value)) == (here.type, str(here.value))


def test_limits_are_the_callers(pool):
    with pytest.raises(images.PictureTooLargeError, match="64 x 48 pixels"):
        pool.decode(healthy()["png"], limits=Limits(pixels=100))
    with pytest.raises(images.PictureTooLargeError, match="MB"):
        pool.decode(healthy()["png"], limits=Limits(bytes=100))


def test_paths_and_files_are_read_here(pool, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(healthy()["png"])
    expected = images.decode(path)
    np.testing.assert_array_equal(pool.decode(path), expected)
    with path.open("rb") as file:
        np.testing.assert_array_equal(pool.decode(file), expected)
    with pytest.raises(FileNotFoundError):
        pool.decode(tmp_path / "none")


def test_threads_share_it(pool):
    expected = {kind: images.decode(data) for kind, data in healthy().items()}

    def check(kind: str) -> None:
        np.testing.assert_array_equal(pool.decode(healthy()[kind]), expected[kind])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(check, list(healthy()) * 5))


def test_a_picture_that_takes_too_much_memory_is_refused_by_its_header(blank):
    with DecoderPool(1, memory=100_000_000, seconds=20) as pool:
        for ask in (pool.decode, pool.cost):
            with pytest.raises(images.PictureTooLargeError, match="216 MB of memory"):
                ask(blank)


@limits_hold
def test_one_that_takes_too_long_costs_its_decoder_and_no_more():
    file = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (3000, 3000), dtype=np.uint8)
    Image.fromarray(noise).save(file, "JPEG", progressive=True, quality=100)
    with DecoderPool(1, memory=600_000_000, seconds=0.05) as pool:
        with pytest.raises(images.PictureTooLargeError, match=r"more than 0\.05 s"):
            pool.decode(file.getvalue())
        pool.seconds = 20
        np.testing.assert_array_equal(
            pool.decode(healthy()["png"]), images.decode(healthy()["png"])
        )


@pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix's")
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGKILL"])
def test_a_decoder_that_dies_is_replaced(name, blank):
    with DecoderPool(1, memory=600_000_000, seconds=60) as pool:
        pool.decode(healthy()["png"])
        process = pool._all[0]._process.pid
        os.kill(process, signal.SIGSTOP)  # it dies with a picture in its hands
        dying = threading.Timer(0.2, os.kill, (process, getattr(signal, name)))
        waking = threading.Timer(0.3, os.kill, (process, signal.SIGCONT))
        dying.start()
        if name != "SIGKILL":
            waking.start()
        with pytest.raises(images.TruncatedPictureError, match="decoder fails"):
            pool.decode(blank)
        np.testing.assert_array_equal(
            pool.decode(healthy()["png"]), images.decode(healthy()["png"])
        )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals are Unix's")
def test_decoders_end_with_whoever_started_them():
    with DecoderPool(2, memory=100_000_000, seconds=10) as pool:
        pool.decode(healthy()["png"])
        processes = [decoder._process for decoder in pool._all]
    deadline = time.monotonic() + 60
    while any(process.poll() is None for process in processes):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@limits_hold
def test_profiles_of_strangers_do_not_fill_a_decoder():
    def held(mark: int) -> int:
        """Bytes that the decoder has after a picture with a profile of 10 MB like no other."""
        file = io.BytesIO()
        profile = bytes([mark]) * 10_000_000
        Image.new("RGB", (8, 8)).save(file, "JPEG", icc_profile=profile)
        one.decode(file.getvalue())
        status = Path(f"/proc/{one._all[0]._process.pid}/statm").read_text()
        return int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE")

    with DecoderPool(1, memory=300_000_000, seconds=20) as one:
        first = held(0)
        assert max(map(held, range(1, 12))) < first + 50_000_000
