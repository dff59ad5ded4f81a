"""Disks that are full or can't be written: a sentence, the right code, nothing that looks whole.

A file system of 3 MB in memory; only root may mount one.
"""

import contextlib
import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BYTES = 3_000_000


class Disk:
    """A small file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filled = folder / "filled"

    def fill(self) -> None:
        """Leave no room."""
        with self._filled.open("wb", buffering=0) as file:
            for size in (4096, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        """Make room again."""
        self._filled.unlink()

    def writable(self, may: bool) -> None:
        """Allow to write on it, or not."""
        how = f"remount,{'rw' if may else 'ro'}"
        subprocess.run(["mount", "-o", how, str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if sys.platform != "linux" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root on Linux may mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def paintings(tmp_path: Path, drawn) -> Path:
    """A folder of pictures for each of some painters."""
    return drawn.folder(tmp_path, each=2)


COMMANDS = {
    "csv": "classify {paintings} --bundle fast --out {disk}/a.csv",
    "parquet": "classify {paintings} --bundle fast --out {disk}/a.parquet",
    "works": "works add {paintings} --bundle fast",
    "corrections": "data export-corrections {disk}/out",
}
"""What writes."""


@pytest.mark.parametrize("full", [True, False], ids=["full", "read-only"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_says_so_in_a_sentence(disk, paintings, tmp_path, full, command):
    disk.fill() if full else disk.writable(False)
    places = {"paintings": paintings, "disk": disk.folder}
    settings = {"MORELLI_WORKS": f"{disk.folder}/works", "MORELLI_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", "from morelli.cli import main; main()"]
        + [word.format(**places) for word in COMMANDS[command].split()],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    if not full:
        disk.writable(True)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    said = done.stderr.strip().splitlines()[-1]
    expected = "takes nothing more" if full else "Read-only file system"
    assert said.startswith("morelli: ") and expected in done.stderr
    left = [path for path in disk.folder.rglob("a.*") if path.is_file() and path.suffix != ".json"]
    assert left == []


def sent(port: int, path: str, picture: bytes = b"") -> tuple[int, dict]:
    """A correction that is left, or a path that is asked for."""
    head = '--line\r\nContent-Disposition: form-data; name="said"\r\n\r\nMonet\r\n'
    head += '--line\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = head.encode() + picture + b"\r\n--line--\r\n" if picture else b""
    headers = {"Content-Type": "multipart/form-data; boundary=line"} if picture else {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("POST" if picture else "GET", path, body, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def test_a_server_says_so_and_goes_on_once_there_is_room(disk, paintings, served, tmp_path):
    pictures = [file.read_bytes() for file in sorted(paintings.glob("*/*.png"))[:6]]
    settings = {
        "DATABASE_URL": f"sqlite:///{disk.folder}/records.sqlite3",
        "MORELLI_BUNDLE": "fast",
        "MORELLI_CACHE": str(tmp_path / "cache"),
    }
    corrections = "/api/v1/corrections"
    with served(**settings) as (port, _):
        kept = [sent(port, corrections, pictures[0])[1]["id"]]
        disk.fill()
        status, problem = sent(port, corrections, pictures[1])
        assert (status, problem["code"]) == (507, "storage-full")
        assert sent(port, "/readyz")[0] == 503
        assert sent(port, "/healthz")[0] == 200
        disk.free()
        assert sent(port, "/readyz")[0] == 200
        kept += [sent(port, corrections, picture)[1]["id"] for picture in pictures[2:4]]
        assert len(set(kept)) == 3
    records = sqlite3.connect(disk.folder / "records.sqlite3")
    with contextlib.closing(records):
        stored = [number for (number,) in records.execute("SELECT id FROM records_correction")]
    assert stored == kept
