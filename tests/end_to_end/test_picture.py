"""The page of a picture of one's own: kept in the browser with its file, until it is forgotten."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ask(page: Page, address: str, picture: Path) -> None:
    page.goto(f"{address}/attribute")
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.locator("app-answer")).to_be_visible()


def test_ones_own_picture_has_a_page_that_stays_until_it_is_forgotten(
    visitor: Page, address: str, drawn: Path, axe: Axe
) -> None:
    ask(visitor, address, drawn)
    sentence = visitor.locator(".sentence").inner_text()
    visitor.get_by_role("link", name="Look closer").click()
    expect(visitor).to_have_url(re.compile(r"/pictures/\d+$"))
    for _ in range(2):  # before and after a reload, with nothing left in memory
        expect(visitor.get_by_role("heading", level=2)).to_have_text(drawn.name)
        expect(visitor).to_have_title(f"{drawn.name} · morelli")
        expect(visitor.locator(".sentence")).to_have_text(sentence)
        expect(visitor.locator("app-deep-zoom .openseadragon-canvas")).to_be_visible()
        visitor.get_by_label("Where it looked").select_option(index=1)
        expect(visitor.locator("app-deep-zoom .heat")).to_be_visible()
        assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        visitor.reload()
    visitor.wait_for_load_state("networkidle")
    assert axe(visitor) == []
    there = visitor.url

    visitor.goto(f"{address}/history")
    expect(visitor.get_by_text("They take 0.1 MB.")).to_be_visible()
    visitor.locator("app-history-page").get_by_alt_text(drawn.name).click()
    expect(visitor).to_have_url(there)
    visitor.go_back()
    expect(visitor.locator("app-history-page").get_by_alt_text(drawn.name)).to_be_visible()
    visitor.go_forward()
    visitor.get_by_role("button", name="Forget", exact=True).click()
    expect(visitor.get_by_text("Nothing yet")).to_be_visible()
    visitor.goto(there)
    expect(visitor.get_by_text("This picture is not kept")).to_be_visible()
    files = """async () => {
        const opened = indexedDB.open('morelli');
        await new Promise((resolve) => (opened.onsuccess = resolve));
        const asked = opened.result.transaction('files').objectStore('files').count();
        await new Promise((resolve) => (asked.onsuccess = resolve));
        return asked.result;
    }"""
    assert visitor.evaluate(files) == 0


def test_one_goes_close_to_what_only_the_server_can_draw(
    page: Page, address: str, drawn: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.tif"
    with Image.open(drawn) as picture:
        picture.resize((2000, 1500)).save(scan)
    ask(page, address, scan)
    page.get_by_role("link", name="Look closer").click()
    page.get_by_label("Where it looked").select_option(index=1)
    heat = page.locator("app-deep-zoom .heat")
    expect(heat).to_be_visible()
    before = heat.bounding_box()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(1500)
    after = heat.bounding_box()
    assert before is not None and after is not None
    assert after["width"] > 1.3 * before["width"]


def test_two_tabs_have_the_same_history(page: Page, address: str, drawn: Path) -> None:
    other = page.context.new_page()
    other.goto(f"{address}/history")
    expect(other.get_by_text("Nothing yet")).to_be_visible()
    ask(page, address, drawn)
    expect(other.get_by_alt_text(drawn.name)).to_be_visible()
    expect(page.get_by_role("link", name="Look closer")).to_be_visible()
    other.get_by_role("button", name="Forget all").click()
    expect(page.get_by_role("link", name="Look closer")).to_have_count(0)


def test_the_tab_is_called_by_what_it_shows(page: Page, address: str) -> None:
    painting = page.request.get(f"{address}/api/v1/gallery").json()["paintings"][0]
    for room, title in (
        (f"paintings/{painting['id']}", f"{painting['title']}, {painting['artist_name']}"),
        ("painters/claude-monet", "Claude Monet"),
        ("styles/cubism", "Cubism"),
        ("gallery", "All paintings"),
    ):
        page.goto(f"{address}/{room}")
        # A study's title ends in the painter's name, and says it once.
        title = painting["title"] if title.startswith(f"{painting['title']},") else title
        expect(page).to_have_title(f"{title} · morelli")
