"""A photograph of a painting on a wall: the crop is offered, adjusted, answered and undone."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from morelli.cropping.photograph import photograph
from morelli.gallery.studies import planes

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that hangs in a frame on a wall, seen a little from the side."""
    study = planes.taeuber_arp().convert("RGB")
    study.thumbnail((560, 560))
    hanging = photograph(np.asarray(study), "frame", "medium", 2).pixels
    path = tmp_path_factory.mktemp("framed") / "on the wall.png"
    Image.fromarray(photograph(hanging, "perspective", "slight", 5).pixels).save(path)
    return path


def ask(page: Page, address: str, picture: Path) -> None:
    page.goto(f"{address}/attribute")
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.locator("app-answer")).to_be_visible()


def ask_about_all_of_it(page: Page, address: str, picture: Path) -> None:
    ask(page, address, picture)
    page.get_by_role("button", name="Ask about the whole photograph").click()


def test_what_hangs_on_a_wall_is_cropped_to(visitor: Page, address: str, framed: Path) -> None:
    ask(visitor, address, framed)
    expect(visitor.get_by_text("for the painting found in your photograph.")).to_be_visible()
    found = visitor.locator("app-thumbnail img").get_attribute("src")
    visitor.get_by_role("button", name="Ask about the whole photograph").click()
    expect(visitor.get_by_role("button", name="Crop to the painting?")).to_be_visible()
    expect(visitor.locator("app-thumbnail img")).not_to_have_attribute("src", found or "")

    whole = visitor.locator("app-thumbnail img").get_attribute("src")
    before = visitor.locator("app-bars").first.inner_text()
    visitor.get_by_role("button", name="Crop to the painting?").click()
    expect(visitor.locator("app-crop-editor polygon")).to_be_visible()
    expect(visitor.locator("app-crop-editor img")).to_be_visible()
    with visitor.expect_request(lambda request: "attributions" in request.url) as asked:
        visitor.get_by_role("button", name="Crop and ask again").click()
    assert "crop=0." in asked.value.url
    expect(visitor.get_by_text("This is the answer for the cropped picture.")).to_be_visible()
    expect(visitor.locator("app-thumbnail img")).not_to_have_attribute("src", whole or "")
    assert visitor.locator("app-bars").first.inner_text() != before

    visitor.get_by_role("button", name="Undo the crop").click()
    expect(visitor.get_by_role("button", name="Crop to the painting?")).to_be_visible()
    expect(visitor.locator("app-bars").first).to_have_text(before, use_inner_text=True)


def test_corners_are_dragged_and_moved_by_keys(page: Page, address: str, framed: Path) -> None:
    ask_about_all_of_it(page, address, framed)
    page.get_by_role("button", name="Crop to the painting?").click()
    picture = page.locator("app-crop-editor img")
    expect(picture).to_be_visible()
    corner = page.get_by_role("button", name="Top left corner")
    corner.hover()  # which scrolls
    frame = picture.bounding_box()
    assert frame is not None
    page.mouse.down()
    page.mouse.move(frame["x"] + 0.4 * frame["width"], frame["y"] + 0.3 * frame["height"])
    page.mouse.up()
    expect(corner).to_have_accessible_name("Top left corner, 40% from the left, 30% from the top")
    corner.press("ArrowLeft")
    corner.press("Shift+ArrowDown")
    expect(corner).to_have_accessible_name("Top left corner, 39% from the left, 35% from the top")

    far = page.get_by_role("button", name="Bottom right corner")
    for _ in range(16):
        far.press("Shift+ArrowLeft")
    expect(page.get_by_role("alert")).to_contain_text("without crossing")
    page.get_by_role("button", name="Leave it as it is").click()
    expect(page.get_by_role("button", name="Crop to the painting?")).to_be_focused()


def test_a_finger_drags_a_corner(phone: Page, address: str, framed: Path) -> None:
    ask_about_all_of_it(phone, address, framed)
    phone.get_by_role("button", name="Crop to the painting?").click()
    corner = phone.get_by_role("button", name="Bottom left corner")
    corner.scroll_into_view_if_needed()
    expect(phone.locator("app-crop-editor img")).to_be_visible()
    box = corner.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    named = corner.get_attribute("aria-label")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = phone.context.new_cdp_session(phone)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x + 40, "y": y - 30}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(corner).not_to_have_attribute("aria-label", named or "")


def test_any_picture_can_be_cropped_by_hand(visitor: Page, address: str, drawn: Path) -> None:
    ask(visitor, address, drawn)
    visitor.get_by_role("button", name="Crop the picture").click()
    expect(visitor.locator(".corner")).to_have_count(4)
    visitor.get_by_role("button", name="Crop and ask again").click()
    expect(visitor.get_by_text("This is the answer for the cropped picture.")).to_be_visible()


def test_the_corners_are_accessible(visitor: Page, address: str, framed: Path, axe: Axe) -> None:
    ask_about_all_of_it(visitor, address, framed)
    visitor.get_by_role("button", name="Crop to the painting?").click()
    expect(visitor.locator("app-crop-editor img")).to_be_visible()
    assert axe(visitor) == []
