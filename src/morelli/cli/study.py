"""`morelli study`: many recipes, one question."""

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morelli.cli.console import SHOWN, say_noted, say_skipped, warn_plainly
from morelli.cli.options import (
    AcceleratorOption,
    DataOption,
    NotPaintingsOption,
    PicturesOption,
    StylesOption,
)
from morelli.errors import MorelliError

if TYPE_CHECKING:
    from rich.console import Console

    from morelli.study.context import Context
    from morelli.study.engines import Engine
    from morelli.study.grid import Cell
    from morelli.study.store import Store
    from morelli.study.study import Study


class EngineName(StrEnum):
    """Where cells are trained."""

    LOCAL = "local"
    RAY = "ray"


def register(app: typer.Typer) -> None:
    """Add `study` to the `morelli` command."""
    app.command()(study)


def study(
    file: Annotated[Path, typer.Argument(metavar="STUDY", help="A TOML file.")],
    data: DataOption,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the results; runs/<study's name> by default."),
    ] = None,
    not_paintings: NotPaintingsOption = None,
    styles: StylesOption = None,
    engine: Annotated[
        EngineName, typer.Option(help="Train on this machine, or on a Ray cluster.")
    ] = EngineName.LOCAL,
    parallel: Annotated[
        int | None,
        typer.Option(
            min=1, help="Trainings at a time; one for each GPU, or up to 4 on a CPU, by default."
        ),
    ] = None,
    retry_failed: Annotated[bool, typer.Option(help="Do again what has failed before.")] = False,
    accelerator: AcceleratorOption = "auto",
    workers: Annotated[
        int, typer.Option(min=0, help="Processes that decode pictures, for each training.")
    ] = 2,
    pictures: PicturesOption = True,
) -> None:
    """Run a grid of recipes and compare them; after a kill the same command goes on."""
    from rich.console import Console
    from rich.live import Live
    from rich.progress import Progress as Bar

    from morelli.datasets import open_dataset
    from morelli.datasets.splits import to_learn_from
    from morelli.datasets.verification import verify
    from morelli.recipes import prerequisites
    from morelli.study import grid, store
    from morelli.study import study as studies
    from morelli.study.adapt import adapt
    from morelli.study.context import Context, usable
    from morelli.study.engines import NO_RAY
    from morelli.study.store import Store

    warn_plainly()
    console = Console()
    # Whatever can be known is said before pictures are read, and before torch is imported.
    prerequisites.check_torch()
    if engine == EngineName.RAY and find_spec("ray") is None:
        raise MorelliError(NO_RAY)
    asked = studies.load(file)
    cells = grid.expand(asked)
    for cell in cells:
        prerequisites.check_backbones(cell.recipe)
    folder = out or Path("runs") / asked.name
    store.check(folder, asked.name)
    given = open_dataset(data, task=asked.task, styles=styles)
    kept = usable(asked, given)
    adapt(asked, cells, to_learn_from(kept, asked.seeds[0]))
    others = open_dataset(not_paintings, labelled=False) if not_paintings else None
    with Bar(console=console, transient=True) as bar:
        reading = bar.add_task("Reading pictures", total=len(kept))
        kept = verify(kept, lambda: bar.advance(reading))
        others = verify(others) if others is not None else None
    say_skipped(console, kept.skipped)
    say_noted(console, kept.noted)
    asked, cells, adapted = adapt(asked, cells, to_learn_from(kept, asked.seeds[0]))
    for change in adapted:
        console.print(change, style="yellow", soft_wrap=True)
    context = Context(
        asked,
        folder,
        kept,
        kept.fingerprint(),
        others.samples if others is not None else (),
        accelerator,
        workers,
        adapted,
    )

    from morelli.report import study as report
    from morelli.study import live
    from morelli.study import run as running

    console.print(f"[bold]{asked.question}[/bold] {len(cells)} cells, {_runs(asked, cells)} runs.")
    _say_stale(console, Store(folder), context, cells)
    with Live(console=console, refresh_per_second=2) as shown:
        done = running.run(
            context,
            given,
            cells,
            _engine(engine, context, parallel),
            retry=retry_failed,
            listen=lambda progress: shown.update(live.view(progress, asked.head)),
        )
    if done.failed:
        _say_failed(console, Store(folder))
    with console.status("Writing the report"):
        page = report.write(folder, pictures)
    console.print(
        f"[bold]{page}[/bold] is the report; numbers are in results.csv and summary.csv beside it.",
        soft_wrap=True,
    )


def _runs(asked: "Study", cells: "list[Cell]") -> int:
    return len(cells) * len(asked.seeds) * max(asked.folds, 1)


def _engine(name: EngineName, context: "Context", parallel: int | None) -> "Engine":
    if name == EngineName.RAY:
        from morelli.study.engines.cluster import RayEngine

        return RayEngine(context, parallel)
    from morelli.study.engines.local import LocalEngine

    return LocalEngine(context, parallel)


def _say_stale(console: "Console", store: "Store", context: "Context", cells: "list[Cell]") -> None:
    """Say which results here are of another version of the study, or of other data."""
    from morelli.study import grid
    from morelli.study import run as running

    keyed = [(cell.key(context.fingerprint, context.study), cell) for cell in cells]
    old = running.stale(store, keyed)
    if not old:
        return
    before = (store.read("study.json") or {}).get("data", {}).get("fingerprint")
    why = "the data" if before != context.fingerprint else "the study file"
    console.print(
        f"{len(old)} cells here are stale: {why} has changed since they were run. They are kept,"
        " and left out of the results:",
        style="yellow",
    )
    for cell in old[:SHOWN]:
        console.print(
            f"  {cell['key']} {grid.described(cell['values'])}", style="yellow", soft_wrap=True
        )
    if len(old) > SHOWN:
        console.print(f"  and {len(old) - SHOWN} more", style="yellow")


def _say_failed(console: "Console", store: "Store") -> None:
    from morelli.study import grid

    failed = [cell for cell in store.read("cells.json") if cell["status"] == "failed"]
    console.print(f"{len(failed)} cells have failed (--retry-failed tries again):", style="red")
    for cell in failed[:SHOWN]:
        named = grid.described(cell["values"])
        console.print(f"  {named}: {cell['reason']}", style="red", soft_wrap=True, markup=False)
