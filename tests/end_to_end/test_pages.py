"""The rooms of the menu: about, painters, styles, history, confusion."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from morelli import Classifier
from morelli.evaluation.picture_tables import Answered, path, write

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOMS = ["about", "painters", "painters/claude-monet", "styles", "styles/cubism", "confusion"]


@pytest.mark.parametrize("room", [*ROOMS, "history"])
def test_rooms_fit_and_axe_finds_nothing(visitor: Page, address: str, room: str, axe: Axe) -> None:
    visitor.goto(f"{address}/{room}")
    expect(visitor.locator("main h2").first).to_be_visible()
    visitor.wait_for_load_state("networkidle")
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(visitor) == []


def test_about_shows_what_was_measured_and_what_the_network_sees(
    visitor: Page, address: str
) -> None:
    visitor.goto(f"{address}/about")
    row = visitor.get_by_role("row", name="Right painter among the first five")
    expect(row).to_contain_text("–")
    expect(visitor.get_by_alt_text("Map 1", exact=True).first).to_be_visible()
    assert visitor.locator(".layers section").count() > 1


def test_a_painter_is_found_without_accents(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/painters")
    visitor.get_by_label("Search by name").fill("durer")
    expect(visitor.locator(".names li")).to_have_count(1)
    visitor.get_by_role("link", name="Albrecht Dürer").click()
    expect(visitor.get_by_role("heading", name="Albrecht Dürer")).to_be_visible()
    expect(visitor.get_by_text("1471–1528")).to_be_visible()


def test_a_cell_of_the_matrix_tells_its_counts_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/confusion")
    page.locator("canvas").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cell .sentence")).to_contain_text("named rightly")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".cell .sentence")).to_contain_text("taken for")


def test_a_click_on_the_matrix_hits_the_cell_under_it(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/confusion")
    canvas = visitor.locator("canvas")
    box = canvas.bounding_box()
    assert box is not None
    canvas.click(position={"x": 4, "y": 4})  # the corner between the names is no cell
    expect(visitor.locator(".cell .sentence")).to_have_text("Click on a cell to read its numbers.")
    canvas.click(position={"x": box["width"] - 5, "y": box["height"] - 5})
    expect(visitor.locator(".cell .sentence")).to_contain_text(re.compile(r"Ukiyo-e: \d+ of 93"))


@pytest.fixture(scope="module")
def evaluated(serve: Callable[..., AbstractContextManager[str]], drawn: Path) -> Iterator[str]:
    """A server told of an evaluation with fifteen prints named rightly."""
    folder = drawn.parent / "evaluation"
    folder.mkdir()
    (folder / "evaluation.json").write_text(json.dumps({"bundle": Classifier.open().bundle.name}))
    prints = [Answered(drawn, "ukiyo-e", "ukiyo-e")] * 15
    write(path(folder, "style"), [Answered(drawn, "cubism", "baroque"), *prints])
    with serve(None, MORELLI_EVALUATION=str(folder)) as address:
        yield address


@pytest.mark.parametrize("width", [360, 1280])
def test_a_click_on_the_matrix_shows_the_pictures_behind_it(
    browser: Browser, evaluated: str, drawn: Path, width: int, axe: Axe
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{evaluated}/confusion")
    canvas = page.locator("canvas")
    box = canvas.bounding_box()
    assert box is not None
    canvas.click(position={"x": box["width"] - 5, "y": box["height"] - 5})
    shown = page.locator("app-cell-pictures img")
    expect(shown).to_have_count(12)
    page.get_by_role("button", name="Show all 15").click()
    expect(shown).to_have_count(15)
    expect(shown.first).to_have_attribute("alt", drawn.name)
    shown.first.scroll_into_view_if_needed()
    expect(shown.first).to_have_js_property("naturalWidth", 240)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []
    page.close()


def test_history_is_kept_and_forgotten(visitor: Page, address: str, drawn: Path) -> None:
    visitor.goto(f"{address}/attribute")
    visitor.locator("input[type=file]").set_input_files(drawn)
    expect(visitor.locator("app-answer")).to_be_visible()
    menu = visitor.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    visitor.get_by_role("link", name="History").click()
    # The card of the room that is left shows the same picture until the history has come.
    kept = visitor.locator("app-history-page").get_by_alt_text(drawn.name)
    expect(kept).to_be_visible()
    visitor.reload()  # from the browser's own database, with nothing left in memory
    expect(kept).to_be_visible()

    visitor.get_by_role("button", name="Forget all").click()
    expect(visitor.get_by_text("Nothing yet")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text("Nothing yet")).to_be_visible()


def test_what_is_answered_meanwhile_comes_into_an_open_history(
    page: Page, address: str, drawn: Path
) -> None:
    page.goto(f"{address}/attribute")
    held: list[Route] = []
    page.route("**/api/v1/attributions*", lambda route: held.append(route))
    page.locator("input[type=file]").set_input_files(drawn)
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    held[0].continue_()
    expect(page.locator("app-history-page").get_by_alt_text(drawn.name)).to_be_visible()
