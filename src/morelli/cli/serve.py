"""`morelli serve`: the web server, from one command."""

import errno
import http.client
import os
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morelli.errors import MorelliError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from morelli.datasets import Problem
    from morelli.web.environment import Environment

PATIENCE = 60.0
"""Seconds within which a server that starts must answer."""

PROBLEMS = 5
"""Most problems of the gallery that are spelled out at the start."""


class ServeError(MorelliError):
    """The server cannot start."""


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command()(serve)


def serve(
    host: Annotated[
        str | None,
        typer.Option(envvar="MORELLI_HOST", help="Address to listen on.", show_default="127.0.0.1"),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(envvar="MORELLI_PORT", help="Port to listen on.", show_default="8000"),
    ] = None,
    bundle: Annotated[
        str | None,
        typer.Option(
            envvar="MORELLI_BUNDLE", help="The model: a name or a folder.", show_default="default"
        ),
    ] = None,
    gallery: Annotated[
        Path | None,
        typer.Option(
            envvar="MORELLI_GALLERY",
            metavar="DIR",
            help="A folder of paintings to hang.",
            show_default="studies drawn by morelli",
        ),
    ] = None,
    evaluation: Annotated[
        Path | None,
        typer.Option(
            envvar="MORELLI_EVALUATION",
            metavar="DIR",
            help="What `morelli evaluate --out` wrote about the model, to show its pictures.",
            show_default="none",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            envvar="MORELLI_WORKERS",
            help="Server processes, each with its own model.",
            show_default="1",
        ),
    ] = None,
) -> None:
    """Serve the browser app and the API. More settings: docs/settings.md."""
    for name, value in (
        ("HOST", host),
        ("PORT", port),
        ("BUNDLE", bundle),
        ("GALLERY", gallery),
        ("EVALUATION", evaluation),
        ("WORKERS", workers),
    ):
        if value is not None:
            os.environ[f"MORELLI_{name}"] = str(value)
    try:
        from morelli.web.database import prepare
        from morelli.web.environment import environment
        from morelli.web.logs import configuration
        from morelli.web.metrics_folder import metrics_folder
        from morelli.web.supervisor import Supervisor
    except ImportError as error:
        raise ServeError(
            f"`morelli serve` needs the web extra ({error.name} is missing):"
            " pip install 'morelli[web]'"
        ) from error

    from morelli.bundles.bundle import Bundle
    from morelli.gallery import Gallery, builtin
    from morelli.web.model.evaluation import EvaluatedPictures

    chosen = environment()
    # Every process must sign with the same key; without one in the environment it is random.
    os.environ["MORELLI_SECRET_KEY"] = chosen.secret_key
    # What can't be opened is said here, once, and not by every process.
    if not chosen.gallery:
        builtin()
    elif problems := Gallery.open(Path(chosen.gallery)).problems:
        _warn_of(problems, chosen.gallery)
    model = Bundle.open(chosen.bundle)
    if chosen.evaluation:
        EvaluatedPictures.open(Path(chosen.evaluation), model.name)
    prepare()
    address = _free_address(chosen.host, chosen.port)
    server = Supervisor(
        address=address, port=chosen.port, workers=chosen.workers, log=configuration(chosen.log)
    )
    threading.Thread(target=_announce, args=(chosen,), daemon=True).start()
    with metrics_folder() as counts:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)
        server.run()


def _warn_of(problems: "Sequence[Problem]", gallery: str) -> None:
    """Say what of a gallery is left out; pictures that can't be read are met later."""
    for problem in problems[:PROBLEMS]:
        typer.echo(f"{problem.where}: {problem.reason}", err=True)
    typer.secho(
        f"{len(problems):,} left out of the gallery; to see all: morelli gallery list {gallery}",
        fg="yellow",
        err=True,
    )


def _free_address(host: str, port: int) -> str:
    """The number of an address that can be listened on, IPv4 where a name has both.

    Tried before granian does, which would share the port with another server.

    Raises:
        ServeError: it cannot, with the reason.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        found.sort(key=lambda entry: entry[0] != socket.AF_INET)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return str(address[0])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"Port {port} of {host} is in use by another program; choose another with --port."
            ) from error
        raise ServeError(f"Cannot listen on {host}, port {port}: {error.strerror}.") from error


def _announce(chosen: "Environment") -> None:
    """Print the address once the server answers there."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(chosen.host, chosen.host)  # noqa: S104
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(local, chosen.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                break
        except (OSError, http.client.HTTPException):
            pass  # not yet
        finally:
            connection.close()
        time.sleep(0.1)
    else:
        typer.secho("morelli: the server does not answer; its log says why.", fg="red", err=True)
        return
    shown = f"[{local}]" if ":" in local else local
    address = f"http://{shown}:{chosen.port}{chosen.path_prefix}"
    typer.echo(f"morelli is ready at {address} (stop it with Ctrl-C)")
