"""axe looks at the hall, an opened painting, the grid and the visitor's pictures, day and night."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

Axe = Callable[[Page], list[str]]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("scheme", ["light", "dark"]),
]

Scheme = Literal["light", "dark"]


@pytest.fixture(params=["page", "phone"])
def visitor(request: pytest.FixtureRequest, scheme: Scheme) -> Page:
    """On a desktop, and on a telephone, by day and by night."""
    page: Page = request.getfixturevalue(request.param)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return page


def test_the_hall_and_an_opened_painting(visitor: Page, address: str, axe: Axe) -> None:
    visitor.goto(address)
    expect(visitor.locator(".frame[aria-current] img")).to_be_visible()
    visitor.wait_for_load_state("networkidle")
    assert axe(visitor) == []

    visitor.locator(".frame[aria-current]").click()
    expect(visitor.get_by_role("dialog").locator("app-bars").first).to_be_visible()
    assert axe(visitor) == []


def test_an_empty_hall_and_one_out_of_reach(visitor: Page, address: str, axe: Axe) -> None:
    visitor.route("**/api/v1/gallery?*", lambda route: route.abort())
    visitor.goto(address)
    expect(visitor.get_by_text("The gallery can’t be reached.")).to_be_visible()
    assert axe(visitor) == []

    visitor.unroute("**/api/v1/gallery?*")
    visitor.get_by_role("button", name="Try again").click()
    expect(visitor.locator(".frame[aria-current] img")).to_be_visible()

    nothing = {"paintings": [], "total": 0, "page": 1, "pages": 1, "artists": [], "styles": []}
    visitor.route("**/api/v1/gallery?*", lambda route: route.fulfill(json=nothing))
    visitor.goto(address)
    expect(visitor.get_by_text("Nothing hangs here yet.")).to_be_visible()
    assert axe(visitor) == []


def test_the_grid_and_the_open_menu(visitor: Page, address: str, axe: Axe) -> None:
    visitor.goto(f"{address}/gallery")
    expect(visitor.locator("app-gallery-grid-page li").first).to_be_visible()
    menu = visitor.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    visitor.wait_for_load_state("networkidle")
    assert axe(visitor) == []


def test_the_visitors_pictures(visitor: Page, drawn: Path, text_named_jpg: Path, axe: Axe) -> None:
    chooser = visitor.locator("input[type=file]")
    expect(chooser).to_be_attached()
    assert axe(visitor) == []

    chooser.set_input_files([drawn, text_named_jpg])
    expect(visitor.locator("app-answer")).to_be_visible()
    expect(visitor.locator(".failure")).to_be_visible()
    assert axe(visitor) == []
