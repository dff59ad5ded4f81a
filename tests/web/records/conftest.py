"""A PostgreSQL of the tests' own, in a folder and on a port of its own; and an SQLite file."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

PASSWORD = secrets.token_urlsafe(9) + "/@:%"
"""With what an address has to quote."""


def _program(name: str) -> str:
    """A program of PostgreSQL; Debian keeps its server's out of the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(kept[-1]) if kept else None)
    if found is None:
        pytest.skip("no PostgreSQL on this machine: install the package postgresql")
    return found


@pytest.fixture(scope="session")
def postgresql() -> Iterator["PostgreSQL"]:
    """A server without databases of ours; it and its folder are gone afterwards."""
    pytest.importorskip("psycopg", reason="no driver for PostgreSQL: install morelli[postgres]")
    initdb, server = _program("initdb"), _program("postgres")
    # It refuses to run as root, and nobody else can enter folders of root's.
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = None if os.getuid() else next(n for n in ("postgres", "nobody") if n in names)
    folder = Path(tempfile.mkdtemp(prefix="morelli-postgresql-"))
    try:
        (folder / "password").write_text(PASSWORD)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        make = [initdb, "--auth=scram-sha-256", "--username=an@na", "--encoding=UTF8"]
        make += [f"--pwfile={folder / 'password'}", "--no-sync", str(data)]
        subprocess.run(make, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        cluster = PostgreSQL([server, "-D", str(data), "-k", str(folder)], port, user)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/records.sqlite3"
    return request.getfixturevalue("postgresql").empty()


class PostgreSQL:
    """A server that can be stopped and started again."""

    def __init__(self, command: list[str], port: int, user: str | None) -> None:
        self._address = f"postgres://an%40na:{quote(PASSWORD, safe='')}@127.0.0.1:{port}"
        self._command = [*command, "-p", str(port), "-c", "listen_addresses=127.0.0.1"]
        self._command += ["-c", "fsync=off", "-c", "log_min_messages=warning"]
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> str:
        """Where its socket is."""
        return self._command[self._command.index("-k") + 1]

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs."""
        subprocess.run([_program(program), *arguments], check=True)

    def empty(self) -> str:
        """The address of a new database."""
        import psycopg

        name = f"art_{secrets.token_hex(4)}"
        with psycopg.connect(f"{self._address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self._address}/{name}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        import psycopg

        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(self._command, user=self._user, cwd="/", **quiet)
        for _ in range(300):
            try:
                psycopg.connect(f"{self._address}/postgres", connect_timeout=5).close()
                return
            except psycopg.OperationalError as error:
                refused = error
                assert self._process.poll() is None, "PostgreSQL ended"
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)
        raise refused

    def stop(self) -> None:
        """Stop at once, whoever is connected."""
        if self._process:
            self._process.send_signal(2)
            self._process.wait(30)
            self._process = None
