"""The page of a painting: its address, its pixels, heat on the picture, the way back."""

import re
from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def paintings(page: Page, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.request.get(f"{address}/api/v1/gallery?size=500").json()[
        "paintings"
    ]
    return found


def canvas(page: Page) -> Locator:
    """What the picture is drawn on."""
    return page.locator("app-deep-zoom .openseadragon-canvas")


def open_first(page: Page, address: str) -> dict[str, Any]:
    painting = paintings(page, address)[0]
    page.goto(f"{address}/paintings/{painting['id']}")
    expect(page.locator("app-answer .sentence")).to_be_visible()
    return painting


def test_a_painting_has_an_address(visitor: Page, address: str) -> None:
    painting = open_first(visitor, address)
    answer = visitor.request.get(f"{address}/api/v1/gallery/{painting['id']}/attribution").json()
    for _ in range(2):
        expect(visitor.get_by_role("heading", level=2)).to_have_text(painting["title"])
        expect(visitor.locator(".sentence")).to_have_text(answer["attribution"]["sentence"])
        assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        visitor.reload()
    visitor.goto(f"{address}/paintings/nothing")
    expect(visitor.get_by_text("does not hang here any more")).to_be_visible()


def test_one_goes_as_close_as_the_file_has_pixels(page: Page, address: str) -> None:
    with page.expect_response("**/picture") as sent:
        open_first(page, address)
    assert sent.value.headers["content-type"] == "image/jpeg"
    heat = page.locator("app-deep-zoom .heat")
    page.get_by_label("Where it looked").select_option(index=1)
    expect(heat).to_be_visible()
    before = heat.bounding_box()
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(1500)
    after = heat.bounding_box()
    assert before is not None and after is not None
    assert after["width"] > 1.5 * before["width"]  # it lies on the picture, and grows with it
    page.get_by_label("Strength of the overlay").fill("20")
    expect(heat).to_have_css("opacity", "0.2")
    canvas(page).focus()
    page.keyboard.press("0")
    page.wait_for_timeout(1500)
    whole = heat.bounding_box()
    assert whole is not None
    assert whole["width"] == pytest.approx(before["width"], rel=0.05)


def test_back_leads_to_where_one_was(page: Page, address: str) -> None:
    known = paintings(page, address)
    page.goto(address)
    expect(page.locator(".plate")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".plate .title")).to_have_text(known[1]["title"])
    page.locator(".frame[aria-current]").press("Enter")
    page.get_by_role("dialog").get_by_role("link", name="Look closer").click()
    expect(page).to_have_url(f"{address}/paintings/{known[1]['id']}")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("dialog").get_by_role("heading", level=3)).to_have_text(
        known[1]["title"]
    )
    page.keyboard.press("Escape")
    expect(page.locator(".plate .title")).to_have_text(known[1]["title"])

    page.goto(f"{address}/gallery")
    page.get_by_role("link", name=re.compile(re.escape(known[3]["title"]))).first.click()
    expect(page.get_by_role("heading", level=2)).to_have_text(known[3]["title"])
    page.go_back()
    expect(page).to_have_url(f"{address}/gallery")
    expect(page.locator("app-gallery-grid-page li").nth(3)).to_be_visible()


def test_similar_paintings_lead_to_their_paintings(visitor: Page, address: str) -> None:
    for _ in range(300):  # the server looks at its gallery in the background
        if visitor.request.get(f"{address}/readyz").json()["gallery"]["indexed"]:
            break
        visitor.wait_for_timeout(200)
    open_first(visitor, address)
    other = visitor.locator("app-painting-tile a.title").first
    title = other.inner_text()
    other.click()
    expect(visitor.get_by_role("heading", level=2)).to_have_text(title)
    assert visitor.evaluate("window.scrollY") == 0
    visitor.go_back()
    expect(visitor.get_by_role("heading", level=2)).not_to_have_text(title)


def test_the_bars_are_seen_at_once_on_a_telephone(phone: Page, address: str) -> None:
    open_first(phone, address)
    bars = phone.locator("app-bars")
    if bars.count():
        expect(bars.first.locator(".bar").first).to_be_in_viewport()


def test_a_painting_is_contradicted(page: Page, address: str) -> None:
    open_first(page, address)
    page.get_by_role("button", name="That’s wrong").click()
    expect(page.locator("app-correction-panel option")).not_to_have_count(0)
    page.get_by_label("Painter", exact=True).fill("claude monet")
    with page.expect_response("**/api/v1/corrections") as sent:
        page.get_by_role("button", name="Send").click()
    assert sent.value.status == 201


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    visitor: Page, address: str, scheme: Literal["light", "dark"], axe: Axe
) -> None:
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_first(visitor, address)
    visitor.get_by_label("Where it looked").select_option(index=1)
    expect(canvas(visitor)).to_be_visible()
    visitor.wait_for_load_state("networkidle")
    assert axe(visitor) == []
