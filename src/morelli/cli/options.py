"""Options that several verbs share, so that they are spelled and explained the same."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Task(StrEnum):
    """Whose official split of Painting-91 is meant."""

    ARTIST = "artist"
    STYLE = "style"


BundleArgument = Annotated[str, typer.Argument(metavar="BUNDLE", help="A bundle's folder or name.")]
BundleOption = Annotated[
    str, typer.Option(envvar="MORELLI_BUNDLE", help="A bundle's folder or name.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
AllOption = Annotated[bool, typer.Option("--all", help="Show all rows of long tables.")]
_DATA = "A CSV or Parquet table, a folder with one folder per painter, or Painting-91."
DataArgument = Annotated[Path, typer.Argument(metavar="DATA", help=_DATA)]
DataOption = Annotated[Path, typer.Option(metavar="DATA", help=_DATA)]
TaskOption = Annotated[Task, typer.Option(help="Painting-91: whose official split to use.")]
StylesOption = Annotated[
    Path | None,
    typer.Option(metavar="CSV", help="Painters' folders: a table with columns painter and style."),
]
NotPaintingsOption = Annotated[
    Path | None,
    typer.Option(metavar="DATA", help="Pictures of other things, to be refused."),
]
UnknownOption = Annotated[
    str | None,
    typer.Option(metavar="SPLIT", help="A split of paintings by painters it isn't to know."),
]
AcceleratorOption = Annotated[
    str, typer.Option(help="auto, cpu, gpu or whatever else Lightning knows.")
]
PicturesOption = Annotated[
    bool,
    typer.Option(help="Keep small copies of the pictures in report.html."),
]
