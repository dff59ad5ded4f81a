"""A painting off the wall: large, with what the model says and who painted it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(either_gallery: str) -> str:
    """In front of the built-in studies, and of real paintings."""
    return either_gallery


def middle(page: Page) -> Locator:
    return page.locator(".stage .frame[aria-current]")


def take_down(page: Page, address: str) -> Locator:
    """Go into the hall and take down what hangs in the middle."""
    page.goto(address)
    middle(page).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def paintings(page: Page, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.request.get(f"{address}/api/v1/gallery?size=500").json()[
        "paintings"
    ]
    return found


def expect_card(page: Page, address: str, painting: dict[str, Any]) -> None:
    """The card says of this painting what the model and the manifest say."""
    dialog = page.get_by_role("dialog")
    answer = page.request.get(f"{address}/api/v1/gallery/{painting['id']}/attribution").json()
    said = answer["attribution"]
    expect(dialog.get_by_role("heading", level=3)).to_have_text(painting["title"])
    expect(dialog.locator(".sentence")).to_have_text(said["sentence"])
    painted = said["verdict"] in ("known painter", "unknown painter")
    expect(dialog.locator("app-bars")).to_have_count(2 if painted else 0)
    by = "Drawn by morelli itself" if painting["source"] == "morelli" else painting["artist_name"]
    expect(dialog.locator(".truth")).to_have_text(by)
    right = said["verdict"] == "known painter" and said["artists"][0]["slug"] == painting["artist"]
    expect(dialog.locator(".right")).to_have_count(int(right))
    source = re.compile(rf"/{painting['id']}/thumbnail/large$")
    expect(dialog.locator("img")).to_have_attribute("src", source)


def test_it_says_what_the_model_and_the_label_say(visitor: Page, address: str) -> None:
    dialog = take_down(visitor, address)
    for painting in paintings(visitor, address)[:4]:
        expect_card(visitor, address, painting)
        dialog.get_by_role("button", name="Next").click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_next_previous_and_close_are_within_reach_and_stay_there(
    visitor: Page, address: str
) -> None:
    dialog = take_down(visitor, address)
    known = paintings(visitor, address)
    names = ("Previous painting", "Next painting", "Close")
    before = [dialog.get_by_role("button", name=name).bounding_box() for name in names]
    for box in before:
        assert box is not None
        size = visitor.viewport_size
        assert size is not None
        assert box["y"] + box["height"] <= size["height"]
        assert box["x"] + box["width"] <= size["width"]
        assert min(box["width"], box["height"]) >= 40
    for place in (1, 2, 3):
        dialog.get_by_role("button", name="Next painting").click()
        expect_card(visitor, address, known[place])
        after = [dialog.get_by_role("button", name=name).bounding_box() for name in names]
        assert after == before
    for place in (2, 1, 0, -1):
        dialog.get_by_role("button", name="Previous painting").click()
        expect_card(visitor, address, known[place])


def test_it_is_enlarged_and_whole(visitor: Page, address: str) -> None:
    visitor.goto(address)
    hung = middle(visitor).bounding_box()
    dialog = take_down(visitor, address)
    visitor.evaluate("() => Promise.all(document.getAnimations().map((each) => each.finished))")
    shown, size = dialog.locator("img").bounding_box(), visitor.viewport_size
    assert hung is not None
    assert shown is not None
    assert size is not None
    assert shown["width"] > 1.2 * hung["width"]
    assert shown["y"] >= 0
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= size["width"]
    painting = paintings(visitor, address)[0]
    ratio = painting["width"] / painting["height"]
    assert shown["width"] / shown["height"] == pytest.approx(ratio, rel=0.02)


def test_an_answer_that_comes_late_is_never_shown_for_another_painting(
    page: Page, address: str
) -> None:
    known = paintings(page, address)
    held: list[Route] = []
    page.route(f"**/gallery/{known[1]['id']}/attribution", lambda route: held.append(route))
    dialog = take_down(page, address)
    expect_card(page, address, known[0])
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text("Looking at it")
    expect(dialog.locator(".sentence")).to_have_count(0)  # nor is that of the painting before
    dialog.get_by_role("button", name="Next").evaluate("on => { on.click(); on.click(); }")
    expect_card(page, address, known[3])
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect_card(page, address, known[3])


def test_a_painting_that_is_not_answered_says_so(page: Page, address: str) -> None:
    page.route("**/attribution", lambda route: route.abort())
    dialog = take_down(page, address)
    expect(dialog).to_contain_text("There is no answer about this painting just now.")
    expect(dialog.locator(".truth")).to_be_visible()


def test_the_keyboard_suffices(page: Page, address: str) -> None:
    known = paintings(page, address)
    page.goto(address)
    middle(page).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Next")).to_be_focused()
    page.keyboard.press("Enter")
    expect_card(page, address, known[1])
    page.keyboard.press("ArrowRight")
    expect_card(page, address, known[2])
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect_card(page, address, known[0])
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog, body') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(middle(page)).to_be_focused()

    page.keyboard.press("ArrowRight")
    expect(page.locator(".plate .title")).to_have_text(known[1]["title"])
    expect(middle(page)).to_be_focused()
    page.keyboard.press("Space")
    expect_card(page, address, known[1])
    dialog.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(middle(page)).to_be_focused()


def test_a_painting_at_the_side_is_taken_down_too(page: Page, address: str) -> None:
    known = paintings(page, address)
    page.goto(address)
    page.locator(".slot:not(.away) .frame:not(.reflection)").nth(3).click()
    expect_card(page, address, known[1])
    page.mouse.click(3, 3)  # beside it: hung back
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".plate .title")).to_have_text(known[1]["title"])


def test_the_address_of_a_painting_takes_it_down(visitor: Page, address: str) -> None:
    known = paintings(visitor, address)
    visitor.goto(f"{address}/?painting={known[5]['id']}")
    expect_card(visitor, address, known[5])
