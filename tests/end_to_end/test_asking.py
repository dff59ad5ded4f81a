"""From any room: whose painting is this? It is answered there, and hangs in the hall."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASK = "Whose painting is this?"
CAMERA = "Take a photograph"


def bring(page: Page, button: Locator, picture: Path) -> Locator:
    """Press the button and choose a picture; the dialog in which it is answered."""
    with page.expect_file_chooser() as opened:
        button.press("Enter")
    opened.value.set_files(picture)
    dialog = page.get_by_role("dialog", name=picture.name)
    expect(dialog.locator("app-answer")).to_be_visible()
    return dialog


@pytest.mark.parametrize("size", [(390, 844), (1366, 768), (2560, 1440)], ids=str)
def test_the_first_look_tells_what_this_is(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    width, height = size
    phone = width < 500
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone
    )
    page = context.new_page()
    page.goto(address)
    hall = page.locator("app-hall-page")
    camera = [hall.get_by_role("button", name=CAMERA)] if phone else []
    for each in (hall.get_by_text("Show me a painting"), hall.get_by_role("button", name=ASK)):
        expect(each).to_be_in_viewport(ratio=1)
    for each in camera:
        expect(each).to_be_in_viewport(ratio=1)
    # Only studies hang, which is said once, with how to hang real paintings.
    said = page.get_by_text("studies that morelli drew itself")
    expect(said).to_have_count(1)
    expect(said).to_contain_text("morelli gallery fetch")
    title = page.locator(".plate").inner_text()
    assert title.count("Mondrian") == 1
    context.close()


@pytest.mark.parametrize("room", ["", "painters", "about"])
def test_an_answer_opens_in_place_and_hangs_in_the_hall(
    page: Page, address: str, drawn: Path, room: str
) -> None:
    page.goto(f"{address}/{room}")
    button = page.locator("app-site-header").get_by_role("button", name=ASK)
    dialog = bring(page, button, drawn)
    expect(page).to_have_url(f"{address}/{room}")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    page.get_by_role("link", name="The hall").click()
    expect(page.locator(".plate")).to_contain_text(drawn.name)
    expect(page.locator(".frame[aria-current] img")).to_have_js_property("naturalWidth", 320)


def test_what_is_brought_in_the_hall_hangs_in_the_middle(
    page: Page, address: str, drawn: Path
) -> None:
    page.goto(address)
    page.keyboard.press("ArrowRight")
    button = page.locator("app-hall-page").get_by_role("button", name=ASK)
    bring(page, button, drawn).get_by_role("link", name="Your pictures").click()
    expect(page).to_have_url(f"{address}/attribute")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("article", name=drawn.name)).to_be_visible()
    page.go_back()
    expect(page.locator(".plate")).to_contain_text(drawn.name)


@pytest.mark.parametrize("room", ["", "painters"])
def test_a_telephone_opens_its_camera(phone: Page, address: str, drawn: Path, room: str) -> None:
    phone.goto(f"{address}/{room}")
    button = phone.locator("app-site-header").get_by_role("button", name=CAMERA)
    with phone.expect_file_chooser() as opened:
        button.tap()
    assert opened.value.element.get_attribute("capture") == "environment"
    opened.value.set_files(drawn)
    expect(phone.get_by_role("dialog").locator("app-answer")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialog(
    visitor: Page, address: str, drawn: Path, scheme: Literal["light", "dark"], axe: Axe
) -> None:
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.goto(address)
    bring(visitor, visitor.locator("app-hall-page").get_by_role("button", name=ASK), drawn)
    assert axe(visitor) == []


def test_what_holds_no_picture_is_said_where_one_is(page: Page, address: str) -> None:
    page.goto(f"{address}/painters")
    page.evaluate("navigator.clipboard.writeText('https://museum.example/starry-night.jpg')")
    page.keyboard.press("Control+V")
    notice = page.get_by_role("status").filter(has_text="addresses are not fetched")
    expect(notice).to_be_visible()
    expect(page).to_have_url(f"{address}/painters")
    notice.get_by_role("button", name="Close").click()
    expect(page.get_by_text("addresses are not fetched")).to_have_count(0)
