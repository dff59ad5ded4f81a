"""Tables that are cut unless all their rows are asked for."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from morelli.datasets.dataset import Problem

SHOWN = 20
"""Rows of a long table that are shown unless all are asked for."""


def show(
    out: Console,
    columns: Iterable[str],
    rows: Sequence[Sequence[Any]],
    limit: int | None,
    right: Collection[str] = (),
) -> None:
    """Print a table, unless it is empty; numbers stand to the right and are never broken.

    Args:
        out: where to.
        columns: titles.
        rows: texts and numbers.
        limit: how many rows at most; where more were cut off, a line says so. None shows all.
        right: columns whose texts are numbers, too.
    """
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD)
    for column, value in zip(columns, rows[0], strict=True):
        number = column in right or not isinstance(value, str)
        table.add_column(
            column, justify="right" if number else "left", no_wrap=number, overflow="fold"
        )
    for row in rows[:limit]:
        table.add_row(*(v if isinstance(v, str) else f"{v:,}" for v in row))
    out.print(table)
    if limit is not None and len(rows) > limit:
        out.print(f"and {len(rows) - limit:,} more; --all shows them")


def show_problems(
    out: Console, problems: Sequence[Problem], limit: int | None, title: str = "left out"
) -> None:
    """Print what was left out and why; arguments as of `show`."""
    show(out, (title, "because"), [(p.where, p.reason) for p in problems], limit)
