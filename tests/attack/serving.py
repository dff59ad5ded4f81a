"""A server in processes of its own, to be attacked."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def serving(folder: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`morelli serve` with `fast`, and its port; whatever happens to it meanwhile.

    Args:
        folder: of its database and cache.
        settings: variables that it has besides.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    usual = {
        "DATABASE_URL": f"sqlite:///{folder}/records.sqlite3",
        "MORELLI_BUNDLE": "fast",
        "MORELLI_CACHE": f"{folder}/cache",
        "MORELLI_KEPT_PER_HOUR": "1000000",
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", "from morelli.cli import main; main()", "serve", f"--port={port}"],
        env={**os.environ, **usual, **settings},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        assert "ready" in process.stdout.readline()
        yield process, port
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
