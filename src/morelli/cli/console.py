"""What verbs tell people beside their results: warnings, what was left out, how far they are."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

    from morelli.datasets import Problem

SHOWN = 10
"""Skipped pictures, or cells, named one by one; the rest are counted."""


def plain(*, stderr: bool = False, soft_wrap: bool = False) -> "Console":
    """A console that takes file names as they are, brackets and all."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, soft_wrap=soft_wrap)


def warn_plainly() -> None:
    """For people: what is warned of, not where in the code."""
    warnings.formatwarning = lambda message, *_, **__: f"warning: {message}\n"


def say_skipped(console: "Console", skipped: "Sequence[Problem]") -> None:
    """Name what was left out, and why."""
    _say(console, "skipped", "yellow", skipped)


def say_noted(console: "Console", noted: "Sequence[Problem]") -> None:
    """Name what was passed over on purpose, and why."""
    _say(console, "left out", "dim", noted)


def _say(console: "Console", word: str, style: str, problems: "Sequence[Problem]") -> None:
    for problem in problems[:SHOWN]:
        line = f"{word} {problem.where}: {problem.reason}"
        console.print(line, style=style, soft_wrap=True, markup=False, highlight=False)
    if len(problems) > SHOWN:
        console.print(f"{word} {len(problems) - SHOWN} more", style=style)


@contextmanager
def fetching() -> Iterator[Callable[[str, int, int | None], None]]:
    """Progress bars on stderr, one for each thing: bytes; files where it is "unpacking"."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=plain(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, of: int | None) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of, amount="")
            scale, unit = (1, "files") if what == "unpacking" else (1e6, "MB")
            total = f" of {of / scale:,.0f}" if of is not None else ""
            amount = f"{done / scale:,.0f}{total} {unit}"
            bar.update(tasks[what], completed=done, total=of, amount=amount)

        yield report
