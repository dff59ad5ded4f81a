"""`morelli train`: from a recipe and labelled pictures to a bundle."""

from pathlib import Path
from typing import Annotated

import typer

from morelli.cli.console import say_noted, say_skipped, warn_plainly
from morelli.cli.options import (
    AcceleratorOption,
    DataOption,
    NotPaintingsOption,
    StylesOption,
    Task,
    TaskOption,
    UnknownOption,
)


def register(app: typer.Typer) -> None:
    """Add `train` to the `morelli` command."""
    app.command()(train)


def train(
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE", help="A TOML file.")],
    data: DataOption,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the run; runs/<recipe's name> by default."),
    ] = None,
    unknown: UnknownOption = None,
    not_paintings: NotPaintingsOption = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DATA",
            help="Learn from the training pictures of this data, too; may be given several times.",
        ),
    ] = None,
    apart_from: Annotated[
        Path | None,
        typer.Option(
            metavar="DATA",
            help="Learn from no picture of a painting that is among these, or in another split.",
        ),
    ] = None,
    task: TaskOption = Task.ARTIST,
    styles: StylesOption = None,
    accelerator: AcceleratorOption = "auto",
    workers: Annotated[int, typer.Option(min=0, help="Processes that decode pictures.")] = 2,
) -> None:
    """Train a model and write its bundle; after a kill the same command goes on."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from morelli.datasets import open_dataset
    from morelli.datasets.beside import beside
    from morelli.datasets.near_duplicates import keep_apart
    from morelli.datasets.splits import given_or_stratified, part, to_learn_from
    from morelli.datasets.verification import verify
    from morelli.recipes import claim, prerequisites
    from morelli.recipes.adapt import adapt
    from morelli.recipes.files import load

    warn_plainly()
    console = Console()
    # Whatever can be known is said before pictures are read, and before torch is imported.
    prerequisites.check_torch()
    asked = load(recipe)
    prerequisites.check_backbones(asked)
    # Split before unreadable pictures are left out, as `morelli evaluate` does.
    dataset = open_dataset(data, task=task.value, styles=styles)
    dataset = given_or_stratified(dataset, seed=asked.seed)
    for path in also or ():
        dataset = beside(dataset, open_dataset(path, styles=styles), unknown)
    open_set = part(dataset, unknown) if unknown else ()
    others = open_dataset(not_paintings, labelled=False) if not_paintings else None
    apart = open_dataset(apart_from, labelled=False) if apart_from else None
    negatives = others.split("train").samples or others.samples if others is not None else ()
    prerequisites.open_set_to_learn_from(negatives, open_set)
    folder = out or Path("runs") / asked.name
    claim.check(folder, asked)
    adapt(asked, to_learn_from(dataset, asked.seed))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        total = len(dataset) + (len(apart) if apart is not None else 0)
        reading = progress.add_task("Reading pictures", total=total)

        def read() -> None:
            progress.advance(reading)

        dataset = verify(dataset, read) if apart is None else keep_apart(dataset, apart, read)
        if others is not None:
            others = verify(others)
    say_skipped(console, dataset.skipped)
    say_noted(console, dataset.noted)
    negatives = others.split("train").samples or others.samples if others is not None else ()
    done = 0

    def advance(pictures: int) -> None:
        nonlocal done
        before, done = done, done + pictures
        if before // 500 != done // 500:
            console.print(f"  {done:,} features", style="dim")

    from morelli.training.run import Run
    from morelli.training.train import train as run_training

    run = Run(asked, folder, console.print, advance, accelerator, workers)
    open_set = dataset.split(unknown).samples if unknown else ()
    bundle = run_training(run, dataset, negatives, open_set)
    console.print(f"[bold]{bundle.path}[/bold] holds the bundle {bundle.name}.")
    console.print(f"Measure it: morelli evaluate {bundle.path} --data {data}")
