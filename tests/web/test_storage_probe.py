"""A disk that is full: said in a sentence, nothing acknowledged lost, and well again with room."""

import contextlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here: its size can't be limited")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_loses_nothing(serve, draw, small_disk):
    path = small_disk / "records.sqlite3"
    said = ("said", None, b"Claude Monet"), ("agreed", None, b"true")
    picture = ("file", "a.png", draw("PNG", size=(900, 900)))
    with serve(DATABASE_URL=f"sqlite:///{path}", MORELLI_KEPT_PER_HOUR="10000") as server:
        assert server.request("GET", "/readyz").status == 200
        kept = [server.post("/api/v1/corrections", *said, picture).json()["id"]]
        filler = small_disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"\0" * 4096) == 4096:
                pass
        for _ in range(300):
            answer = server.post("/api/v1/corrections", *said, picture)
            if answer.status != 201:
                break
            kept.append(answer.json()["id"])
        assert (answer.status, answer.json()["code"]) == (507, "storage-full")
        ready = server.request("GET", "/readyz")
        assert ready.status == 503
        assert ready.json()["status"].startswith("Disk full: ")
        # What leaves nothing behind is answered as ever.
        assert server.request("GET", "/healthz").status == 200
        assert server.post("/api/v1/attributions", ("files", "a.jpg", draw())).status == 200
        filler.unlink()
        kept.append(server.post("/api/v1/corrections", *said, picture).json()["id"])
        assert server.request("GET", "/readyz").status == 200
    with contextlib.closing(sqlite3.connect(path)) as database:
        stored = {row for (row,) in database.execute("SELECT id FROM records_correction")}
    assert set(kept) <= stored


def test_no_room_for_a_picture_that_is_received_is_said(serve, draw, small_disk, tmp_path):
    database = f"sqlite:///{tmp_path}/records.sqlite3"
    large = ("file", "large.bmp", draw("BMP", size=(1500, 1500)))  # not kept in memory
    with serve(DATABASE_URL=database, TMPDIR=str(small_disk)) as server:
        assert server.post("/api/v1/previews", large).status == 507
        assert server.request("GET", "/readyz").status == 503
        assert server.post("/api/v1/previews", ("file", "a", draw())).status == 200
