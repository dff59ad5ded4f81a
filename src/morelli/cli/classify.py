"""`morelli classify`: who painted these pictures, in what style, how sure is it."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morelli.cli.classify_collection import into_table, remove_sidecars
from morelli.cli.console import say_noted, say_skipped
from morelli.cli.options import BundleOption
from morelli.cli.picture_arguments import named
from morelli.errors import MorelliError

if TYPE_CHECKING:
    from morelli.datasets.scan import LeftOut
    from morelli.inference.decision import Attribution


class Output(StrEnum):
    """How answers are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add `classify` to the `morelli` command."""
    app.command()(classify)


def classify(
    pictures: Annotated[
        list[Path],
        typer.Argument(
            help="Pictures, and folders whose pictures are all taken; with --out a collection:"
            " a folder, a table of files, or a ZIP or tar archive."
        ),
    ],
    top: Annotated[int, typer.Option(min=1, help="How many painters and styles to name.")] = 5,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON lines; the default where output is not a screen.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="A CSV row for each picture.")] = False,
    crop: Annotated[
        bool,
        typer.Option(
            help="Look for the painting in photographs of walls, and answer for it alone."
        ),
    ] = True,
    bundle: BundleOption = "default",
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads for the network; all cores by default.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="TABLE",
            help="Write a row for every file of the collection to a .csv, .jsonl or .parquet file;"
            " with a slash at the end, to a folder of them.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a table that was cut short, or grows.")
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Ask anew what could not be read; implies --resume."),
    ] = False,
    embeddings: Annotated[
        bool,
        typer.Option(
            "--embeddings",
            help="Put embeddings into the table, and keep what the network saw of each picture, so"
            " that it needn't look again.",
        ),
    ] = False,
    xmp: Annotated[
        bool,
        typer.Option("--xmp", help="Write answers beside pictures, too, into XMP sidecars."),
    ] = False,
    remove_xmp: Annotated[
        bool,
        typer.Option("--remove-xmp", help="Delete the sidecars that --xmp wrote; ask nothing."),
    ] = False,
) -> None:
    """Name painter and style of pictures.

    What in a folder is no picture, hidden or a system's own is named and left out. Exit code 0
    when all were read, 1 when pictures or folders could not be, 2 on misuse.
    """
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    if out is None and (resume or retry_failed or embeddings or xmp):
        raise typer.BadParameter("--resume, --retry-failed, --embeddings and --xmp need --out")
    if out is not None or remove_xmp:
        if len(pictures) > 1 or as_json or as_csv:
            raise typer.BadParameter(
                "--out and --remove-xmp take one collection, and no --json or --csv"
            )
        if remove_xmp:
            remove_sidecars(pictures[0])
        if out is not None:
            from morelli.collection.table import Options

            options = Options(top, crop, embeddings, xmp and not remove_xmp, threads)
            into_table(
                pictures[0], out, bundle, options, resume=resume or retry_failed, retry=retry_failed
            )
        return
    terminal = sys.stdout.isatty()
    output = Output.JSON if as_json else Output.CSV if as_csv else Output.TABLE
    if output is Output.TABLE and not terminal:
        output = Output.JSON
    left_out: list[LeftOut] = []
    files = list(named(pictures, left_out))
    unread = [problem for folder in left_out for problem in folder.problems]
    if not files:
        because = f" ({unread[0].where} {unread[0].reason})" if unread else ""
        places = ", ".join(map(str, pictures))
        raise MorelliError(f"There are no pictures in {places}{because}.")

    from rich.console import Console
    from rich.progress import Progress

    from morelli.inference.answer_csv import AnswerWriter
    from morelli.inference.classifier import Classifier, reason

    classifier = Classifier.open(bundle, threads=threads)
    writer = None
    if output is Output.CSV:
        known = classifier.bundle.manifest
        writer = AnswerWriter(sys.stdout, min(top, len(known.artists)), min(top, len(known.styles)))
    failed = 0
    errors = Console(stderr=True)
    say_noted(errors, [noted for folder in left_out for noted in folder.noted])
    say_skipped(errors, unread)
    with Progress(console=errors, transient=True, disable=len(files) < 10) as progress:
        task = progress.add_task("Classifying", total=len(files))
        for result in classifier.stream(files, top=top, crop=crop):
            progress.advance(task)
            failed += result.error is not None
            row: dict[str, object] = {"file": str(result.source)}
            if result.error is not None:
                row["error"] = reason(result.error)
            if writer:
                writer.write(str(row["file"]), result.attribution, str(row.get("error", "")))
            elif output is Output.JSON:
                answer = result.attribution
                row["attribution"] = answer.to_dict() if answer else None
                print(json.dumps(row, ensure_ascii=False), flush=True)
            else:
                _show(row, result.attribution)
    if failed:
        errors.print(f"[red]{failed} of {len(files)} could not be read.[/red]")
    if failed or unread:
        raise typer.Exit(1)


def _show(row: dict[str, object], answer: "Attribution | None") -> None:
    """A picture's answer as a small table for people."""
    from rich.console import Console
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    from morelli.inference.probabilities import COVERAGE

    console = Console()
    name = Text(str(row["file"]), style="bold")
    if answer is None:
        console.print(name, Text(str(row["error"]), style="red"), sep="\n  ", end="\n\n")
        return
    console.print(name, Text(answer.sentence), sep="\n  ")
    if answer.cropped is not None:
        where = f"  For the painting found in this picture, at {answer.cropped}"
        console.print(Text(where, style="dim"))
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    for candidates in (answer.artists, answer.styles):
        for candidate in candidates:
            share = candidate.probability
            bar = ProgressBar(100, 100 * share, width=24)
            table.add_row("", candidate.name, bar, f"{share:6.1%}")
        table.add_section()
    console.print(table)
    for members in (answer.artist_set, answer.style_set):
        if len(members) > 1 and answer.verdict == "known painter":
            names = ", ".join(member.name for member in members)
            console.print(
                Text(f"  {COVERAGE:.0%} sure: one of these {len(members)}: {names}", style="dim")
            )
    console.print()
