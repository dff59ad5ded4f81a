"""The hall and the grid with five hundred pictures: only those near the middle are in the page."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Request, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANY = 500

MOVES = """() => new Promise((resolve) => {
    let sum = 0;
    const observer = new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 500);
})"""
"""How far what is in the page has moved by itself since it was opened (CLS)."""


SCROLL = """async () => {
    window.scrollBy(0, 400);
    const end = () => document.querySelector('.end')?.getBoundingClientRect().top ?? Infinity;
    while (end() < 1.5 * window.innerHeight) await new Promise(requestAnimationFrame);
}"""
"""Scrolls on, and waits where the end would come into sight, as somebody who looks does."""


@pytest.fixture(scope="module")
def address(
    serve: Callable[[Path | None], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A server with five hundred pictures of all proportions, each of another colour."""
    folder = tmp_path_factory.mktemp("many")
    rng = np.random.default_rng(5)
    for number in range(MANY):
        size = tuple(int(side) for side in rng.integers(120, 600, 2))
        colour = tuple(int(part) for part in rng.integers(40, 220, 3))
        Image.new("RGB", size, colour).save(folder / f"{number:03}.jpg")
    with serve(folder) as address:
        yield address


def test_only_pictures_near_the_middle_are_in_the_page(visitor: Page, address: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/thumbnail/" in request.url:
            asked.append(request.url)

    visitor.on("request", note)
    visitor.goto(address)
    expect(visitor.locator(".plate")).to_contain_text(f"1 of {MANY}")
    visitor.wait_for_load_state("networkidle")
    assert visitor.locator("img").count() == 2 * 7, "seven paintings and their mirror images"
    assert len(set(asked)) == 7
    assert all(url.endswith("/small") for url in asked)

    for _ in range(20):
        visitor.keyboard.press("ArrowRight")
    expect(visitor.locator(".plate")).to_contain_text(f"21 of {MANY}")
    visitor.wait_for_load_state("networkidle")
    assert visitor.locator("img").count() == 2 * 7
    assert len(set(asked)) == 7 + 20


def test_both_ends_meet(visitor: Page, address: str) -> None:
    visitor.goto(address)
    visitor.get_by_role("button", name="Previous").click()
    expect(visitor.locator(".plate")).to_contain_text(f"{MANY} of {MANY}")
    visitor.get_by_role("button", name="Next").click()
    expect(visitor.locator(".plate")).to_contain_text(f"1 of {MANY}")


def test_nothing_in_the_hall_jumps(visitor: Page, address: str) -> None:
    visitor.goto(address)
    expect(visitor.locator(".frame[aria-current] img")).to_be_visible()
    visitor.wait_for_load_state("networkidle")
    before = visitor.evaluate(MOVES)
    for _ in range(5):
        visitor.keyboard.press("ArrowRight")
    expect(visitor.locator(".plate")).to_contain_text(f"6 of {MANY}")
    visitor.locator(".frame[aria-current]").click()
    expect(visitor.get_by_role("dialog").locator(".sentence")).to_be_visible()
    visitor.get_by_role("dialog").get_by_role("button", name="Next").click()
    expect(visitor.get_by_role("dialog").locator(".sentence")).to_be_visible()
    assert before < 0.02
    assert visitor.evaluate(MOVES) < 0.02


def test_thumbnails_of_the_grid_come_as_one_scrolls_and_nothing_jumps(
    visitor: Page, address: str
) -> None:
    visitor.goto(f"{address}/gallery")
    tiles = visitor.locator("app-gallery-grid-page li")
    expect(visitor.get_by_text(f"{MANY} paintings", exact=True)).to_be_visible()
    expect(tiles.first).to_be_visible()
    visitor.wait_for_load_state("networkidle")
    first = tiles.count()
    assert first < MANY / 2
    assert visitor.evaluate(MOVES) < 0.02
    for image in tiles.locator("img").all()[:5]:
        width, height = (int(image.get_attribute(side) or 0) for side in ("width", "height"))
        box = image.bounding_box()
        assert box is not None
        drawn = (box["width"] - 12) / (box["height"] - 12)  # without the frame
        assert drawn == pytest.approx(width / height, rel=0.03)

    for _ in range(25):
        visitor.evaluate(SCROLL)
    expect(tiles.nth(first)).to_be_attached()
    assert visitor.evaluate(MOVES) < 0.02


def test_thumbnails_are_small_webp_kept_by_the_browser(page: Page, address: str) -> None:
    with page.expect_response(re.compile("/thumbnail/small$")) as come:
        page.goto(address)
    headers = come.value.headers
    assert headers["content-type"] == "image/webp"
    assert "max-age" in headers["cache-control"]
    again = page.request.get(come.value.url, headers={"If-None-Match": headers["etag"]})
    assert again.status == 304
