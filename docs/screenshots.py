"""Take the README's pictures of the web app: `make screenshots`.

A server with the built-in model and gallery is started, and Chromium looks at it. Only studies
that morelli draws itself are to be seen, since no picture by somebody else is in the repository.
"""

import contextlib
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from morelli.gallery import builtin

IMAGES = Path(__file__).parent / "images"
STUDY = "study-after-mondrian.jpg"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60_000


def hall(page: Page) -> None:
    """Five paintings, the middle one lit."""
    expect(page.locator(".frame[aria-current] img")).to_be_visible()


def card(page: Page) -> None:
    """A painting taken off the wall, with what the model says."""
    hall(page)
    page.locator(".frame[aria-current]").click()
    expect(page.get_by_role("dialog").get_by_text("Style").first).to_be_visible()


def answer(page: Page) -> None:
    """Painter, style, how sure, and where the model looked."""
    page.locator("input[type=file]").set_input_files(builtin() / STUDY)
    expect(page.locator("app-answer")).to_be_visible()
    page.get_by_role("button", name="Where it looked").click()
    expect(page.locator(".overlay")).to_be_visible()
    page.locator(".overlay").evaluate("(overlay) => overlay.decode()")
    page.locator("app-picture-card").evaluate("(card) => card.scrollIntoView(true)")


def grid(page: Page) -> None:
    """All paintings, with search and filters."""
    expect(page.locator("main img").first).to_be_visible()


def confusion(page: Page) -> None:
    """Who is taken for whom, and the numbers of one cell."""
    cells = page.locator("canvas").first
    expect(cells).to_be_visible()
    box = cells.bounding_box()
    assert box is not None
    cells.click(position={"x": box["width"] * 0.775, "y": box["height"] * 0.125})


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the path of the page, what to do there, and on which screen."""

    name: str
    path: str
    act: Callable[[Page], None]
    width: int = 1280
    height: int = 800
    scheme: Literal["light", "dark"] = "dark"


SHOTS = (
    Shot("hall", "/", hall),
    Shot("card", "/", card),
    Shot("answer", "/attribute", answer, height=1260, scheme="light"),
    Shot("grid", "/gallery", grid),
    Shot("confusion", "/confusion", confusion, scheme="light"),
    Shot("hall-phone", "/", hall, width=390, height=800),
    Shot("answer-phone", "/attribute", answer, width=390, height=800, scheme="light"),
)


def main() -> None:
    """Take them all and say how large they are."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(f"No browser on this machine: install one of {', '.join(BROWSERS)}.")
    IMAGES.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        expect.set_options(timeout=PATIENCE)
        for shot in SHOTS:
            context = browser.new_context(
                viewport={"width": shot.width, "height": shot.height},
                color_scheme=shot.scheme,
                reduced_motion="reduce",
                device_scale_factor=1.5,
                is_mobile=shot.width < 500,
                has_touch=shot.width < 500,
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(address + shot.path)
            shot.act(page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(1000)  # until nothing fades or glides any more
            picture = Image.open(io.BytesIO(page.screenshot()))
            file = IMAGES / f"{shot.name}.webp"
            picture.convert("RGB").save(file, quality=80, method=6)
            print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")
            context.close()
        browser.close()


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The address of a server that leaves nothing behind."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MORELLI_")}
    with tempfile.TemporaryDirectory(prefix="morelli-screenshots-") as folder:
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from morelli.cli import main; main()",
                "serve",
                f"--port={port}",
            ],
            env={
                **clean,
                "PYTHONUNBUFFERED": "1",
                "DATABASE_URL": f"sqlite:///{folder}/records.sqlite3",
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        try:
            if "ready" not in process.stdout.readline():
                sys.exit("The server did not start.")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
            process.stdout.close()


if __name__ == "__main__":
    main()
