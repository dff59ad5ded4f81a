"""`morelli evaluate`: how good a bundle is, with intervals."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morelli.cli.options import (
    DataOption,
    NotPaintingsOption,
    PicturesOption,
    StylesOption,
    Task,
    TaskOption,
    UnknownOption,
)
from morelli.errors import MorelliError

if TYPE_CHECKING:
    from morelli.datasets import Sample
    from morelli.evaluation.evaluate import Evaluation

EVERYTHING = "all"
"""In place of a split: a data set that nothing was trained on needs none."""


def register(app: typer.Typer) -> None:
    """Add `evaluate` to the `morelli` command."""
    app.command()(evaluate)


def evaluate(
    bundle: Annotated[str, typer.Argument(metavar="BUNDLE", help="A bundle's folder or name.")],
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
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
    record: Annotated[
        bool, typer.Option(help="Write the numbers and a model card into the bundle.")
    ] = False,
    task: TaskOption = Task.ARTIST,
    styles: StylesOption = None,
) -> None:
    """Measure a bundle on labelled pictures it was not trained on."""
    from rich.console import Console

    from morelli.bundles.bundle import Bundle
    from morelli.datasets import open_dataset
    from morelli.datasets.splits import given_or_stratified, part
    from morelli.evaluation import card
    from morelli.evaluation.evaluate import evaluate as measure
    from morelli.evaluation.evaluate import fresh
    from morelli.inference.classifier import Classifier

    if out is not None and out.exists() and not out.is_dir():
        raise MorelliError(f"{out} is a file; name a folder with --out.")
    measured = Bundle.open(bundle)
    seed = measured.manifest.provenance.get("recipe", {}).get("seed", 0)
    dataset = open_dataset(data, task=task.value, styles=styles)
    if split != EVERYTHING:
        dataset = given_or_stratified(dataset, seed=seed)
    paintings = dataset.samples if split == EVERYTHING else part(dataset, split)
    # What can't be opened is said before the work.
    among = part(dataset, neighbours) if neighbours else ()
    probed = part(dataset, source_probe) if source_probe else ()
    abroad = _abroad(elsewhere or [], split)
    strangers = fresh(measured, part(dataset, unknown)) if unknown else ()
    others: tuple[object, ...] = ()
    if not_paintings:
        refused = open_dataset(not_paintings, labelled=False)
        others = refused.split(split).samples or refused.samples
    if out:  # before the work, since it needs more than the numbers do
        from morelli.evaluation.report import write
        from morelli.report import evaluation as report
    # Painters are told by how they paint: works that are recognised are measured by themselves.
    classifier = Classifier(measured.without_works())
    total = len(paintings) + len(strangers) + len(others)
    with _counting("Classifying", total) as advance:
        evaluation = measure(
            classifier,
            paintings,
            unknown=strangers,
            not_paintings=others,  # type: ignore[arg-type]
            progress=advance,
        )
    more = {}
    if faithfulness:
        from morelli.evaluation.faithfulness import faithfulness as check

        with _counting("Covering and uncovering", min(faithfulness, len(paintings))) as advance:
            more["faithfulness"] = check(classifier, paintings, faithfulness, advance)
    if neighbours:
        from morelli.evaluation.neighbours import neighbours as compare
        from morelli.explain import Memory
        from morelli.storage import cache_folder

        with _counting("Looking for neighbours", len(paintings) + len(among)) as advance:
            memory = Memory(classifier, cache_folder("answers"))
            more["neighbours"] = compare(memory, paintings, among, advance)
    if robustness:
        from morelli.evaluation.robustness import CONDITIONS
        from morelli.evaluation.robustness import robustness as photograph

        asked = len(CONDITIONS) * min(robustness, len(paintings))
        with _counting("Answering for photographs", asked) as advance:
            more["robustness"] = photograph(classifier, paintings, robustness, advance)
    if copies:
        from morelli.evaluation.copies import COPIES
        from morelli.evaluation.copies import copies as answer_copies

        copied = next(iter(abroad.values()), paintings)
        asked = (1 + len(COPIES)) * min(copies, len(copied))
        with _counting("Answering for copies", asked) as advance:
            more["copies"] = answer_copies(classifier, copied, copies, advance)
    if source_probe:
        from morelli.evaluation.source_probe import probe
        from morelli.explain import Memory
        from morelli.storage import cache_folder

        with _counting("Looking for what tells sources", len(probed)) as advance:
            memory = Memory(classifier, cache_folder("answers"))
            more["sources"] = probe(memory, probed, advance)
    evaluation = replace(evaluation, more=more)
    for name, pictures_there in abroad.items():
        from morelli.evaluation.cross_dataset import elsewhere as measure_elsewhere

        with _counting(f"Classifying {name}", len(pictures_there)) as advance:
            found = measure_elsewhere(classifier, pictures_there, advance)
        evaluation = replace(evaluation, elsewhere=evaluation.elsewhere | {name: found})
    if works is not None:
        from morelli.evaluation.works import Shown, shown
        from morelli.evaluation.works import works as recognise
        from morelli.works.copies import KINDS

        learnt = dataset.split("train").samples
        learnt = learnt[:: max(1, len(learnt) // max(works, 1))][:works]
        questions = [
            *(one for there in abroad.values() for one in shown(there)),
            *(Shown(sample, None) for sample in (*paintings, *strangers)),
        ]
        with _counting("Recognising works", len(questions) + len(KINDS) * len(learnt)) as advance:
            more["works"] = recognise(Classifier(measured), questions, learnt, advance)
        evaluation = replace(evaluation, more=evaluation.more | more)
    if as_json:
        print(json.dumps(evaluation.to_dict(), indent=1))
    else:
        _show(evaluation)
    if out:
        write(evaluation, out, pictures)
        with _counting("Drawing the report", len(paintings)) as advance:
            page = report.write(
                evaluation,
                classifier,
                f"{EVERYTHING if split == EVERYTHING else f'the split {split}'} of {data.name}",
                out,
                pictures,
                advance,
            )
        Console(stderr=True).print(f"The report is {page}", soft_wrap=True, highlight=False)
    if record:
        card.record(measured, evaluation)


def _abroad(tables: "list[Path]", split: str) -> "dict[str, tuple[Sample, ...]]":
    """Pictures to measure on of each table, by its name; what can't be used is said at once."""
    from morelli.datasets import open_dataset
    from morelli.evaluation.cross_dataset import counted

    found: dict[str, tuple[Sample, ...]] = {}
    for table in tables:
        dataset = open_dataset(table)
        if dataset.name in found:
            raise MorelliError(f"Two of the tables are called {dataset.name}; rename one of them.")
        found[dataset.name] = counted(dataset, split)
    return found


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
