"""What `morelli data` prints for people: tables and sentences."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from morelli.datasets.checks import Findings
from morelli.datasets.dataset import Problem
from morelli.datasets.near_duplicates import Pair
from morelli.datasets.statistics import QUANTILES, Description

SHOWN = 20
"""Rows of a long table that are shown unless all are asked for."""


def console(*, stderr: bool = False) -> Console:
    """A console that takes file names as they are, brackets and all."""
    return Console(stderr=stderr, markup=False, highlight=False)


def show_description(description: Description, limit: int | None) -> None:
    """Print counts, sizes and what is missing.

    Args:
        description: the data set's.
        limit: rows shown of a long table; None shows all.
    """
    out = console()
    out.print(
        f"{description.name}: {description.pictures:,} pictures, {len(description.artists):,} "
        f"painters, {len(description.styles)} styles",
        style="bold",
    )
    splits = sorted(description.splits) if len(description.splits) > 1 else []
    for kind, counts in (("painter", description.artists), ("style", description.styles)):
        rows = [
            (label, *(n.get(split, 0) for split in splits), sum(n.values()))
            for label, n in counts.items()
        ]
        _show_table(out, (kind, *splits, "all"), rows, limit)
    columns = ("sizes", "smallest", *(f"{q:.0%}" for q in QUANTILES[1:-1]), "largest")
    rows = [
        (what, *(f"{v:.2f}" if max(values) < 100 else f"{v:,.0f}" for v in values))
        for what, values in description.sizes.items()
    ]
    _show_table(out, columns, rows, None, numbers=True)
    _show_missing(out, description, limit)
    show_problems(out, description.skipped, limit)
    show_problems(out, description.noted, limit, "passed over")


def _show_missing(out: Console, description: Description, limit: int | None) -> None:
    for what, count in (
        ("painter", description.without_artist),
        ("style", description.without_style),
        ("split", description.without_split),
    ):
        if count:
            out.print(f"Without {what}: {count:,} pictures")
    for what, absent in (
        ("painters", description.absent_artists),
        ("styles", description.absent_styles),
    ):
        if absent:
            named = absent if limit is None or len(absent) <= limit else ()
            out.print(
                f"Of Painting-91's {what}, {len(absent)} have no picture here"
                + (f": {', '.join(named)}" if named else "")
            )


def show_findings(findings: Findings, limit: int | None) -> None:
    """Print everything that was found, or that nothing was; `limit` as above."""
    out = console()
    show_problems(out, findings.skipped, limit)
    for title, counts in (
        ("painters the taxonomy doesn't know", findings.unknown_artists),
        ("styles the taxonomy doesn't know", findings.unknown_styles),
        ("painters with few training pictures", findings.scarce_artists),
        ("styles with few training pictures", findings.scarce_styles),
    ):
        _show_table(out, (title, "pictures"), list(counts.items()), limit)
    _show_pairs(out, "the same painting in two splits", findings.near_duplicates, limit)
    _show_pairs(out, "the same painting in both data sets", findings.shared, limit)
    show_problems(out, findings.noted, limit, "passed over")
    if findings.clean:
        out.print(f"Nothing found in {findings.pictures:,} pictures.", style="green")


def show_problems(
    out: Console, problems: Sequence[Problem], limit: int | None, title: str = "left out"
) -> None:
    """Print what was left out and why."""
    rows = [(problem.where, problem.reason) for problem in problems]
    _show_table(out, (title, "because"), rows, limit)


def _show_pairs(out: Console, title: str, pairs: Sequence[Pair], limit: int | None) -> None:
    rows = [
        (p.names[0], p.one.split or "", p.names[1], p.other.split or "", f"{p.correlation:.2f}")
        for p in pairs
    ]
    _show_table(out, (title, "split", "and", "split", "alike"), rows, limit)


def _show_table(
    out: Console,
    columns: Iterable[str],
    rows: Sequence[tuple[Any, ...]],
    limit: int | None,
    *,
    numbers: bool = False,
) -> None:
    """Print a table, unless it is empty; numbers stand to the right.

    Args:
        out: where to.
        columns: titles.
        rows: texts and numbers.
        limit: how many rows at most; where more were cut off, a line says so.
        numbers: whether every column but the first holds numbers, formatted already.
    """
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD)
    for place, (column, value) in enumerate(zip(columns, rows[0], strict=True)):
        right = not isinstance(value, str) or (numbers and place > 0)
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows[:limit]:
        table.add_row(*(v if isinstance(v, str) else f"{v:,}" for v in row))
    out.print(table)
    if limit is not None and len(rows) > limit:
        out.print(f"and {len(rows) - limit:,} more; --all shows them")
