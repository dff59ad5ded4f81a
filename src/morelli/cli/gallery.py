"""`morelli gallery`: draw studies, fetch works from museums, list what hangs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morelli.cli.console import plain
from morelli.cli.options import AllOption, JsonOption
from morelli.gallery.museums import MUSEUMS

if TYPE_CHECKING:
    from morelli.gallery.fetch import Progress


# A museum to fetch from, by its key.
Source = StrEnum("Source", {key.upper(): key for key in MUSEUMS})  # type: ignore[misc]

group = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `gallery` and its verbs to the `morelli` command."""
    app.add_typer(group, name="gallery", help="Draw, fetch and list the pictures of a gallery.")


@group.command()
def studies(
    to: Annotated[
        Path, typer.Option(metavar="DIR", help="Where to put them; made where it doesn't exist.")
    ] = Path("studies"),
) -> None:
    """Draw the built-in gallery's studies after painters, with their gallery.csv."""
    from morelli.gallery.studies import STUDIES, draw

    with _bar("drawing", len(STUDIES)) as report:
        for number, file in enumerate(draw(to), start=1):
            report(number, file)
    typer.echo(f"{len(STUDIES)} studies are there: morelli serve --gallery {to}")


@group.command()
def fetch(
    source: Annotated[
        Source,
        typer.Option(
            "--from",
            help="; ".join(f"{museum.title} ({key})" for key, museum in MUSEUMS.items()) + ".",
        ),
    ],
    artist: Annotated[str, typer.Option(metavar="NAME", help="The painter, in any spelling.")],
    limit: Annotated[int, typer.Option(min=1, help="How many pictures there should be.")] = 20,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            envvar="MORELLI_GALLERY",
            help="The gallery they go to; else one in your data folder.",
        ),
    ] = None,
    all_works: Annotated[
        bool, typer.Option("--all-works", help="Take prints, drawings and all else, too.")
    ] = False,
    rate: Annotated[
        float | None,
        typer.Option(
            min=0.01,
            max=10,
            help="Requests a second at most, by default "
            + " and ".join(f"{museum.rate:g} ({key})" for key, museum in MUSEUMS.items())
            + ".",
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Address of another server that answers alike.")
    ] = None,
) -> None:
    """Fetch a painter's public-domain works from a museum, with their licences and sources.

    A call that was cut short goes on where it stopped when it is given again. The exit code is 1
    when there is nothing to fetch.
    """
    from morelli.gallery.client import RateLimitedClient
    from morelli.gallery.fetch import fetch as fetch_works
    from morelli.gallery.locations import home

    museum = MUSEUMS[source.value](url)
    folder = to or home()
    console = plain(soft_wrap=True)
    console.print(f"From {museum.title} into {folder}")
    with _bar("fetching", limit) as report:
        result = fetch_works(
            museum,
            artist,
            limit,
            folder,
            RateLimitedClient(rate or museum.rate, trusted=url),
            paintings=not all_works,
            progress=report,
        )
    there = result.fetched + result.present
    console.print(f"{result.fetched} fetched, {result.present} there already.")
    for reason, count in result.reasons:
        console.print(f"{count} left out: {reason}")
    for problem in result.failed:
        console.print(f"{problem.where} didn't come: {problem.reason}", style="yellow")
    if result.failed:
        console.print("Give the same command again later to try them again.")
    if result.ended:
        console.print(f"The fetch ended early: {result.ended}", style="yellow")
    if not there:
        console.print(f"{museum.title} has nothing by {artist} that can be fetched.", style="red")
        raise typer.Exit(1)
    console.print(f"Next: morelli serve --gallery {folder}")


@group.command("list")
def show(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", envvar="MORELLI_GALLERY", help="A gallery; else the built-in one."
        ),
    ] = None,
    text: Annotated[
        str, typer.Option(help="Words to find in title, painter, style, year or file name.")
    ] = "",
    artist: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this painter, in any spelling.")
    ] = None,
    style: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this style, in any spelling.")
    ] = None,
    as_json: JsonOption = False,
    everything: AllOption = False,
) -> None:
    """List a gallery's pictures, and what in it can't be shown and why.

    The exit code is 1 when something can't be shown.
    """
    from morelli.datasets.labels import named_artist, style_slug
    from morelli.gallery import Gallery, builtin

    gallery = Gallery.open(folder or builtin())
    found = gallery.search(
        text,
        artist=named_artist(artist or ""),
        style=style_slug(style or ""),
        size=max(1, len(gallery)),
    ).paintings
    problems = gallery.problems
    if as_json:
        content = {
            "folder": str(gallery.folder),
            "paintings": [asdict(painting) for painting in found],
            "problems": [asdict(problem) for problem in problems],
            "noted": [asdict(problem) for problem in gallery.noted],
        }
        typer.echo(json.dumps(content, indent=2))
    else:
        from morelli.cli.gallery_tables import show_paintings
        from morelli.cli.long_tables import SHOWN

        show_paintings(found, problems, gallery.noted, None if everything else SHOWN)
    if problems:
        raise typer.Exit(1)


@contextmanager
def _bar(what: str, total: int) -> "Iterator[Progress]":
    """A progress bar on stderr that names the latest picture."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done, title: bar.update(task, completed=done, description=escape(title))
