"""Journeys over the first screen: a picture goes in, painter and style come out."""

import base64
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from morelli import Classifier
from morelli.inference.decision import Attribution

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IRISES = "irises.jpg"


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.open()


def drop(page: Page, paths: Sequence[Path]) -> None:
    """Drag files from outside over the page and let go."""
    expect(page.locator("main h2, app-picture-intake").first).to_be_visible()  # its script has come
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)

    def drag(kind: str) -> None:
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 450, "data": data})

    drag("dragEnter")
    drag("dragOver")
    expect(page.get_by_text("Let go to hang them here")).to_be_visible()
    drag("drop")
    session.detach()


def copy(page: Page, path: Path) -> None:
    """Put a picture on the clipboard, as a browser's "Copy image" does."""
    png = io.BytesIO()
    Image.open(path).save(png, "PNG")
    page.evaluate(
        """async (encoded) => {
            const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
            const picture = new Blob([bytes], { type: 'image/png' });
            await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
        }""",
        base64.b64encode(png.getvalue()).decode(),
    )


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


def answer(page: Page, name: str) -> Locator:
    """The answer on a picture's card, once it is there."""
    found = card(page, name).locator("app-answer")
    expect(found).to_be_visible()
    return found


def assert_shows(shown: Locator, attribution: Attribution) -> None:
    """The card says what the model says; of a painting, with all candidates and probabilities."""
    expect(shown.locator(".sentence")).to_have_text(attribution.sentence)
    painted = attribution.verdict in ("known painter", "unknown painter")
    candidates = [*attribution.artists, *attribution.styles] if painted else []
    expect(shown.locator("li .name")).to_have_text([c.name for c in candidates])
    for written, candidate in zip(
        shown.locator("li .share").all_text_contents(), candidates, strict=True
    ):
        share = int(written.strip("<>%")) / 100
        assert share == pytest.approx(candidate.probability, abs=0.011)


def test_a_drawn_picture_is_answered(page: Page, drawn: Path, classifier: Classifier) -> None:
    page.get_by_label("Choose pictures").set_input_files(drawn)
    assert_shows(answer(page, drawn.name), classifier.classify(drawn))
    expect(card(page, drawn.name).get_by_role("img", name=drawn.name)).to_be_visible()
    expect(page.get_by_text(re.compile(r"It knows \d+ painters and \d+ styles"))).to_be_visible()


@pytest.mark.data
def test_a_painting_dropped_on_the_page_gives_painter_and_style(
    page: Page, gallery: Path, classifier: Classifier
) -> None:
    painting = gallery / IRISES
    drop(page, [painting])
    shown = answer(page, IRISES)
    assert_shows(shown, classifier.classify(painting))
    expect(shown.locator(".sentence")).to_contain_text("Vincent van Gogh")
    expect(page.get_by_role("log")).to_contain_text(f"{IRISES}: ")


@pytest.mark.parametrize("room", ["", "painters", "confusion"])
def test_a_picture_dropped_in_any_room_is_answered_there(
    page: Page, address: str, drawn: Path, classifier: Classifier, room: str
) -> None:
    page.goto(f"{address}/{room}")
    drop(page, [drawn])
    shown = page.get_by_role("dialog", name=drawn.name)
    assert_shows(shown.locator("app-answer"), classifier.classify(drawn))
    expect(page).to_have_url(f"{address}/{room}")
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)


def test_many_pictures_dropped_in_the_hall_are_answered_where_answers_stand(
    page: Page, address: str, drawn: Path, text_named_jpg: Path
) -> None:
    page.goto(address)
    drop(page, [drawn, text_named_jpg])
    expect(page).to_have_url(f"{address}/attribute")
    answer(page, drawn.name)


@pytest.mark.data
def test_one_bad_file_leaves_the_others_alone(
    page: Page, gallery: Path, text_named_jpg: Path, classifier: Classifier
) -> None:
    paintings = [
        gallery / f"{name}.jpg" for name in ("the-starry-night", "las-meninas", "the-kiss")
    ]
    drop(page, [paintings[0], text_named_jpg, *paintings[1:]])
    for painting in paintings:
        assert_shows(answer(page, painting.name), classifier.classify(painting))

    bad = card(page, text_named_jpg.name)
    expect(bad).to_contain_text("Not a picture")
    expect(bad.locator("app-answer")).to_have_count(0)
    expect(page.locator(".failure")).to_have_count(1)
    expect(page.get_by_text("4 pictures", exact=True)).to_be_visible()

    bad.get_by_role("button", name="Try again").click()
    expect(bad).to_contain_text("Not a picture")
    bad.get_by_role("button", name=f"Remove {text_named_jpg.name}").click()
    expect(page.locator(".failure")).to_have_count(0)
    expect(page.get_by_text("3 pictures", exact=True)).to_be_visible()


@pytest.mark.data
def test_a_painting_is_pasted(page: Page, gallery: Path) -> None:
    copy(page, gallery / IRISES)
    page.keyboard.press("Control+V")
    expect(answer(page, "Pasted picture").locator(".sentence")).to_contain_text("van Gogh")


def test_a_pasted_address_is_not_fetched(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText('https://museum.example/starry-night.jpg')")
    page.keyboard.press("Control+V")
    expect(page.get_by_role("status")).to_contain_text("addresses are not fetched")
    expect(page.get_by_role("article")).to_have_count(0)


def test_the_keyboard_suffices(page: Page, drawn: Path, text_named_jpg: Path) -> None:
    # Enter opens the chooser at once; a listener that comes with the key comes too late.
    page.on("filechooser", lambda _: None)
    chooser = page.get_by_label("Choose pictures")
    expect(chooser).to_be_attached()

    def tab_to(target: Locator, *, within: int = 1) -> None:
        """Press Tab until the target has the focus, so many times at most."""
        for _ in range(within):
            page.keyboard.press("Tab")
            if target.evaluate("(it) => it === document.activeElement"):
                return
        expect(target).to_be_focused()

    tab_to(page.get_by_role("link", name="Go to the content"))
    page.keyboard.press("Enter")  # past the menu
    tab_to(chooser)
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Enter")
    opened.value.set_files([drawn, text_named_jpg])
    answer(page, drawn.name)
    bad = card(page, text_named_jpg.name)
    expect(bad).to_contain_text("Not a picture")

    for button in ("Cards", "Table", "Remove all"):
        tab_to(page.get_by_role("button", name=button, exact=True))
    answered = card(page, drawn.name)
    tab_to(answered.get_by_role("link", name="Look closer"))
    tab_to(page.get_by_role("button", name=f"Remove {drawn.name}"))
    for name in ("Where it looked", "Similar paintings", "Share", "That’s wrong", "JSON", "CSV"):
        tab_to(answered.get_by_role("button", name=name), within=4)
    tab_to(page.get_by_role("button", name=f"Remove {text_named_jpg.name}"))
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.ariaLabel") == f"Remove {drawn.name}":
            break
    page.keyboard.press("Enter")
    expect(bad).to_be_focused()
    tab_to(page.get_by_role("button", name=f"Remove {text_named_jpg.name}"))
    tab_to(bad.get_by_role("button", name="Try again"))
    page.keyboard.press("Space")
    expect(bad).to_be_focused()
    expect(bad).to_contain_text("Not a picture")
    tab_to(page.get_by_role("button", name=f"Remove {text_named_jpg.name}"))
    page.keyboard.press("Enter")
    expect(chooser).to_be_focused()


def test_a_small_telephone_needs_no_sideways_scrolling(
    phone: Page, drawn: Path, text_named_jpg: Path
) -> None:
    assert _overflow(phone) == 0
    phone.get_by_label("Take or choose pictures").set_input_files([drawn, text_named_jpg])
    answer(phone, drawn.name)
    expect(card(phone, text_named_jpg.name)).to_contain_text("Not a picture")
    assert _overflow(phone) == 0


def _overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
