"""Long tables are cut, and say so."""

import pytest
from rich.console import Console

from morelli.cli.long_tables import show, show_problems
from morelli.datasets import Problem


def printed(show, *arguments, width=60, **options) -> list[str]:
    console = Console(width=width, markup=False, highlight=False)
    with console.capture() as captured:
        show(console, *arguments, **options)
    return captured.get().splitlines()


@pytest.mark.parametrize("limit", [2, 5, None])
def test_rows_past_the_limit_are_counted(limit):
    lines = printed(show, ("name", "n"), [(f"row {n}", 1_000 * n) for n in range(5)], limit)
    rows = [line.split() for line in lines if "row" in line]
    assert rows[1] == ["row", "1", "1,000"]
    assert len(rows) == (limit or 5)
    cut = "and 3 more; --all shows them"
    assert (lines[-1] == cut) == (limit == 2) and any(cut in line for line in lines) == (limit == 2)


def test_nothing_is_no_table():
    assert printed(show, ("name",), [], 3) == []


def test_numbers_stand_to_the_right_and_are_never_broken():
    rows = [("a very long title that is folded", "1871", 5), ("b", "90", 12_000)]
    lines = printed(show, ("title", "year", "n"), rows, None, right=("year",), width=24)
    ends = {line.rstrip()[-1] for line in lines if "1871" in line or "90" in line.split()}
    assert ends == {"5", "0"}
    assert any("1871" in line for line in lines) and any("12,000" in line for line in lines)


def test_what_is_left_out_is_named_as_it_is():
    problem = Problem("[bold]a.jpg", "torn")
    lines = printed(show_problems, [problem], None, "passed over")
    assert any("passed over" in line and "because" in line for line in lines)
    assert any("[bold]a.jpg" in line and "torn" in line for line in lines)
