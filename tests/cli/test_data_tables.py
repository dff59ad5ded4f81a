"""What is found in a data set, as people read it."""

from dataclasses import replace
from pathlib import Path

import pytest

from morelli.cli.data_tables import show_description, show_findings
from morelli.datasets import Problem, Sample
from morelli.datasets.checks import Findings
from morelli.datasets.near_duplicates import Pair
from morelli.datasets.statistics import QUANTILES, Description

NOTHING = Findings(1_200, (), {}, {}, {}, {}, (), ())


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def rows(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """What was printed, a list of words for each line that has some."""
    return [words for line in capsys.readouterr().out.splitlines() if (words := line.split())]


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings(NOTHING, None)
    assert capsys.readouterr().out == "Nothing found in 1,200 pictures.\n"


def test_every_kind_of_finding_has_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (Sample(Path(f"/x/{name}.jpg"), None, None, None) for name in "ab")
    found = replace(
        NOTHING,
        skipped=(Problem("[1].jpg", "torn"),),
        unknown_artists={"goja": 1_500},
        scarce_styles={"cubism": 2},
        near_duplicates=(Pair(replace(one, split="train"), other, ("a.jpg", "b.jpg"), 3, 0.987),),
    )
    show_findings(found, None)
    printed = rows(capsys)
    for words in (["[1].jpg", "torn"], ["goja", "1,500"], ["cubism", "2"]):
        assert words in printed
    assert ["a.jpg", "train", "b.jpg", "0.99"] in printed
    assert not any("Nothing" in words for words in printed)


def test_rows_past_the_limit_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings(replace(NOTHING, unknown_styles={f"style-{n}": n for n in range(5)}), 2)
    printed = rows(capsys)
    assert ["style-1", "1"] in printed and ["style-2", "2"] not in printed
    assert printed[-1] == ["and", "3", "more;", "--all", "shows", "them"]


def test_splits_stand_side_by_side_and_what_is_missing_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sizes = {"width": (80.0,) * len(QUANTILES), "kB": (1_500.0,) * len(QUANTILES)}
    splits = {"train": 3, "test": 1}
    description = Description(
        "mine", 4, splits, {"goya": splits}, {}, sizes, 0, 4, 0, ("el-greco",), (), ()
    )
    show_description(description, 20)
    printed = rows(capsys)
    assert printed[0] == ["mine:", "4", "pictures,", "1", "painters,", "0", "styles"]
    assert ["painter", "test", "train", "all"] in printed and ["goya", "1", "3", "4"] in printed
    assert ["width", *["80.00"] * len(QUANTILES)] in printed
    assert ["kB", *["1,500"] * len(QUANTILES)] in printed
    assert ["Without", "style:", "4", "pictures"] in printed
    assert printed[-1][-1] == "el-greco"
