"""The hall and the grid on every screen, from a telephone to a wall, by day and by night."""

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = Path(__file__).resolve().parents[2] / "webapp/src/app/core/texts"
LANGUAGES = sorted(folder.name for folder in TEXTS.iterdir() if folder.is_dir())

SIZES = [(360, 740), (740, 360), (768, 1024), (1024, 768), (1280, 900), (1920, 1080), (2560, 1440)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def sized(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A screen of a size."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    with contextlib.closing(context):
        yield context.new_page()


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found is not None
    left, top = found["x"], found["y"]
    return {
        "left": left,
        "top": top,
        "right": left + found["width"],
        "bottom": top + found["height"],
    }


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_the_hall_fits_its_screen(sized: Page, address: str) -> None:
    sized.goto(address)
    frames = sized.locator(".slot:not(.away) .frame:not(.reflection)")
    expect(frames).to_have_count(5)
    size = sized.viewport_size
    assert size is not None
    assert overflow(sized) == 0
    assert box(sized.locator(".hall"))["bottom"] <= size["height"]

    boxes = [box(frame) for frame in frames.all()]
    # All five where the screen is wide; three at least where it isn't, the middle one whole.
    seen = boxes if size["width"] > size["height"] else boxes[2:3]
    for each in seen:
        assert each["left"] >= 0.01 * size["width"]
        assert each["right"] <= 0.99 * size["width"]
    assert all(apart(one, other) for one, other in itertools.pairwise(boxes))
    assert boxes[1]["right"] > 0
    assert boxes[3]["left"] < size["width"]

    # Arrows and label cover no painting, and the mirror image begins close to its painting.
    for part in sized.locator(".walk > *").all():
        assert all(apart(box(part), each) for each in boxes)
    for frame, image in zip(
        boxes, sized.locator(".slot:not(.away) .reflection").all(), strict=True
    ):
        gap = box(image)["top"] - frame["bottom"]
        assert 0 < gap < 0.6 * (boxes[2]["right"] - boxes[2]["left"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_the_page_stands_on_one_line(sized: Page, address: str, language: str) -> None:
    sized.goto(address)
    sized.evaluate("language => localStorage.setItem('morelli.language', language)", language)
    sized.reload()
    expect(sized.locator("html")).to_have_attribute("lang", language)
    assert overflow(sized) == 0
    parts = sized.locator("app-site-header :is(.name, .menu, nav a, select)").all()
    tops = [box(part) for part in parts if part.is_visible()]
    assert len(tops) >= 2
    middles = [(each["top"] + each["bottom"]) / 2 for each in tops]
    assert max(middles) - min(middles) < 20


def test_the_menu_of_a_telephone_opens_and_closes(phone: Page, address: str) -> None:
    phone.goto(address)
    menu = phone.get_by_role("button", name="Menu")
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    assert overflow(phone) == 0
    phone.get_by_role("link", name="All paintings").click()
    expect(phone.get_by_role("heading", name="All paintings")).to_be_visible()
    expect(menu).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_is_chosen_and_remembered(
    page: Page, address: str, theme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    page.goto(address)
    page.get_by_role("combobox", name="Theme").select_option(theme)
    lightness = "getComputedStyle(document.querySelector('html')).backgroundColor"
    for _ in range(2):
        expect(page.locator("html")).to_have_css("color-scheme", theme)
        red = int(str(page.evaluate(lightness)).removeprefix("rgb(").split(",")[0])
        assert (red > 128) == (theme == "light")
        page.reload()


def test_a_visitors_pictures_hang_in_the_hall(
    page: Page, address: str, drawn: Path, text_named_jpg: Path
) -> None:
    page.get_by_label("Choose pictures").set_input_files([drawn, text_named_jpg])
    expect(page.locator("app-answer")).to_have_count(1)
    sentence = page.locator("app-answer .sentence").inner_text()
    page.get_by_role("link", name="morelli").click()

    plate = page.locator(".plate")
    expect(plate).to_contain_text(drawn.name)
    expect(plate).to_contain_text("Your picture")
    middle = page.locator(".frame[aria-current]")
    expect(middle.locator("img")).to_have_js_property("naturalWidth", 320)
    frame = box(middle)
    across = (frame["right"] - frame["left"]) / (frame["bottom"] - frame["top"])
    assert across == pytest.approx(320 / 240, rel=0.05)

    middle.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".sentence")).to_have_text(sentence)
    expect(dialog).to_contain_text("Your picture")
    # What the browser can't show says so, and has no answer.
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_role("heading", name=text_named_jpg.name)).to_be_visible()
    expect(dialog).to_contain_text("No preview")
    expect(dialog).to_contain_text("There is no answer")
    # After the visitor's own come the gallery's.
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text("Study after")
