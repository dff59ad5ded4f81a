"""Strolling through the hall before a real server: every way, both ways, without an end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Walk = Callable[[Page, int], None]


@pytest.fixture(scope="module")
def address(either_gallery: str) -> str:
    """In front of the built-in studies, and of real paintings."""
    return either_gallery


def middle(page: Page) -> Locator:
    """The painting in the middle of the five."""
    return page.locator(".frame[aria-current]")


def enter(page: Page, address: str) -> list[str]:
    """Go into the hall; the ids of all paintings in their order."""
    page.goto(address)
    expect(middle(page)).to_be_visible()
    found = page.request.get(f"{address}/api/v1/gallery?size=500").json()["paintings"]
    assert len(found) >= 12
    return [painting["id"] for painting in found]


def expect_middle(page: Page, painting: str) -> None:
    source = re.compile(rf"/{painting}/thumbnail/small$")
    expect(middle(page).locator("img")).to_have_attribute("src", source)


def press_keys(page: Page, steps: int) -> None:
    page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


def click_arrows(page: Page, steps: int) -> None:
    page.get_by_role("button", name="Next" if steps > 0 else "Previous").click()


def turn_wheel(page: Page, steps: int) -> None:
    middle(page).hover()
    page.wait_for_timeout(300)  # a gesture of the wheel makes one step
    page.mouse.wheel(0, 120 * steps)


def turn_sideways(page: Page, steps: int) -> None:
    middle(page).hover()
    page.wait_for_timeout(300)
    page.mouse.wheel(120 * steps, 0)


def drag(page: Page, steps: int) -> None:
    x, y = heart(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 180 * steps, y, steps=6)
    page.mouse.up()


def swipe(page: Page, steps: int) -> None:
    x, y = heart(page)
    session = page.context.new_cdp_session(page)
    for kind, way in (("touchStart", 0), *[("touchMove", part) for part in range(10, 91, 10)]):
        points = [{"x": x - way * steps, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def heart(page: Page) -> tuple[float, float]:
    """The centre of the painting in the middle."""
    box = middle(page).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_five_hang_in_the_round_as_in_the_original(visitor: Page, address: str) -> None:
    enter(visitor, address)
    shown = visitor.locator(".slot:not(.away)")
    expect(shown).to_have_count(5)
    styles = [slot.get_attribute("style") or "" for slot in shown.all()]
    turns = [float(turn) for style in styles for turn in re.findall(r"rotateY\((.*?)deg", style)]
    scales = [float(scale) for style in styles for scale in re.findall(r"scale\((.*?)\)", style)]
    assert turns == [60, 36, 0, -33, -50]
    assert scales == [1, 0.8, 0.73, 0.8, 1]
    shades = [
        float(shade.evaluate("e => e.style.opacity")) for shade in shown.locator(".shade").all()
    ]
    assert shades[2] == 0, "the middle one is lit"
    assert min(shades[:2] + shades[3:]) > 0


@pytest.mark.parametrize("walk", [press_keys, click_arrows, turn_wheel, turn_sideways, drag])
def test_every_way_to_walk_goes_both_ways_without_an_end(
    page: Page, address: str, walk: Walk
) -> None:
    paintings = enter(page, address)
    for steps, place in ((1, 1), (-1, 0), (-1, -1), (-1, -2), (1, -1), (1, 0)):
        walk(page, steps)
        expect_middle(page, paintings[place])


@pytest.mark.parametrize("walk", [click_arrows, swipe])
def test_a_telephone_walks_both_ways_without_an_end(phone: Page, address: str, walk: Walk) -> None:
    paintings = enter(phone, address)
    for steps, place in ((1, 1), (-1, 0), (-1, -1), (-1, -2), (1, -1), (1, 0)):
        walk(phone, steps)
        expect_middle(phone, paintings[place])


def test_whoever_walks_on_comes_round(page: Page, address: str) -> None:
    paintings = enter(page, address)
    for _ in range(len(paintings) + 2):
        page.keyboard.press("ArrowRight")
    expect_middle(page, paintings[2])
    for _ in range(2 * len(paintings)):
        page.keyboard.press("ArrowLeft")
    expect_middle(page, paintings[2])
    expect(page.locator(".plate")).to_contain_text(f"3 of {len(paintings)}")


def test_no_click_is_lost_however_fast(visitor: Page, address: str) -> None:
    paintings = enter(visitor, address)
    visitor.get_by_role("button", name="Next").evaluate(
        "arrow => { for (let i = 0; i < 7; i++) arrow.click(); }"
    )
    expect_middle(visitor, paintings[7])
    back = visitor.get_by_role("button", name="Previous")
    for _ in range(9):
        back.click(delay=0)
    expect_middle(visitor, paintings[-2])
    expect(visitor.locator(".slot")).to_have_count(7)


def test_the_hall_follows_a_long_drag_and_stays(page: Page, address: str) -> None:
    paintings = enter(page, address)
    step = page.locator(".slot").first.evaluate("slot => slot.offsetWidth") * 0.77
    x, y = heart(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 2.5 * step, y, steps=12)
    expect(page.locator(".slot:not(.away)")).not_to_have_count(0)
    page.mouse.up()
    expect_middle(page, paintings[3])
    expect(page.get_by_role("dialog")).to_have_count(0)

    # The click in which a drag ends is none, but the keyboard's next one is.
    middle(page).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_vertical_swipe_scrolls_the_page(phone: Page, address: str) -> None:
    paintings = enter(phone, address)
    style = phone.locator(".stage").evaluate("stage => getComputedStyle(stage).touchAction")
    assert style == "pan-y"
    expect_middle(phone, paintings[0])


def test_focus_goes_along_and_the_title_is_said(page: Page, address: str) -> None:
    paintings = enter(page, address)
    middle(page).focus()
    page.keyboard.press("ArrowRight")
    expect_middle(page, paintings[1])
    expect(middle(page)).to_be_focused()
    title = page.locator(".plate .title").text_content() or ""
    expect(page.get_by_role("log")).to_contain_text(f"{title.strip()}, 2 of {len(paintings)}")
    # One stop for the keyboard, however many hang there.
    assert page.locator(".stage button[tabindex='0']").count() == 1


MOVING = """async (clicked) => {
    document.querySelector(clicked).click();
    const frame = () => new Promise(requestAnimationFrame);
    let most = 0;
    for (let i = 0; i < 4; i++) {
        await frame();
        const running = document.getAnimations().filter((each) => each.playState === 'running');
        most = Math.max(most, running.length);
    }
    return most;
}"""


def test_little_motion_where_that_is_wanted(page: Page, address: str) -> None:
    enter(page, address)
    assert page.evaluate(MOVING, ".walk .on") > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING, ".walk .on") == 0
    assert page.evaluate(MOVING, ".frame[aria-current]") == 0
    expect(page.get_by_role("dialog")).to_be_visible()
