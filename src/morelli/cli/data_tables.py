"""What `morelli data` prints for people: tables and sentences."""

from collections.abc import Sequence

from rich.console import Console

from morelli.cli.console import plain
from morelli.cli.long_tables import show, show_problems
from morelli.datasets.checks import Findings
from morelli.datasets.near_duplicates import Pair
from morelli.datasets.statistics import QUANTILES, Description


def show_description(description: Description, limit: int | None) -> None:
    """Print counts, sizes and what is missing.

    Args:
        description: the data set's.
        limit: rows shown of a long table; None shows all.
    """
    out = plain()
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
        show(out, (kind, *splits, "all"), rows, limit)
    columns = ("sizes", "smallest", *(f"{q:.0%}" for q in QUANTILES[1:-1]), "largest")
    rows = [
        (what, *(f"{v:.2f}" if max(values) < 100 else f"{v:,.0f}" for v in values))
        for what, values in description.sizes.items()
    ]
    show(out, columns, rows, None, right=columns[1:])
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
    out = plain()
    show_problems(out, findings.skipped, limit)
    for title, counts in (
        ("painters the taxonomy doesn't know", findings.unknown_artists),
        ("styles the taxonomy doesn't know", findings.unknown_styles),
        ("painters with few training pictures", findings.scarce_artists),
        ("styles with few training pictures", findings.scarce_styles),
    ):
        show(out, (title, "pictures"), list(counts.items()), limit)
    _show_pairs(out, "the same painting in two splits", findings.near_duplicates, limit)
    _show_pairs(out, "the same painting in both data sets", findings.shared, limit)
    show_problems(out, findings.noted, limit, "passed over")
    if findings.clean:
        out.print(f"Nothing found in {findings.pictures:,} pictures.", style="green")


def _show_pairs(out: Console, title: str, pairs: Sequence[Pair], limit: int | None) -> None:
    rows = [
        (p.names[0], p.one.split or "", p.names[1], p.other.split or "", f"{p.correlation:.2f}")
        for p in pairs
    ]
    show(out, (title, "split", "and", "split", "alike"), rows, limit)
