"""`morelli works`: paintings of your own that are to be recognised."""

import json
from pathlib import Path
from typing import Annotated

import typer

from morelli.cli.console import plain, say_noted, say_skipped
from morelli.cli.options import BundleOption, JsonOption

group = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `works` and its verbs to the `morelli` command."""
    app.add_typer(group, name="works", help="Paintings of your own that are to be recognised.")


@group.command()
def add(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER_OR_TABLE",
            help="A folder of pictures, or a table: file, title, artist, year, id, link.",
        ),
    ],
    name: Annotated[
        str | None, typer.Option(help="The catalogue's; by default the folder's or table's.")
    ] = None,
    bundle: BundleOption = "default",
    again: Annotated[
        bool, typer.Option("--again", help="Look at all pictures anew, after files changed.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put a collection's paintings into a catalogue by which pictures of them are recognised.

    The same command brings a catalogue up to date, and goes on where it was cut short. Exit code 1
    when some pictures could not be read.
    """
    from rich.progress import Progress

    from morelli.collection import catalogue
    from morelli.inference.classifier import Classifier

    errors = plain(stderr=True)
    total = len(catalogue.read(source)[0])  # what isn't there is said before the work
    with Progress(console=errors, transient=True) as progress:
        task = progress.add_task("Looking at paintings", total=total)
        report = catalogue.add(
            Classifier.open(bundle),
            source,
            name,
            again=again,
            progress=lambda done: progress.advance(task, done),
        )
    say_noted(errors, report.noted)
    if as_json:
        skipped = [{"where": p.where, "reason": p.reason} for p in report.skipped]
        facts = {"name": report.name, "path": str(report.path), "works": report.total}
        print(json.dumps(facts | {"new": report.new, "skipped": skipped}, ensure_ascii=False))
    else:
        say_skipped(errors, report.skipped)
        console = plain(soft_wrap=True)
        console.print(f"{report.name}: {report.total:,} works, {report.new:,} of them new.")
    if report.skipped:
        raise typer.Exit(1)


@group.command("list")
def show(bundle: BundleOption = "default", as_json: JsonOption = False) -> None:
    """List the works that a bundle knows by itself, and the catalogues added to it."""
    from morelli.bundles.bundle import Bundle
    from morelli.collection import catalogue
    from morelli.works import locations

    opened = Bundle.open(bundle)
    catalogue.rule(opened)
    own = locations.own(opened)
    counts = {name: len(index) for name, index in catalogue.catalogues(opened).items()}
    if as_json:
        print(json.dumps({"model": len(own or ()), "catalogues": counts}, ensure_ascii=False))
        return
    console = plain(soft_wrap=True)
    console.print(f"{opened.name} itself: {len(own or ()):,} works")
    for name, count in counts.items():
        console.print(f"{name}: {count:,} works")


@group.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The catalogue's.")],
    bundle: BundleOption = "default",
) -> None:
    """Forget a catalogue; its pictures stay where they are."""
    from morelli.bundles.bundle import Bundle
    from morelli.collection import catalogue

    print(f"{catalogue.remove(Bundle.open(bundle), name)} is deleted.")
