"""The command line: one module per verb, thin; the work is done elsewhere."""

import errno
import io
import sys
from importlib import import_module

import typer

from morelli.errors import MorelliError

VERBS = (
    "classify",
    "serve",
    "train",
    "evaluate",
    "study",
    "export",
    "teach",
    "data",
    "gallery",
    "models",
    "works",
)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def build() -> typer.Typer:
    """The `morelli` command with all its verbs."""
    app = typer.Typer(
        name="morelli",
        help="Who painted it, in what style, how sure are you, and why?",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for verb in VERBS:
        import_module(f"morelli.cli.{verb}").register(app)
    return app


def main() -> None:
    """Entry point of the `morelli` program: errors for people on stderr, exit code 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names of files may hold bytes that are no text; in JSON these are valid escapes, too.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        build()()
    except MorelliError as error:
        typer.secho(f"morelli: {error}", fg="red", err=True)
        sys.exit(2)
    except OSError as error:
        if error.errno in _NO_ROOM:
            where = f" of {error.filename}" if error.filename else ""
            sentence = f"The disk{where} takes nothing more ({error.strerror}): free some space."
            typer.secho(f"morelli: {sentence}", fg="red", err=True)
            sys.exit(2)
        if error.filename is None:
            raise
        typer.secho(f"morelli: {error.filename}: {error.strerror}.", fg="red", err=True)
        sys.exit(2)
