"""`morelli teach`: one painter more in a bundle, from a few pictures, in seconds."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morelli.cli.console import say_noted, say_skipped
from morelli.cli.options import JsonOption
from morelli.cli.picture_arguments import named

if TYPE_CHECKING:
    from morelli.datasets.scan import LeftOut
    from morelli.teaching import Lesson


def register(app: typer.Typer) -> None:
    """Add `teach` to the `morelli` command."""
    app.command()(teach)


def teach(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The painter, in any spelling.")],
    pictures: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR", help="Five or more pictures, or folders whose pictures are all taken."
        ),
    ],
    bundle: Annotated[
        Path, typer.Option(metavar="OUT", help="Folder of the new bundle; it must not exist.")
    ],
    source: Annotated[
        str, typer.Option("--from", metavar="BUNDLE", help="Who learns: a bundle's folder or name.")
    ] = "default",
    style: Annotated[
        str | None,
        typer.Option(help="Style of all the pictures; by default what the model says of each."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Replace a painter who was taught before.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Teach a bundle a painter whom it doesn't know, and say how well that went.

    Nothing is trained anew: the graph stays, one class is added, and the answers are calibrated
    anew. Pictures that can't be read are named and left out.
    """
    from rich.console import Console

    from morelli.inference.classifier import Classifier
    from morelli.teaching import TeachError
    from morelli.teaching import teach as teach_painter

    if bundle.exists():  # before the work
        raise TeachError(f"{bundle} exists already; name a new folder with --bundle.")
    left_out: list[LeftOut] = []
    files = named(pictures, left_out)
    lesson = teach_painter(Classifier.open(source), name, files, style=style, again=again)
    errors = Console(stderr=True)
    say_noted(errors, [noted for folder in left_out for noted in folder.noted])
    say_skipped(errors, [problem for folder in left_out for problem in folder.problems])
    saved = lesson.save(bundle)
    if as_json:
        print(json.dumps(lesson.to_dict(), ensure_ascii=False, indent=1))
    else:
        _show(lesson, saved.path)


def _show(lesson: "Lesson", folder: Path) -> None:
    from rich.console import Console

    taught, name = lesson.taught, lesson.label.name
    console = Console(highlight=False, soft_wrap=True)
    for skipped in lesson.skipped:
        console.print(f"skipped {skipped.source}: {skipped.reason}", style="yellow", markup=False)
    console.print(f"Learnt {name} from {taught.pictures} pictures.", markup=False)
    console.print(
        f"Each left out in turn: {taught.recognised} of {taught.pictures} are recognised,"
        f" {taught.among_five} have {name} among the first five.",
        markup=False,
    )
    before, after = taught.right_before / taught.others, taught.right_after / taught.others
    console.print(
        f"The other painters, {taught.others:,} held-out pictures: {before:.1%} were right before,"
        f" {after:.1%} are now."
    )
    console.print(f"{folder} holds the new bundle: morelli classify --bundle {folder} ...")
