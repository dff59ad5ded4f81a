"""`morelli classify COLLECTION --out TABLE`: a table of answers that can be gone on with."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from morelli.collection.entry import Collection
    from morelli.collection.table import Options


def into_table(
    source: Path, out: str, bundle: str, options: "Options", *, resume: bool, retry: bool
) -> None:
    """Answer for a collection, say how far that is, and what became of it.

    Exits with 1 where pictures, or folders, could not be read.
    """
    import time

    from rich.console import Console

    from morelli.collection.table import Run
    from morelli.inference.classifier import Classifier

    errors = Console(stderr=True, markup=False, highlight=False)
    run = Run(Classifier.open(bundle, threads=1), source, out, options)
    start = time.monotonic()
    try:
        with _progress(errors, run.collection) as progress:
            tally = run.finish(resume=resume, retry=retry, progress=progress)
    except KeyboardInterrupt:
        errors.print(f"{out} isn't finished: --resume goes on with it.", style="yellow")
        raise
    new, took = tally.rows - tally.before, time.monotonic() - start
    said = f"{out}: {tally.rows:,} rows"
    if tally.before:
        said += f", {new:,} of them new"
    if new:
        said += f" ({new / took:,.1f} a second)"
    if tally.looked is not None:
        said += f"; the network looked at {tally.looked:,} pictures"
    errors.print(f"{said}.", soft_wrap=True)
    if tally.untouched:
        errors.print(
            f"{tally.untouched:,} sidecars are somebody else's, or can't be written.",
            style="yellow",
        )
    if tally.failed:
        errors.print(f"{tally.failed:,} of {tally.rows:,} could not be read.", style="red")
        raise typer.Exit(1)


def remove_sidecars(source: Path) -> None:
    """Delete the sidecars that `--xmp` wrote beside a collection's pictures."""
    from morelli.collection import sidecars
    from morelli.collection.source import open_collection

    entries = open_collection(source).entries()
    removed = sum(sidecars.remove(entry.path) for entry in entries if entry.path is not None)
    print(f"{removed:,} sidecars are deleted.")


@contextmanager
def _progress(errors: "Console", collection: "Collection") -> Iterator[Callable[[int], None]]:
    """A bar with rate and time left on a screen, and silence in logs.

    How many entries there are is counted beside the work, as nobody lists them beforehand.
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    from morelli.errors import MorelliError

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.1f} a second" if task.speed else "")

    if not errors.is_terminal:
        yield lambda _: None
        return
    columns = (
        *(TextColumn("Classifying"), BarColumn(), MofNCompleteColumn()),
        *(Rate(), TimeRemainingColumn(), TextColumn("left")),
    )
    with Progress(*columns, console=errors, transient=True, speed_estimate_period=60) as bar:
        task = bar.add_task("", total=None)

        def count() -> None:
            try:
                bar.update(task, total=collection.count())
            except (MorelliError, OSError):
                return  # whoever reads it for its pictures will say why

        threading.Thread(target=count, daemon=True).start()
        yield lambda done: bar.advance(task, done)
