"""The live table in the terminal: cells done, best so far, time left."""

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from morelli.study.run import Progress


def view(progress: Progress, head: str) -> RenderableType:
    """What a study looks like while it runs."""
    line = Text(f"{progress.stage}: {progress.done} of {progress.cells} cells done")
    if progress.failed:
        line.append(f", {progress.failed} failed", style="red")
    if progress.stage == "Cross-validation":
        line.append(f"; {time_left(progress)}", style="dim")
    bar = Table.grid()
    ended = progress.ended if progress.runs else 1
    bar.add_row(ProgressBar(max(progress.runs, 1), ended, width=60))
    if not progress.best:
        return Group(line, bar)
    table = Table(box=None, header_style="dim", title="Best so far", title_justify="left")
    table.add_column("cell", justify="right")
    for factor in progress.best[0][1]:
        table.add_column(factor.rsplit(".", 1)[-1])
    table.add_column(f"{head} accuracy", justify="right")
    for number, values, accuracy in progress.best:
        table.add_row(str(number), *values.values(), f"{accuracy:.1%}")
    return Group(line, bar, table)


def time_left(progress: Progress) -> str:
    """How long it will take, in words."""
    seconds = progress.seconds_left()
    if seconds is None:
        return "time left unknown until the first cells are done"
    if seconds < 90:
        return f"about {seconds:.0f} seconds left"
    minutes = seconds / 60
    return (
        f"about {minutes:.0f} minutes left"
        if minutes < 120
        else f"about {minutes / 60:.1f} hours left"
    )
