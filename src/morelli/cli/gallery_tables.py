"""What `morelli gallery list` prints for people."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from morelli.datasets import Problem
from morelli.gallery import Painting


def show_paintings(
    paintings: Sequence[Painting],
    problems: Sequence[Problem],
    noted: Sequence[Problem],
    limit: int | None,
) -> None:
    """Print the pictures, and what can't be shown.

    Args:
        paintings: the pictures.
        problems: what was left out.
        noted: what nobody meant as a picture.
        limit: rows of each table at most; None prints all.
    """
    out = Console(markup=False, highlight=False)
    rows = [
        (
            p.title,
            p.artist_name or "",
            str(p.year or ""),
            p.style_name or "",
            f"{p.width} x {p.height}",
        )
        for p in paintings
    ]
    _print(out, ("title", "painter", "year", "style", "pixels"), rows, limit)
    _print(out, ("left out", "because"), [(p.where, p.reason) for p in problems], limit)
    _print(out, ("passed over", "because"), [(p.where, p.reason) for p in noted], limit)
    count = f"{len(paintings):,} picture{'' if len(paintings) == 1 else 's'}"
    out.print(count + (f", {len(problems):,} left out" if problems else ""))


def _print(
    out: Console, columns: Sequence[str], rows: Sequence[Sequence[str]], limit: int | None
) -> None:
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        numbers = column in ("year", "pixels")
        table.add_column(
            column, justify="right" if numbers else "left", no_wrap=numbers, overflow="fold"
        )
    for row in rows[:limit]:
        table.add_row(*row)
    out.print(table)
    if limit is not None and len(rows) > limit:
        out.print(f"and {len(rows) - limit:,} more; --all shows them")
