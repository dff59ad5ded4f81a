"""A study's report: from its folder alone, with what may be said and no more."""

import csv
import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from morelli.datasets import open_dataset
from morelli.errors import MorelliError
from morelli.report.study import write
from morelli.study import grid
from morelli.study import run as running
from morelli.study.context import Context, usable
from morelli.study.study import Study

pytestmark = pytest.mark.slow

STUDY = {
    "name": "pooling",
    "question": "Which pooling?",
    "folds": 2,
    "recipe": {
        "model": {"backbones": ["test_efficientnet"], "size": 64, "pretrained": False},
        "optimisation": {"epochs": 4, "batch_size": 8, "learning_rate": 0.02},
    },
    "factors": {
        "model.pooling": ["gap", "levels"],
        "rate": {
            "usual": {},
            "wild": {"optimisation.learning_rate": 1e30, "regularisation.l2": 0.1},
        },
    },
}


@pytest.fixture(scope="module")
def studied(drawn, helper, tmp_path_factory):
    """The folder of a finished study of four cells, two of which fail."""
    root = tmp_path_factory.mktemp("studied")
    given = open_dataset(drawn.folder(root), styles=root / "styles.csv")
    study = Study.model_validate(STUDY)
    data = usable(study, given)
    context = Context(study, root / "out", data, data.fingerprint(), (), "cpu", 0)
    here = helper("study/conftest.py").Here(context)
    running.run(context, given, grid.expand(study), here)
    return context.folder


@pytest.fixture
def folder(studied, tmp_path):
    return shutil.copytree(studied, tmp_path / "study")


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_answer_stands_with_interval_baselines_and_what_may_be_said(folder):
    report = write(folder)
    text = plain(report.with_name("report.md").read_text(encoding="utf-8"))
    assert text.startswith("# Which pooling?\n")
    with (folder / "summary.csv").open(newline="") as file:
        best = max(csv.DictReader(file), key=lambda row: float(row["artist_accuracy"] or -1))
    low, high = float(best["artist_low"]), float(best["artist_high"])
    assert f"(95 % interval {100 * low:.1f} to {100 * high:.1f} %)" in text
    assert "guessing would be right for 25.0 %" in text and "always naming the commonest" in text
    assert re.search(r"On the test split of \d+ paintings, looked at once, it is right for", text)
    assert "## Failed" in text and "nan" in text
    assert "Published" not in text


def test_a_report_to_publish_names_no_folder_of_the_machine(folder):
    text = write(folder, pictures=False).read_text(encoding="utf-8")
    assert str(folder) not in text and folder.parent.name not in text
    assert "curves.csv" in text


def test_on_painting91_published_numbers_stand_beside_ours(folder):
    study = json.loads((folder / "study.json").read_text())
    study["data"]["published"] = "painting91"
    (folder / "study.json").write_text(json.dumps(study))
    text = plain(write(folder).with_name("report.md").read_text(encoding="utf-8"))
    for part in ("64.74 %", "2.2890", "75.46 %", "1.2701", "53.10 %", "85.00 %", "this study"):
        assert part in text, part


def test_an_unfinished_study_has_a_report_too(folder):
    for file in ("summary.csv", "comparisons.json"):
        (folder / file).unlink()
    shutil.rmtree(folder / "chosen")
    cells = json.loads((folder / "cells.json").read_text())
    for cell in cells:
        cell |= {"status": "pending", "chosen": False, "chosen_for": [], "reason": None}
    (folder / "cells.json").write_text(json.dumps(cells))
    text = write(folder).with_name("report.md").read_text(encoding="utf-8")
    assert "No cell is finished yet." in text and f"{len(cells)} pending" in text


def test_a_folder_without_a_study_is_named(tmp_path):
    with pytest.raises(MorelliError, match="holds no study"):
        write(tmp_path)


@pytest.mark.browser
def test_it_works_without_a_network(folder, offline):
    page = offline(write(folder), width=360)
    charts = page.locator(".chart")
    expect(page.locator(".chart svg")).to_have_count(charts.count())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    rows = page.locator("#cells tbody tr")
    expect(rows).to_have_count(4)
    expect(page.locator("#cells tr.failed .reason").first).to_contain_text("nan")
    page.locator("#cells thead th", has_text="cell").get_by_role("button").click()
    page.locator("#cells thead th", has_text="cell").get_by_role("button").click()
    assert rows.locator("th").all_text_contents() == ["1", "2", "3", "4"]
    assert page.locator("#cells thead th").nth(1).text_content() == "pooling"
    page.locator("#best-artist button[data-cell]").first.click()
    expect(page.get_by_role("dialog").locator("img").first).to_be_visible()
