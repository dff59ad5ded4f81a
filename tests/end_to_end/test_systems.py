"""What the system decides: colours of high contrast, paper, how much memory pictures may take."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [(390, 844), (1366, 768), (2560, 1440)]


@pytest.fixture(params=["light", "dark"])
def contrast(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page with the few colours that Windows chooses for high contrast."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, forced_colors="active", color_scheme=request.param
    )
    yield context.new_page()
    context.close()


def style(locator: Locator, name: str) -> Any:
    return locator.evaluate("(it, name) => getComputedStyle(it)[name]", name)


def canvas(page: Page) -> Any:
    """The colour of what lies behind everything."""
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def ask(page: Page, address: str, *pictures: Path) -> None:
    page.goto(f"{address}/attribute")
    page.locator("input[type=file]").set_input_files(list(pictures))
    expect(page.locator("app-answer")).to_have_count(len(pictures))


def test_high_contrast_marks_one_room_of_the_menu(contrast: Page, address: str) -> None:
    contrast.goto(f"{address}/painters")
    here = contrast.locator("nav a[aria-current=page]")
    expect(here).to_have_text("Painters")
    assert style(here, "borderBottomColor") != canvas(contrast)
    others = contrast.locator("nav a:not([aria-current])").all()
    assert len(others) >= 6
    assert {style(other, "borderBottomColor") for other in others} == {canvas(contrast)}


def test_high_contrast_shows_bars_and_one_open_panel(
    contrast: Page, address: str, study: Path
) -> None:
    ask(contrast, address, study)
    bars = contrast.locator("app-bars .bar")
    expect(bars.first).to_be_attached()
    for bar in bars.all():
        assert style(bar, "backgroundColor") != canvas(contrast)
    tools = contrast.locator("app-answer-tools [aria-expanded]")
    tools.nth(2).click()
    marks = [style(tool, "borderBottomColor") for tool in tools.all()]
    assert [mark != marks[0] for mark in marks] == [False, False, True, False]
    assert marks[0] == canvas(contrast)


@pytest.fixture(scope="session")
def study() -> Path:
    """A picture that is painted, by our own code."""
    from morelli.gallery import builtin

    return builtin() / "study-after-mondrian.jpg"


@pytest.mark.parametrize("room", ["attribute", "gallery", "history", "confusion", "painters"])
def test_nothing_to_press_is_printed(page: Page, address: str, study: Path, room: str) -> None:
    ask(page, address, study)
    sentence = page.locator(".sentence").inner_text()
    if room != "attribute":
        page.goto(f"{address}/{room}")
        page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    for control in page.locator("button, select, input, .button, nav").all():
        expect(control).to_be_hidden()
    if room in ("attribute", "history"):
        expect(page.locator("main").get_by_text(sentence)).to_be_visible()


def test_an_open_painting_is_printed_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".frame[aria-current]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".sentence")).to_be_visible()
    page.emulate_media(media="print")
    expect(dialog.locator(".sentence")).to_be_visible()
    expect(page.locator(".welcome p")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Close")).to_be_hidden()


def test_downloads_look_otherwise_than_what_opens(page: Page, address: str, study: Path) -> None:
    ask(page, address, study)
    for name in ("JSON", "CSV"):
        button = page.get_by_role("button", name=name)
        expect(button.locator("svg")).to_be_visible()
        expect(button).to_have_attribute("title", f"Download {name}")
    expect(page.get_by_role("button", name="Share").locator("svg")).to_have_count(0)


def test_a_large_file_is_shown_small(visitor: Page, address: str, tmp_path: Path) -> None:
    """In a card, with its heat, in the hall and off its wall."""
    large = tmp_path / "scan.jpg"
    Image.linear_gradient("L").resize((6000, 4000)).convert("RGB").save(large, quality=60)
    ask(visitor, address, large)

    def expect_small(image: Locator) -> None:
        expect(image).to_be_visible()
        image.evaluate("it => it.decode()")
        assert image.evaluate("it => [it.naturalWidth, it.naturalHeight]") == [1200, 800]

    expect_small(visitor.locator("app-thumbnail img"))
    visitor.get_by_role("link", name="morelli").click()
    expect_small(visitor.locator(".frame[aria-current] img"))
    visitor.locator(".frame[aria-current]").click()
    expect_small(visitor.get_by_role("dialog").locator("img"))
