"""Many answers in a table: sorted, filtered, saved as one file, asked about anew."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

Axe = Callable[[Page], list[str]]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def table(
    visitor: Page, address: str, drawn: Path, text_named_jpg: Path, tmp_path: Path
) -> list[str]:
    """The names of two pictures and a text, answered in a table before the visitor."""
    other = tmp_path / "a turned one.png"
    with Image.open(drawn) as picture:
        picture.transpose(Image.Transpose.ROTATE_90).save(other)
    visitor.goto(f"{address}/attribute")
    files = [drawn, other, text_named_jpg]
    visitor.locator("input[type=file]").set_input_files(files)
    expect(visitor.locator("app-answer")).to_have_count(2)
    expect(visitor.locator(".failure")).to_have_count(1)
    visitor.get_by_role("button", name="Table", exact=True).click()
    expect(visitor.get_by_role("rowheader")).to_have_text([file.name for file in files])
    return [file.name for file in files]


def test_a_table_is_sorted_and_filtered_by_keyboard(
    visitor: Page, table: list[str], axe: Axe
) -> None:
    drawn, other, text = table
    visitor.get_by_role("button", name="Picture", exact=True).focus()
    visitor.keyboard.press("Enter")
    head = visitor.get_by_role("columnheader", name="Picture")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(visitor.get_by_role("rowheader")).to_have_text([other, drawn, text])
    visitor.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(visitor.get_by_role("rowheader")).to_have_text([text, drawn, other])
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(visitor) == []

    visitor.get_by_role("combobox", name="Show", exact=True).select_option("failed")
    expect(visitor.get_by_role("rowheader")).to_have_text([text])
    visitor.get_by_role("combobox", name="Show", exact=True).select_option("")

    # A picture's page, and Back to the table as it was.
    visitor.get_by_role("link", name=drawn).click()
    expect(visitor.get_by_role("heading", level=2)).to_have_text(drawn)
    visitor.go_back()
    expect(visitor).to_have_url(re.compile("view=table"))
    expect(visitor.get_by_role("rowheader")).to_have_text([text, drawn, other])


def test_all_answers_are_saved_as_one_file(visitor: Page, table: list[str]) -> None:
    with visitor.expect_download() as saved:
        visitor.get_by_role("button", name="Download all answers as CSV").click()
    content = saved.value.path().read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    with visitor.expect_download() as saved:
        visitor.get_by_role("button", name="Download all answers as JSON").click()
    answers = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert [row["file"] for row in rows] == [answer["file"] for answer in answers] == table
    assert [row["sentence"] for row in rows[:2]] == [answer["sentence"] for answer in answers[:2]]
    assert rows[2]["error"] == answers[2]["error"] != ""


def test_all_that_failed_are_asked_about_anew(visitor: Page, table: list[str]) -> None:
    with visitor.expect_response("**/api/v1/attributions*") as answered:
        visitor.get_by_role("button", name="Try again those without an answer (1)").click()
    assert answered.value.status == 422
    expect(visitor.get_by_role("combobox", name="Show", exact=True)).to_be_focused()
    expect(visitor.get_by_role("button", name=f"Try again: {table[2]}")).to_be_visible()
