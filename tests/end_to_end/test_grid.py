"""The grid of the gallery before a real server: searched, filtered, shared by its address."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(either_gallery: str) -> str:
    """In front of the built-in studies, and of real paintings."""
    return either_gallery


def tiles(page: Page) -> Locator:
    return page.locator("app-gallery-grid-page li")


def listed(page: Page, address: str, **filters: str) -> dict[str, Any]:
    """What the server lists."""
    found: dict[str, Any] = page.request.get(
        f"{address}/api/v1/gallery", params={"size": "500", **filters}
    ).json()
    return found


def expect_found(page: Page, found: dict[str, Any]) -> None:
    """The grid shows what the server lists, in its order."""
    total = found["total"]
    words = {0: "No painting is like that.", 1: "1 painting"}.get(total, f"{total} paintings")
    expect(page.get_by_text(words, exact=True)).to_be_visible()
    titles = [painting["title"] for painting in found["paintings"]]
    if total <= 48:
        expect(tiles(page).locator(".title")).to_have_text(titles)
    else:
        expect(tiles(page).locator(".title").first).to_have_text(titles[0])


def test_filters_leave_the_paintings_they_name(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/gallery")
    everything = listed(visitor, address)
    expect_found(visitor, everything)

    style = max(everything["styles"], key=lambda choice: choice["count"])["slug"]
    visitor.get_by_label("Style").select_option(style)
    expect_found(visitor, listed(visitor, address, style=style))

    # Studies are by nobody; a filter finds them by whom they are after.
    painted = [each for each in everything["paintings"] if each["style"] == style]
    artist = painted[0]["artist"] or painted[0]["after"]
    visitor.get_by_label("Painter").select_option(artist)
    expect_found(visitor, listed(visitor, address, style=style, artist=artist))

    visitor.get_by_label("Style").select_option("")
    expect_found(visitor, listed(visitor, address, artist=artist))
    visitor.get_by_label("Painter").select_option("")
    expect_found(visitor, everything)


def test_a_search_finds_titles_painters_and_styles(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/gallery")
    painting = listed(visitor, address)["paintings"][3]
    search = visitor.get_by_role("searchbox")
    for words in (painting["title"], painting["artist_name"], painting["style_name"]):
        search.fill(words)
        found = listed(visitor, address, q=words)
        assert painting["id"] in [each["id"] for each in found["paintings"]]
        expect_found(visitor, found)
    search.fill("no painting is called so")
    expect_found(visitor, listed(visitor, address, q="no painting is called so"))


def test_fast_typing_shows_the_last_word_and_loses_no_letter(page: Page, address: str) -> None:
    page.goto(f"{address}/gallery")
    expect(tiles(page).first).to_be_visible()
    words = listed(page, address)["paintings"][0]["artist_name"]
    search = page.get_by_role("searchbox")
    search.press_sequentially(words, delay=130)
    expect(search).to_have_value(words)
    expect_found(page, listed(page, address, q=words))
    search.press_sequentially(" zzz", delay=300)
    expect(search).to_have_value(f"{words} zzz")
    expect_found(page, listed(page, address, q=f"{words} zzz"))


def test_filters_stand_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/gallery")
    style = listed(page, address)["styles"][0]["slug"]
    page.get_by_label("Style").select_option(style)
    page.wait_for_url(f"**/gallery?style={style}")
    found = listed(page, address, style=style)
    expect_found(page, found)

    page.reload()
    expect(page.get_by_label("Style")).to_have_value(style)
    expect_found(page, found)

    tiles(page).first.click()
    expect(page.locator("app-painting-page h2")).to_have_text(found["paintings"][0]["title"])
    page.go_back()
    expect(page.get_by_label("Style")).to_have_value(style)
    expect_found(page, found)

    page.get_by_role("link", name="All paintings").click()
    expect(page.get_by_label("Style")).to_have_value("")
    expect_found(page, listed(page, address))


def test_a_painting_of_the_grid_leads_to_its_page(visitor: Page, address: str) -> None:
    visitor.goto(f"{address}/gallery")
    painting = tiles(visitor).nth(4).locator("a")
    title = painting.locator(".title").text_content() or ""
    painting.click()
    expect(visitor.get_by_role("heading", level=2, name=title)).to_be_visible()


def test_an_unreachable_gallery_is_said(page: Page, address: str) -> None:
    page.route("**/api/v1/gallery?*", lambda route: route.abort())
    page.goto(f"{address}/gallery")
    expect(page.get_by_text("The gallery can’t be reached.")).to_be_visible()
