"""`morelli export`: a bundle in another precision, or under another name."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from morelli.cli.options import BundleArgument


class Storage(StrEnum):
    """Precision in which weights are stored."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    INT8 = "int8"


def register(app: typer.Typer) -> None:
    """Add `export` to the `morelli` command."""
    app.command()(export)


def export(
    bundle: BundleArgument,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the new bundle.")],
    storage: Annotated[
        Storage, typer.Option(help="float32 keeps the weights as they are.")
    ] = Storage.FLOAT16,
    name: Annotated[str | None, typer.Option(help="Name of the new bundle.")] = None,
) -> None:
    """Write a bundle with smaller weights; measure it again before you trust it."""
    from rich.console import Console

    from morelli.bundles.bundle import Bundle, save
    from morelli.bundles.locations import MANIFEST
    from morelli.errors import MorelliError
    from morelli.recipes import prerequisites

    source = Bundle.open(bundle)
    if out.exists() and not (out / MANIFEST).is_file() and (out.is_file() or any(out.iterdir())):
        raise MorelliError(f"{out} is there and is no bundle; name a new folder.")
    prerequisites.check_torch()

    from morelli.training.export.graphs import repack

    graph = repack(source.graph, storage.value)
    manifest = source.manifest.model_copy(
        update={"name": name or source.manifest.name, "metrics": {}}
    )
    written = save(out, manifest, graph, source.background, source.works)
    console = Console()
    before, after = len(source.graph) / 1e6, len(written.graph) / 1e6
    console.print(f"{out}: {after:.1f} MB, before {before:.1f} MB.")
    console.print(f"Measure it: morelli evaluate {out} --data DATA --record")
