"""`morelli classify COLLECTION --out TABLE` as it is typed."""

import os
import pty
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

MORELLI = [sys.executable, "-c", "from morelli.cli import main; main()"]


@pytest.fixture
def hall(tmp_path, paintings):
    folder = tmp_path / "hall"
    folder.mkdir()
    for number, study in enumerate(paintings):
        Image.fromarray(np.asarray(study)).save(folder / f"{number}.png")
    (folder / "notes.txt").write_text("words")
    return folder


def test_a_table_is_written_resumed_and_mended(morelli, hall, tmp_path):
    out = tmp_path / "out.csv"
    (hall / "3.png").rename(tmp_path / "3.png")
    (hall / "3.png").write_text("no picture")
    command = ("classify", hall, "--out", out, "--bundle", "fast")
    done = morelli(*command, code=1)
    assert done.out == ""
    assert f"{out}: 5 rows (" in done.said and "1 of 5 could not be read." in done.said
    assert out.read_bytes().count(b"\r\n") == 6
    assert "--resume goes on with it" in morelli(*command, code=2).said
    assert "5 rows, 0 of them new." in morelli(*command, "--resume", code=1).said
    (tmp_path / "3.png").replace(hall / "3.png")
    assert "5 rows, 1 of them new" in morelli(*command, "--retry-failed").said
    refused = morelli(*command, "--resume", "--top", 2, code=2)
    assert "was begun with top 5, and this is 2" in refused.said


def test_embeddings_are_said_to_be_kept(morelli, hall, tmp_path):
    command = ("classify", hall, "--bundle", "fast", "--embeddings", "--out")
    assert "looked at 4 pictures" in morelli(*command, tmp_path / "a.parquet").said
    assert "looked at 0 pictures" in morelli(*command, f"{tmp_path}/b.jsonl/").said
    assert sorted(path.name for path in (tmp_path / "b.jsonl").iterdir()) == [
        *("_run.json", "part-000000.jsonl", "part-000000.jsonl.npy"),
    ]


def test_sidecars_come_and_go(morelli, hall, tmp_path):
    morelli("classify", hall, "--bundle", "fast", "--out", tmp_path / "out.csv", "--xmp")
    assert len(list(hall.glob("*.png.xmp"))) == 4
    assert morelli("classify", hall, "--remove-xmp").out == "4 sidecars are deleted.\n"
    assert list(hall.glob("*.xmp")) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a", "--resume"], "need --out"),
        (["a", "b", "--out", "c.csv"], "take one collection"),
        (["a", "--out", "c.csv", "--csv"], "take one collection"),
        (["gone", "--out", "c.csv"], "gone is not there"),
        (["gone", "--out", "c.doc"], "name it .csv, .jsonl or .parquet"),
    ],
)
def test_misuse_is_2(morelli, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    assert says in morelli("classify", "--bundle", "fast", *arguments, code=2).said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_screen_sees_how_far_it_is_and_logs_do_not(hall, tmp_path):
    command = [*MORELLI, "classify", str(hall), "--bundle", "fast", "--out"]
    ours, theirs = pty.openpty()
    environment = os.environ | {"COLUMNS": "100", "TERM": "xterm"}
    subprocess.run([*command, tmp_path / "a.csv"], stderr=theirs, check=True, env=environment)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "Classifying" in shown and "/5" in shown
    logged = subprocess.run([*command, tmp_path / "b.csv"], capture_output=True, check=True)
    assert logged.stdout == b"" and logged.stderr.count(b"\n") == 1
