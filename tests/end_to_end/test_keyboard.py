"""Whole journeys by keyboard alone: no mouse, no finger, no focus set by a script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAR = 60
"""So many presses of Tab are enough to get anywhere."""


def tab_to(page: Page, target: Locator, *, key: str = "Tab", within: int = FAR) -> None:
    """Press Tab until the target has the focus, and see that the focus shows."""
    expect(target).to_be_visible()
    for _ in range(within):
        page.keyboard.press(key)
        if target.evaluate("it => it === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate(
        "it => { const { outlineStyle, outlineWidth } = getComputedStyle(it);"
        " return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2; }"
    ), "the focus must be seen"


def choose_picture(page: Page, picture: Path) -> None:
    # Enter opens the chooser at once; a listener that comes with the key comes too late.
    page.on("filechooser", lambda _: None)
    chooser = page.get_by_label("Choose pictures")
    expect(chooser).to_be_attached()
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if chooser.evaluate("it => it === document.activeElement"):
            break
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Enter")
    opened.value.set_files(picture)
    expect(page.locator("app-answer")).to_be_visible()


def test_from_the_hall_to_a_shared_answer(page: Page, address: str, drawn: Path) -> None:
    page.goto(address)
    expect(page.locator(".frame[aria-current] img")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Your pictures"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/attribute")
    expect(page).to_have_title("Your pictures · morelli")
    expect(page.get_by_role("log")).to_contain_text("Your pictures")
    choose_picture(page, drawn)

    tab_to(page, page.get_by_role("button", name="Where it looked"))
    page.keyboard.press("Enter")
    overlay = page.locator(".overlay")
    expect(overlay).to_be_visible()
    choice = page.locator("app-heat-panel select")
    tab_to(page, choice)
    first = overlay.get_attribute("src") or ""
    page.keyboard.press("ArrowDown")
    expect(overlay).not_to_have_attribute("src", first)
    slider = page.get_by_label("Strength of the overlay")
    tab_to(page, slider, within=1)
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(overlay).to_have_css("opacity", "0.5")
    page.keyboard.press("Home")
    expect(overlay).to_have_css("opacity", "0")

    share = page.get_by_role("button", name="Share", exact=True)
    tab_to(page, share, key="Shift+Tab")
    page.keyboard.press("Space")
    make = page.get_by_role("button", name="Make a link")
    tab_to(page, make)
    page.keyboard.press("Enter")
    link = page.locator("app-share-panel a")
    expect(link).to_be_visible()
    expect(link).to_be_focused()  # the button that had the focus has gone
    sentence = page.locator(".sentence").inner_text()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/answers/"))
    expect(page.locator(".sentence")).to_have_text(sentence)
    tab_to(page, page.get_by_label("Where it looked"))
    page.keyboard.press("ArrowDown")
    slider = page.get_by_label("Strength of the overlay")
    tab_to(page, slider, within=1)
    page.keyboard.press("End")
    expect(page.locator(".overlay")).to_have_css("opacity", "1")


def test_panels_are_left_as_they_were_entered(page: Page, drawn: Path) -> None:
    choose_picture(page, drawn)
    for name in ("Where it looked", "Similar paintings", "Share", "That’s wrong"):
        opener = page.get_by_role("button", name=name, exact=True)
        tab_to(page, opener)
        page.keyboard.press("Enter")
        expect(opener).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Enter")
        expect(opener).to_have_attribute("aria-expanded", "false")
        expect(opener).to_be_focused()


def test_a_painter_is_corrected(page: Page, drawn: Path) -> None:
    choose_picture(page, drawn)
    tab_to(page, page.get_by_role("button", name="That’s wrong"))
    page.keyboard.press("Enter")
    field = page.get_by_label("Painter", exact=True)
    tab_to(page, field)
    page.keyboard.type("claude monet")
    page.keyboard.press("Escape")  # the list of suggestions
    tab_to(page, page.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    thanks = page.get_by_text("Thank you. Noted: Claude Monet.")
    expect(thanks).to_be_visible()
    expect(thanks).to_be_focused()


def test_a_painting_is_taken_off_the_wall_and_hung_back(page: Page, address: str) -> None:
    page.goto(address)
    middle = page.locator(".frame[aria-current]")
    tab_to(page, middle)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    title = dialog.get_by_role("heading", level=3)
    before = title.inner_text()
    page.keyboard.press("ArrowRight")
    expect(title).not_to_have_text(before)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator(".frame[aria-current]")).to_be_focused()


def test_the_history_is_forgotten(page: Page, drawn: Path, address: str) -> None:
    choose_picture(page, drawn)
    chooser = page.get_by_label("Choose pictures")
    for count in (2, 3):
        chooser.set_input_files(drawn)
        expect(page.locator("app-answer")).to_have_count(count)
    tab_to(page, page.get_by_role("link", name="History"), key="Shift+Tab")
    page.keyboard.press("Enter")
    forget = page.get_by_role("button", name=f"Forget {drawn.name}")
    expect(forget).to_have_count(3)
    tab_to(page, forget.first)
    for left in (2, 1):
        page.keyboard.press("Enter")
        expect(forget).to_have_count(left)
        expect(forget.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing yet.")).to_be_focused()


def test_the_focus_comes_along_into_another_room(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/painters")
    link = visitor.get_by_role("link", name="Claude Monet", exact=True)
    expect(link).to_be_visible()
    link.focus()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", name="Claude Monet")).to_be_visible()
    expect(visitor.locator("main")).to_be_focused()

    menu = visitor.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.press("Enter")
    visitor.get_by_role("link", name="About", exact=True).press("Enter")
    expect(visitor.get_by_role("heading", name="About")).to_be_visible()
    expect(visitor).to_have_title("About · morelli")
    if menu.is_visible():
        expect(visitor.locator("main")).to_be_focused()


def test_a_cell_of_the_confusion_matrix_is_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}/confusion")
    matrix = page.locator("canvas")
    tab_to(page, matrix.first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("app-confusion-page")).to_contain_text(re.compile(r"of \d+"))
