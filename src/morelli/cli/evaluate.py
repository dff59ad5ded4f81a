"""`morelli evaluate`: how good a bundle is, with intervals."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morelli.cli.options import (
    BundleArgument,
    DataOption,
    JsonOption,
    NotPaintingsOption,
    PicturesOption,
    StylesOption,
    Task,
    TaskOption,
    UnknownOption,
)
from morelli.errors import MorelliError

if TYPE_CHECKING:
    from morelli.evaluation.evaluate import Evaluation


def register(app: typer.Typer) -> None:
    """Add `evaluate` to the `morelli` command."""
    app.command()(evaluate)


def evaluate(
    bundle: BundleArgument,
    data: DataOption,
    split: Annotated[str, typer.Option(help="The split to measure on, or all.")] = "test",
    unknown: UnknownOption = None,
    not_paintings: NotPaintingsOption = None,
    faithfulness: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="Check the heat maps of so many pictures by deletion and insertion.",
        ),
    ] = 0,
    neighbours: Annotated[
        str | None,
        typer.Option(
            metavar="SPLIT", help="Look for the nearest paintings in this split: precision at five."
        ),
    ] = None,
    robustness: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="Answer for so many pictures as photographs on a wall, too: frame, light, blur.",
        ),
    ] = 0,
    copies: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="Answer for copies of so many pictures, smaller and in other formats: those of the"
            " first --elsewhere, or of the split without one.",
        ),
    ] = 0,
    elsewhere: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DATA",
            help="Labelled pictures from other sources than those it learnt from, by source and"
            " work; the same split where there is one, else all. Can be given several times, the"
            " one to judge by first.",
        ),
    ] = None,
    source_probe: Annotated[
        str | None,
        typer.Option(
            metavar="SPLIT",
            help="Can sources be told by what the heads read? On this split's pictures.",
        ),
    ] = None,
    works: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Are known works recognised, and no others? Also in copies of so many training"
            " pictures, cut, framed, toned or grey.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for report.html, report.md, evaluation.json and the confusion matrices."
        ),
    ] = None,
    pictures: PicturesOption = True,
    as_json: JsonOption = False,
    record: Annotated[
        bool, typer.Option(help="Write the numbers and a model card into the bundle.")
    ] = False,
    task: TaskOption = Task.ARTIST,
    styles: StylesOption = None,
) -> None:
    """Measure a bundle on labelled pictures it was not trained on."""
    from rich.console import Console

    from morelli.bundles.bundle import Bundle
    from morelli.evaluation import card, measurements
    from morelli.evaluation.subject import EVERYTHING, Subject

    if out is not None and out.exists() and not out.is_dir():
        raise MorelliError(f"{out} is a file; name a folder with --out.")
    measured = Bundle.open(bundle)
    subject = Subject.open(
        measured, data, split=split, cross_dataset=elsewhere or (), task=task.value, styles=styles
    )
    asked: list[measurements.Measurement] = [measurements.Labels(unknown, not_paintings)]
    if faithfulness:
        asked.append(measurements.HeatMaps(faithfulness))
    if neighbours:
        asked.append(measurements.NearestPaintings(neighbours))
    if robustness:
        asked.append(measurements.Photographs(robustness))
    if copies:
        asked.append(measurements.Copies(copies))
    if source_probe:
        asked.append(measurements.SourceProbe(source_probe))
    if elsewhere:
        asked.append(measurements.CrossDataset())
    if works is not None:
        asked.append(measurements.KnownWorks(works, unknown))
    tasks = measurements.planned(subject, asked)
    if out:  # before the work, since it needs more than the numbers do
        from morelli.evaluation.report import write
        from morelli.report import evaluation as report
    evaluation = measurements.run(measured.name, tasks, _counting)
    if as_json:
        print(json.dumps(evaluation.to_dict(), indent=1))
    else:
        _show(evaluation)
    if out:
        write(evaluation, out, pictures)
        with _counting("Drawing the report", len(subject.paintings)) as advance:
            page = report.write(
                evaluation,
                subject.classifier,
                f"{EVERYTHING if split == EVERYTHING else f'the split {split}'} of {data.name}",
                out,
                pictures,
                advance,
            )
        Console(stderr=True).print(f"The report is {page}", soft_wrap=True, highlight=False)
    if record:
        card.record(measured, evaluation)


@contextmanager
def _counting(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(what, total=total)
        yield lambda done: progress.advance(bar, done)


def _show(evaluation: "Evaluation") -> None:
    from rich.console import Console

    from morelli.cli import metrics_table

    classes = {name: len(head.labels) for name, head in evaluation.heads.items()}
    metrics_table.show(evaluation.to_dict(), classes)
    if evaluation.skipped:
        console = Console()
        console.print(f"[yellow]{len(evaluation.skipped)} pictures could not be read:[/yellow]")
        for problem in evaluation.skipped[:20]:
            console.print(f"  {problem.where}: {problem.reason}", markup=False)
