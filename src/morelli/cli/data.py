"""`morelli data`: fetch a data set, say what is in it, find what is wrong with it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from morelli.cli.console import fetching, plain
from morelli.cli.options import (
    AllOption,
    DataArgument,
    JsonOption,
    StylesOption,
    Task,
    TaskOption,
)
from morelli.errors import MorelliError

if TYPE_CHECKING:
    from morelli.datasets.verification import Progress

UnlabelledOption = Annotated[
    bool, typer.Option("--unlabelled", help="Take pictures without painter and style, too.")
]

group = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `data` and its verbs to the `morelli` command."""
    app.add_typer(group, name="data", help="Fetch, describe and check data sets.")


@group.command()
def describe(
    data: DataArgument,
    task: TaskOption = Task.ARTIST,
    styles: StylesOption = None,
    unlabelled: UnlabelledOption = False,
    as_json: JsonOption = False,
    everything: AllOption = False,
) -> None:
    """Count pictures per painter, style and split; measure them; say what is missing."""
    from morelli.cli.data_tables import show_description
    from morelli.cli.long_tables import SHOWN
    from morelli.datasets import open_dataset, statistics

    dataset = open_dataset(data, task=task.value, styles=styles, labelled=not unlabelled)
    with _reading(len(dataset)) as advance:
        description = statistics.describe(dataset, advance)
    if as_json:
        _print_json(description.to_dict())
    else:
        show_description(description, None if everything else SHOWN)


@group.command()
def check(
    data: DataArgument,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OTHER", help="Pictures that should not be among DATA's."),
    ] = None,
    fewest: Annotated[
        int, typer.Option(min=1, help="Training pictures a class should have at least.")
    ] = 5,
    task: TaskOption = Task.ARTIST,
    styles: StylesOption = None,
    unlabelled: UnlabelledOption = False,
    as_json: JsonOption = False,
    everything: AllOption = False,
) -> None:
    """Find unreadable pictures, unknown labels, scarce classes and near-duplicates.

    Near-duplicates are looked for across splits, and between DATA and OTHER. The exit code is
    0 when nothing was found, 1 when something was, 2 when DATA cannot be read at all.
    """
    from morelli.cli.data_tables import show_findings
    from morelli.cli.long_tables import SHOWN
    from morelli.datasets import checks, open_dataset

    dataset = open_dataset(data, task=task.value, styles=styles, labelled=not unlabelled)
    other = open_dataset(against, labelled=False) if against else None
    with _reading(len(dataset) + len(other or ())) as advance:
        findings = checks.check(dataset, other, fewest=fewest, progress=advance)
    if as_json:
        _print_json(findings.to_dict())
    else:
        show_findings(findings, None if everything else SHOWN)
    if not findings.clean:
        raise typer.Exit(1)


@group.command()
def get(
    name: Annotated[str, typer.Argument(help="painting91")],
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to put it; else your data folder.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Another address of the same archive.")] = None,
) -> None:
    """Fetch a published data set. A call that was cut short goes on where it stopped."""
    from morelli.cli.long_tables import SHOWN, show_problems
    from morelli.datasets import published
    from morelli.datasets.dataset import readable

    if name not in published.CATALOGUE:
        known = ", ".join(published.CATALOGUE)
        raise typer.BadParameter(f"{name!r} is not known; there is: {known}.", param_hint="NAME")
    wanted = published.CATALOGUE[name]
    target = (to or published.home(name)).absolute()
    console = plain()
    size = "" if url else f" ({wanted.size / 1e6:,.0f} MB)"
    console.print(f"From {url or wanted.url}{size}", soft_wrap=True)
    console.print(f"into {readable(target)}", soft_wrap=True)
    console.print(f"Source: {wanted.source}")
    with fetching() as report:
        dataset = published.get(wanted, target, url=url, progress=report)
    next_step = f"morelli data describe {readable(target)}"
    console.print(f"{len(dataset):,} pictures are there: {next_step}", soft_wrap=True)
    if len(dataset) != wanted.pictures:
        console.print(f"{wanted.pictures:,} were expected.", style="red")
        show_problems(console, dataset.skipped, SHOWN)
        raise typer.Exit(1)


@group.command("export-corrections")
def export_corrections(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for pictures and table.")],
) -> None:
    """Turn visitors' corrections into a data set: OUT/corrections.csv, for `morelli train`.

    The server's database is read, which DATABASE_URL names. Corrections without a picture, or
    with a painter that the taxonomy doesn't know, are left out.
    """
    try:
        from morelli.web.database import prepare

        prepare()
        from morelli.web.corrections.export import MANIFEST, export
    except ImportError as error:
        raise MorelliError(
            f"This needs the web extra ({error.name} is missing): pip install 'morelli[web]'"
        ) from error
    written, left_out = export(out)
    noun = "picture" if written == 1 else "pictures"
    typer.echo(f"{written:,} {noun} in {out / MANIFEST}; corrections left out: {left_out:,}.")


def _print_json(content: dict[str, Any]) -> None:
    # ASCII, so that file names of any bytes can be printed to any terminal.
    typer.echo(json.dumps(content, indent=2))


@contextmanager
def _reading(total: int) -> "Iterator[Progress]":
    """A progress bar on stderr for so many pictures."""
    from rich.progress import Progress as Bar

    with Bar(console=plain(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda: bar.advance(task)
