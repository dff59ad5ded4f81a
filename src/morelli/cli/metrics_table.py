"""Tables of what was measured of a bundle, for people."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from morelli.evaluation.names import NAMES, RIVALS, sections


def show(metrics: Mapping[str, Any], classes: Mapping[str, int]) -> None:
    """Print a table for each part of a bundle's metrics.

    Args:
        metrics: as `Evaluation.to_dict` and `Bundle.metrics` give them.
        classes: how many classes the heads "artist" and "style" have.
    """
    console = Console()
    for part in sections(metrics):
        count = f", {classes[part.id]} classes" if part.id in classes else ""
        table = Table(title=part.title + count, title_justify="left", box=None, header_style="dim")
        table.add_column("", min_width=30)
        for heading in ("value", "95 % interval", "pictures"):
            table.add_column(heading, justify="right")
        for name, m in part.measures.items():
            interval = f"{m['low']:.4f} to {m['high']:.4f}"
            table.add_row(NAMES.get(name, name), f"{m['value']:.4f}", interval, f"{m['n']:,}")
        for name, share in part.rivals.items():
            table.add_row(RIVALS[name], f"{share:.4f}", "", "")
        console.print(table)
        console.print()
