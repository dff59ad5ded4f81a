"""What one can do with an answer: ask why, share it, take it along, contradict it."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from morelli import Classifier

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ask(page: Page, address: str, *pictures: Path) -> None:
    page.goto(f"{address}/attribute")
    page.locator("input[type=file]").set_input_files(list(pictures))
    expect(page.locator("app-answer")).to_have_count(len(pictures))


def test_all_candidates_are_shown_when_asked(visitor: Page, address: str, drawn: Path) -> None:
    ask(visitor, address, drawn)
    painters = visitor.locator("app-bars").first
    expect(painters.locator("li")).to_have_count(5)
    painters.get_by_role("button").click()
    expect(painters.locator("li")).to_have_count(233)


def test_heat_lies_over_the_picture_for_painter_and_style(
    visitor: Page, address: str, drawn: Path
) -> None:
    ask(visitor, address, drawn)
    visitor.get_by_role("button", name="Where it looked").click()
    overlay = visitor.locator(".overlay")
    expect(overlay).to_be_visible()
    first = overlay.get_attribute("src")

    visitor.get_by_label("Strength of the overlay").fill("20")
    expect(overlay).to_have_css("opacity", "0.2")

    visitor.locator("app-heat-panel select").select_option("5")  # the first style
    expect(overlay).to_be_visible()
    expect(overlay).not_to_have_attribute("src", first or "")


def test_similar_paintings_are_ranked_and_named(visitor: Page, address: str, drawn: Path) -> None:
    ask(visitor, address, drawn)
    for _ in range(300):  # the server looks at its gallery in the background
        if visitor.request.get(f"{address}/readyz").json()["gallery"]["indexed"]:
            break
        visitor.wait_for_timeout(200)
    visitor.get_by_role("button", name="Similar paintings").click()
    ranked = visitor.locator("app-similar-panel")
    expect(ranked.locator("figcaption").first).to_be_visible()
    assert "%" not in ranked.inner_text()


def test_a_shared_answer_opens_for_others(
    visitor: Page, browser: Browser, address: str, drawn: Path, axe: Axe
) -> None:
    ask(visitor, address, drawn)
    sentence = visitor.locator(".sentence").inner_text()
    visitor.get_by_role("button", name="Share").click()
    expect(visitor.get_by_text("Nothing is stored until you press the button")).to_be_visible()
    visitor.get_by_role("button", name="Make a link").click()
    link = visitor.locator("app-share-panel a").get_attribute("href") or ""
    other = browser.new_context()  # somebody else, who never brought a picture
    theirs = other.new_page()
    theirs.goto(link)
    expect(theirs.locator(".sentence")).to_have_text(sentence)
    assert axe(theirs) == []
    other.close()
    visitor.goto(link)
    expect(visitor.locator(".sentence")).to_have_text(sentence)
    expect(visitor.locator(".picture img")).to_be_visible()

    visitor.get_by_label("Where it looked").select_option(index=1)
    visitor.get_by_label("Strength of the overlay").fill("20")
    expect(visitor.locator(".overlay")).to_have_css("opacity", "0.2")
    visitor.get_by_role("button", name="Show all 233").click()
    expect(visitor.locator("app-bars").first.locator("li")).to_have_count(233)

    visitor.emulate_media(media="print")
    expect(visitor.locator(".sentence")).to_be_visible()
    expect(visitor.get_by_role("button", name="Print")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_panels(
    visitor: Page, address: str, drawn: Path, scheme: Literal["light", "dark"], axe: Axe
) -> None:
    visitor.emulate_media(color_scheme=scheme)
    ask(visitor, address, drawn)
    for panel in ("Where it looked", "Similar paintings", "Share", "That’s wrong"):
        visitor.get_by_role("button", name=panel).click()
        expect(visitor.locator(".panel")).to_be_visible()
        visitor.wait_for_load_state("networkidle")
        assert axe(visitor) == []
        assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_telephones_heic_is_seen_everywhere(page: Page, address: str, drawn: Path) -> None:
    """Chromium can't draw HEIC: the server does."""
    pillow_heif.register_heif_opener()
    photograph = drawn.parent / "IMG_0001.HEIC"
    Image.open(drawn).save(photograph, "HEIF", quality=95)
    ask(page, address, photograph)
    expect_drawn(page.locator("app-thumbnail img"))

    page.get_by_role("button", name="Where it looked").click()
    overlay, below = page.locator(".overlay"), page.locator("app-heat-panel img").first
    expect(overlay).to_be_visible()
    expect_drawn(below)
    box = overlay.bounding_box()
    assert box is not None and box == below.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(320 / 240, abs=0.02)

    page.get_by_role("link", name="The hall").click()
    expect_drawn(page.locator(".frame[aria-current] img"))
    page.locator(".frame[aria-current]").click()
    expect_drawn(page.get_by_role("dialog").locator("img"))
    page.keyboard.press("Escape")
    page.get_by_role("link", name="History").click()
    expect_drawn(page.get_by_role("img", name=photograph.name))


def expect_drawn(image: Locator) -> None:
    """The picture is there, with its colours, in its proportions."""
    expect(image).to_be_visible()
    image.evaluate("it => it.decode()")
    width, height = image.evaluate("it => [it.naturalWidth, it.naturalHeight]")
    assert width / height == pytest.approx(320 / 240, abs=0.01)


def test_a_missing_answer_is_said_to_be_missing(page: Page, address: str) -> None:
    page.goto(f"{address}/answers/there-is-none")
    expect(page.get_by_text("There is no such answer here")).to_be_visible()


def test_answers_are_taken_along(page: Page, address: str, drawn: Path) -> None:
    """The page's table is that of the API and that of the command line."""
    ask(page, address, drawn)
    with page.expect_download() as table:
        page.get_by_role("button", name="CSV").click()
    text = table.value.path().read_bytes().decode()
    sent = page.request.post(
        f"{address}/api/v1/attributions?format=csv",
        multipart={
            "files": {"name": drawn.name, "mimeType": "image/png", "buffer": drawn.read_bytes()}
        },
    )
    typed = [sys.executable, "-c", "from morelli.cli import main; main()"]
    command = [*typed, "classify", drawn.name, "--csv"]
    printed = subprocess.run(command, cwd=drawn.parent, stdout=subprocess.PIPE, check=True).stdout
    assert text == sent.body().decode() == printed.decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["file"] == drawn.name

    with page.expect_download() as answer:
        page.get_by_role("button", name="JSON").click()
    best = json.loads(answer.value.path().read_text(encoding="utf-8"))["artists"][0]
    assert best["name"] == row["artist_1"]


def test_a_correction_is_sent_without_the_picture(visitor: Page, address: str, drawn: Path) -> None:
    ask(visitor, address, drawn)
    visitor.get_by_role("button", name="That’s wrong").click()
    visitor.get_by_label("Painter", exact=True).fill("Nobody at all")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_text("Choose a painter from the list")).to_be_visible()

    visitor.get_by_label("Painter", exact=True).fill("claude monet")
    with visitor.expect_response("**/api/v1/corrections") as sent:
        visitor.get_by_role("button", name="Send").click()
    assert sent.value.status == 201
    assert sent.value.json()["picture"] is False
    expect(visitor.get_by_text("Thank you. Noted: Claude Monet.")).to_be_visible()


@pytest.mark.data
def test_the_prediction_set_is_named(page: Page, address: str, gallery: Path) -> None:
    painting = gallery / "las-meninas.jpg"
    ask(page, address, painting)
    names = [candidate.name for candidate in Classifier.open().classify(painting).artist_set]
    assert len(names) > 1
    expect(page.locator(".set").first).to_have_text(
        f"Nine times in ten, it is one of these {len(names)}: {', '.join(names)}."
    )


def test_many_pictures_at_once_leave_the_page_usable(
    page: Page, address: str, tmp_path: Path
) -> None:
    """While most still wait, a card is taken away and another room visited and left."""
    count = 200
    rng = np.random.default_rng(0)
    paths = [tmp_path / f"{number:03}.png" for number in range(count)]
    for path in paths:
        Image.fromarray(rng.integers(0, 256, (24, 32, 3), dtype=np.uint8)).save(path)
    page.goto(f"{address}/attribute")
    page.locator("input[type=file]").set_input_files(paths)
    expect(page.get_by_role("article")).to_have_count(count)
    page.get_by_role("button", name=f"Remove {paths[0].name}", exact=True).click()
    expect(page.get_by_role("article")).to_have_count(count - 1)
    assert page.locator("app-answer").count() < count - 1  # they are still being answered
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name="About")).to_be_visible()
    page.get_by_role("link", name="Your pictures").click()
    expect(page.locator("app-answer")).to_have_count(count - 1, timeout=300_000)
    expect(page.locator(".failure")).to_have_count(0)
