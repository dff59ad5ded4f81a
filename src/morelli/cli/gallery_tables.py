"""What `morelli gallery list` prints for people."""

from collections.abc import Sequence

from morelli.cli.console import plain
from morelli.cli.long_tables import show, show_problems
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
    out = plain()
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
    columns = ("title", "painter", "year", "style", "pixels")
    show(out, columns, rows, limit, right=("year", "pixels"))
    show_problems(out, problems, limit)
    show_problems(out, noted, limit, "passed over")
    count = f"{len(paintings):,} picture{'' if len(paintings) == 1 else 's'}"
    out.print(count + (f", {len(problems):,} left out" if problems else ""))
