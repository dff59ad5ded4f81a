"""Nothing jumps: what is in a page stays where it is when the rest of it comes (CLS)."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [(390, 844), (1366, 768), (2560, 1440)]

ROOMS = [
    "",
    "gallery",
    "attribute",
    "about",
    "painters",
    "painters/claude-monet",
    "styles",
    "styles/cubism",
    "confusion",
    "history",
    "nowhere",
    "answers/there-is-none",
]

MOVES = """() => new Promise((resolve) => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 300);
})"""

MOST = 0.05


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A screen of a size."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    with contextlib.closing(context):
        yield context.new_page()


def test_no_room_jumps_when_it_is_entered(sized: Page, address: str) -> None:
    moved = {}
    hung = sized.request.get(f"{address}/api/v1/gallery?size=1").json()["paintings"][0]["id"]
    for room in [*ROOMS, f"paintings/{hung}"]:
        sized.goto(f"{address}/{room}")
        sized.wait_for_load_state("networkidle")
        moved[room] = sized.evaluate(MOVES)
    assert {room: far for room, far in moved.items() if far > MOST} == {}


def test_many_answers_push_nothing_about(sized: Page, address: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    paths = [tmp_path / f"{number}.png" for number in range(12)]
    for path in paths:
        height, width = rng.integers(60, 200, 2)
        blocks = rng.integers(0, 256, (height // 20, width // 20, 3), dtype=np.uint8)
        Image.fromarray(blocks).resize((width, height)).save(path)
    sized.goto(f"{address}/attribute")
    sized.locator("input[type=file]").set_input_files(paths)
    expect(sized.locator("app-answer")).to_have_count(len(paths))
    assert sized.evaluate(MOVES) <= MOST
