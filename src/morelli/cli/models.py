"""`morelli models`: which bundles there are, how good they are, and other ones from elsewhere."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from morelli.cli.console import plain
from morelli.cli.options import BundleArgument, JsonOption

if TYPE_CHECKING:
    from morelli.bundles.bundle import Bundle
    from morelli.bundles.catalogue import Listed


group = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add `models` and its verbs to the `morelli` command."""
    app.add_typer(group, name="models", help="List, describe and pull models.")


@group.command("list")
def show(as_json: JsonOption = False) -> None:
    """List the bundles that can be used by name: built-in ones and those that were pulled.

    The exit code is 1 when one is damaged.
    """
    from morelli.bundles.catalogue import catalogue

    listed = catalogue()
    if as_json:
        typer.echo(json.dumps([_summary(entry) for entry in listed], indent=2))
    else:
        _table(listed)
    if any(entry.problem for entry in listed):
        raise typer.Exit(1)


@group.command()
def info(
    bundle: BundleArgument,
    as_json: JsonOption = False,
) -> None:
    """Show what a bundle knows and how good it is, with intervals."""
    from morelli.bundles.bundle import Bundle
    from morelli.bundles.pull import checksum
    from morelli.cli import metrics_table
    from morelli.teaching import figures

    opened = Bundle.open(bundle)
    manifest = opened.manifest
    if as_json:
        document = _facts(opened) | {
            "preprocessing": manifest.preprocessing.model_dump(),
            "metrics": opened.metrics,
            "provenance": manifest.provenance,
            "taught": figures(opened),
        }
        typer.echo(json.dumps(document, indent=2))
        return
    console = plain(soft_wrap=True)
    console.print(opened.name, style="bold")
    console.print(f"{_many(opened.artists, 'painter')}, {_many(opened.styles, 'style')}")
    size = manifest.preprocessing.size
    console.print(f"{len(opened.graph) / 1e6:.1f} MB, pictures of {size} x {size} pixels")
    console.print(f"in {opened.path}")
    console.print(f"SHA-256 of its morelli.json: {checksum(opened.path)}")
    for painter in figures(opened):
        console.print(
            "was taught {name} from {pictures} pictures: {recognised} recognised, each left out in"
            " turn; others right {right_before} of {others} before, {right_after} with it".format(
                **painter
            )
        )
    console.print()
    if opened.metrics:
        metrics_table.show(opened.metrics, _classes(opened))
    else:
        console.print(f"Not measured yet: morelli evaluate {bundle} --data DATA --record")


@group.command()
def pull(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A name of the index, hub:owner/name[@revision], or a morelli.json's address.",
        ),
    ],
    sha256: Annotated[
        str | None,
        typer.Option(help="Checksum of its morelli.json; needed with an address."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="What to call it; else as its source does.")
    ] = None,
) -> None:
    """Fetch a bundle, verified, to be used by its name; a call that was cut short goes on."""
    from morelli.bundles.pull import checksum
    from morelli.bundles.pull import pull as fetch
    from morelli.bundles.source import find
    from morelli.cli.console import fetching
    from morelli.inference.classifier import Classifier

    console = plain(soft_wrap=True)

    def loads(bundle: "Bundle") -> None:
        Classifier(bundle, threads=1)

    wanted = find(source, sha256)
    with fetching() as report:
        bundle = fetch(wanted, check=loads, name=name, progress=report)
    called = bundle.path.name
    console.print(f"{called} is in {bundle.path}")
    if wanted.sha256 is None:
        console.print(f"Others get the very same with --sha256 {checksum(bundle.path)}")
    console.print(f"How good it is: morelli models info {called}")
    console.print(f"Use it: morelli classify PICTURES --bundle {called}")


def _table(listed: "list[Listed]") -> None:
    from rich import box
    from rich.table import Table

    console = plain()
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("name", "", "MB", "painters", "right", "styles", "right", "about"):
        table.add_column(column, justify="left" if column in ("name", "", "about") else "right")
    for entry in listed:
        cells = [""] * 5
        if entry.bundle is not None:
            artists, styles = len(entry.bundle.artists), len(entry.bundle.styles)
            size = f"{len(entry.bundle.graph) / 1e6:.1f}"
            right = [_right(entry.bundle, head) for head in ("artist", "style")]
            cells = [size, str(artists), right[0], str(styles), right[1]]
        table.add_row(entry.name, entry.where, *cells, entry.problem or entry.about)
    console.print(table)


def _summary(entry: "Listed") -> dict[str, Any]:
    document: dict[str, Any] = {"name": entry.name, "where": entry.where, "about": entry.about}
    if entry.bundle is not None:
        accuracy = {
            head: entry.bundle.metrics[head]["accuracy"]
            for head in ("artist", "style")
            if head in entry.bundle.metrics
        }
        document |= _facts(entry.bundle) | {"name": entry.name, "accuracy": accuracy}
    return document | ({"problem": entry.problem} if entry.problem else {})


def _facts(bundle: "Bundle") -> dict[str, Any]:
    from morelli.bundles.pull import checksum

    return {
        "name": bundle.name,
        "path": str(bundle.path),
        "bytes": len(bundle.graph),
        "sha256": checksum(bundle.path),
        "artists": len(bundle.artists),
        "styles": len(bundle.styles),
    }


def _many(things: Sequence[str], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _classes(bundle: "Bundle") -> dict[str, int]:
    return {"artist": len(bundle.artists), "style": len(bundle.styles)}


def _right(bundle: "Bundle", head: str) -> str:
    accuracy = bundle.metrics.get(head, {}).get("accuracy")
    return f"{accuracy['value']:.1%}" if accuracy else ""
