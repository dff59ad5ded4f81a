"""How smoothly the hall moves with five hundred pictures: walking against standing still.

A real Chromium shows the hall of a real server and counts its frames: while somebody walks on, a
step every 350 ms, so that something glides all the time; and while nobody moves and the page has
nothing to do but to count (an empty loop of requestAnimationFrame), which is the most frames that
this machine gives. Both take turns in the same page. A ratio of 1 means that walking costs no
frame. Without a graphics card Chromium draws in software, and the screen's size counts.

Usage: python benchmarks/hall.py (after `make webapp`; needs Chromium and Playwright)
"""

import contextlib
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

PICTURES = 500
ROUNDS = 4
SCREENS = {"phone": (360, 740), "desktop": (1280, 900), "wall screen": (2560, 1440)}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

COUNT = """async ([seconds, walk]) => {
    const times = [];
    let next = performance.now();
    const end = next + 1000 * seconds;
    await new Promise((resolve) => {
        const frame = (now) => {
            times.push(now);
            if (walk && now >= next) {
                next = now + 350;
                const key = { key: 'ArrowRight', bubbles: true };
                document.body.dispatchEvent(new KeyboardEvent('keydown', key));
            }
            if (now < end) requestAnimationFrame(frame);
            else resolve();
        };
        requestAnimationFrame(frame);
    });
    return times.slice(1).map((time, i) => time - times[i]);
}"""
"""Milliseconds between frames during some seconds, walking or not."""


def draw(folder: Path) -> None:
    """Five hundred JPEGs of all proportions."""
    rng = np.random.default_rng(0)
    for number in range(PICTURES):
        width, height = (int(side) for side in rng.integers(400, 1200, 2))
        ground = rng.integers(0, 256, (9, 9, 3), dtype=np.uint8)
        soft = Image.fromarray(ground).resize((width, height), Image.Resampling.BICUBIC)
        soft.save(folder / f"{number:03}.jpg", quality=88)


@contextlib.contextmanager
def serving(gallery: Path, cache: Path) -> Iterator[str]:
    """The address of `morelli serve` with a gallery."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    more = {
        "MORELLI_GALLERY": str(gallery),
        "MORELLI_CACHE": str(cache),
        "DATABASE_URL": f"sqlite:///{cache / 'records.sqlite3'}",
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", "from morelli.cli import main; main()", "serve", f"--port={port}"],
        env=os.environ | more,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert "ready" in process.stdout.readline(), "the server did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def wait_for_index(page: Page, address: str) -> None:
    """Wait until the server has looked at all pictures, so that it doesn't disturb."""
    while page.request.get(f"{address}/readyz").json()["gallery"]["indexed"] < PICTURES:
        page.wait_for_timeout(500)


def measure(page: Page, name: str) -> None:
    """Walk and stand still in turn, and print how the frames compare."""
    intervals: dict[bool, list[float]] = {True: [], False: []}
    page.evaluate(COUNT, [8, True])  # thumbnails of the first steps are made
    for _ in range(ROUNDS):
        for walk in (False, True):
            intervals[walk] += page.evaluate(COUNT, [5, walk])
    rates = {walk: 1000 / statistics.mean(taken) for walk, taken in intervals.items()}
    for walk, title in ((False, "empty frame loop (rival)"), (True, "walking")):
        taken = sorted(intervals[walk])
        late = taken[int(0.95 * len(taken))]
        print(
            f"{name:<12} {title:<26} {rates[walk]:5.1f} frames/s   "
            f"median {statistics.median(taken):5.1f} ms   95th percentile {late:5.1f} ms"
        )
    print(f"{name:<12} walking / empty loop       {rates[True] / rates[False]:5.2f}")


def main() -> None:
    """Measure every screen."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(f"no browser on this machine: install one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        gallery, cache = Path(folder, "gallery"), Path(folder, "cache")
        gallery.mkdir()
        cache.mkdir()
        draw(gallery)
        with serving(gallery, cache) as address:
            browser = playwright.chromium.launch(executable_path=program)
            for name, (width, height) in SCREENS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(address)
                page.locator(".frame[aria-current] img").wait_for()
                wait_for_index(page, address)
                measure(page, name)
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
