"""The report of one model: what it says is what was measured, and it works without a network."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from morelli.evaluation.evaluate import evaluate
from morelli.inference.classifier import Classifier
from morelli.report.evaluation import parameters, write


@pytest.fixture(scope="module")
def measured(trained):
    """An evaluation with mistakes: some pictures are labelled as another painter's."""
    some = trained.data.samples
    wrong = [replace(s, artist=some[-1].artist, style=some[-1].style) for s in some[:3]]
    classifier = Classifier(trained.bundle)
    return classifier, evaluate(
        classifier, [*some[3:], *wrong], not_paintings=trained.others.samples
    )


@pytest.fixture(scope="module")
def report(measured, tmp_path_factory):
    classifier, evaluation = measured
    seen = []
    file = write(
        evaluation, classifier, "drawn pictures", tmp_path_factory.mktemp("r"), True, seen.append
    )
    assert sum(seen) == 48
    return file


def test_the_answer_has_its_interval_chance_and_majority(report, measured):
    m = measured[1].heads["artist"].measures["accuracy"]
    text = (
        report.with_name("report.md").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    )
    answer = text.splitlines()[2]
    assert (
        f"{100 * m.value:.1f} % (95 % interval {100 * m.low:.1f} to {100 * m.high:.1f} %)" in answer
    )
    assert "guessing among 4 would be right for 25.0 %" in answer
    assert "always naming the commonest" in answer
    for part in ("## Painters", "## Styles", "macro F1", "What it costs", "million"):
        assert part in text, part


def test_no_address_of_another_host_is_ever_fetched(report, trained):
    page = report.read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    marked_up = page[: page.index("<script")]
    assert not re.search(r"""(?:src|href)=["'](?!data:|#)""", marked_up)
    assert str(trained.root) not in page  # no machine's whole paths


def test_a_report_may_be_made_without_pictures(measured, tmp_path):
    classifier, evaluation = measured
    page = write(evaluation, classifier, "drawn pictures", tmp_path, pictures=False)
    text = page.read_text(encoding="utf-8")
    assert "data:image/" not in text[text.index("</style>") : text.index('id="payload"')]
    assert "data:image/webp" not in text and "Sure, and wrong" not in text


def test_parameters_are_those_of_the_graph(trained):
    assert 50_000 < parameters(trained.bundle.graph) < 1_000_000


@pytest.mark.browser
def test_charts_are_drawn_and_cells_open_their_pictures(report, measured, offline):
    page = offline(report)
    expect(page.locator(".chart svg")).to_have_count(2)
    expect(page.locator("#artist .matrix rect.right")).to_have_count(4)
    head = measured[1].heads["artist"]
    wrong = head.confusion.copy()
    wrong[range(4), range(4)] = 0
    truth, answer = divmod(int(wrong.argmax()), 4)
    cell = page.locator(f"[data-cell='artist {truth} {answer}']").first
    cell.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{head.names[truth]}, taken for {head.names[answer]}")
    pictures = dialog.locator("img")
    expect(pictures).to_have_count(int(wrong.max()))
    assert pictures.first.evaluate("image => image.decode().then(() => image.naturalWidth)") > 32
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(cell).to_be_focused()


@pytest.mark.browser
def test_the_matrix_is_read_by_keyboard(report, measured, offline):
    page = offline(report)
    cells = page.locator("#artist .cells")
    cells.focus()
    page.keyboard.press("ArrowRight")
    readout = page.locator("#artist .readout")
    expect(readout).to_contain_text("taken for")
    page.keyboard.press("ArrowLeft")
    expect(readout).to_contain_text("recognised")
    before = page.locator("#artist .cells svg").bounding_box()["width"]
    page.keyboard.press("-")
    assert page.locator("#artist .cells svg").bounding_box()["width"] < before
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("recognised")


@pytest.mark.browser
def test_tables_sort_and_say_so(report, offline):
    page = offline(report)
    table = page.locator("#artist table[data-filter]")
    head = table.locator("thead th", has_text="recognised")
    values = "cells => cells.map(c => Number(c.dataset.value))"
    for order, reverse in (("descending", True), ("ascending", False)):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == order
        shown = table.locator("td.bar").evaluate_all(values)
        assert shown == sorted(shown, reverse=reverse)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_sticks_out(report, offline, width):
    page = offline(report, width=width, scheme="dark")
    expect(page.locator(".chart svg").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_it_prints(report, offline):
    page = offline(report)
    expect(page.locator(".chart svg")).to_have_count(2)
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF") and len(printed) > 20_000


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(report, offline, axe, scheme):
    page = offline(report, scheme=scheme)
    expect(page.locator(".chart svg")).to_have_count(2)
    assert axe(page) == []
