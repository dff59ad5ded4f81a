"""`morelli classify` as it is typed."""

import csv
import io
import json
import os
import pty
import subprocess
import sys

import pytest

from morelli.inference.answer_csv import columns
from morelli.inference.classifier import Classifier

MORELLI = [sys.executable, "-c", "from morelli.cli import main; main()"]


@pytest.fixture
def run(trained, monkeypatch):
    monkeypatch.setenv("MORELLI_BUNDLE", str(trained.bundle.path))

    def run(*arguments, code=0):
        command = [*MORELLI, "classify", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def test_a_pipe_gets_json_lines_that_equal_the_classifiers_answers(run, trained):
    paths = [s.path for s in trained.data.samples[:3]]
    lines = [json.loads(line) for line in run(*paths, "--top", 2).stdout.splitlines()]
    answers = Classifier(trained.bundle).classify(paths, top=2)
    assert [line["attribution"] for line in lines] == [
        json.loads(json.dumps(answer.to_dict())) for answer in answers
    ]


def test_a_folder_as_csv(run, trained):
    folder = trained.data.samples[0].path.parent
    rows = list(csv.DictReader(io.StringIO(run(folder, "--csv").stdout)))
    assert len(rows) == len(list(folder.iterdir()))
    assert {row["artist_1"] for row in rows} == {"Claude Monet"}
    assert all(0 <= float(row["artist_1_probability"]) <= 1 for row in rows)


def test_bad_files_are_rows_and_the_exit_code_is_1(run, trained, tmp_path):
    text = tmp_path / "text.jpg"
    text.write_text("hello")
    good = trained.data.samples[0].path
    done = run(text, good, tmp_path / "gone.png", "--json", code=1)
    bad, fine, gone = (json.loads(line) for line in done.stdout.splitlines())
    assert "not a picture" in bad["error"] and bad["attribution"] is None
    assert fine["attribution"]["artists"] and "error" not in fine
    assert gone["error"] == "There is no such file."
    assert "2 of 3 could not be read" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--json", "--csv", "a.jpg"], "one of --json and --csv"),
        (["--top", "0", "a.jpg"], "top"),
        (["--bundle", "nonsense", "a.jpg"], "There is no bundle nonsense"),
        ([], "pictures"),
    ],
)
def test_misuse_is_2(run, arguments, says):
    assert says in run(*arguments, code=2).stderr


def test_a_name_that_is_no_text_is_answered_too(run, trained, tmp_path):
    """Painting-91 spells Manet's É in a byte that is no UTF-8."""
    name = os.fsencode(tmp_path) + b"/\xc9DOUARD_MANET_1.png"
    with open(name, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(trained.data.samples[0].path.read_bytes())
    (line,) = run(tmp_path, "--json").stdout.splitlines()
    answer = json.loads(line)
    assert os.fsencode(answer["file"]) == name
    assert answer["attribution"]["verdict"]
    assert "DOUARD_MANET_1.png" in run(tmp_path, "--csv").stdout


def test_folders_are_searched_and_files_taken_as_they_come(run, trained):
    pictures = trained.root / "pictures"
    first = trained.data.samples[-1].path
    lines = [json.loads(line)["file"] for line in run(first, pictures).stdout.splitlines()]
    assert lines == [str(first), *map(str, sorted(pictures.rglob("*.png")))]


def test_what_in_a_folder_is_no_picture_is_named_and_not_asked(run, trained, tmp_path):
    good = trained.data.samples[0].path.read_bytes()
    for name in ("a.png", "album.jpg/b.png", "default", "._a.png", "@eaDir/a.png/THUMB.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(good)
    (tmp_path / "notes.txt").write_text("words")
    done = run(tmp_path, "--json")
    files = [json.loads(line)["file"] for line in done.stdout.splitlines()]
    assert files == [str(tmp_path / name) for name in ("a.png", "album.jpg/b.png", "default")]
    for name in ("._a.png", "@eaDir", "notes.txt"):
        assert f"left out {tmp_path / name}: " in done.stderr
    (tmp_path / "gone.png").symlink_to("nowhere")
    assert f"skipped {tmp_path / 'gone.png'}: a link to nothing" in run(tmp_path, code=1).stderr


def test_csv_has_every_column_also_for_what_could_not_be_read(run, trained, tmp_path):
    done = run(trained.data.samples[0].path, tmp_path / "gone.png", "--csv", code=1)
    good, gone = csv.DictReader(io.StringIO(done.stdout))
    manifest = trained.bundle.manifest
    assert list(good) == columns(min(5, len(manifest.artists)), min(5, len(manifest.styles)))
    assert good["error"] == "" and float(good["painting"]) > 0.5
    assert good["artist_1"] in good["artist_set"].split("; ")
    assert gone["error"] == "There is no such file." and gone["verdict"] == ""


def test_an_empty_folder_is_misuse(run, tmp_path):
    assert "There are no pictures in" in run(tmp_path, code=2).stderr


def on_a_screen(trained, *paths, folder=None):
    """What a terminal of 80 columns shows of pictures in `folder`, and the exit code."""
    ours, theirs = pty.openpty()
    command = [*MORELLI, "classify", *map(str, paths), "--bundle", str(trained.bundle.path)]
    environment = os.environ | {"COLUMNS": "80", "TERM": "xterm"}
    done = subprocess.run(
        command, stdout=theirs, stderr=subprocess.PIPE, check=False, env=environment, cwd=folder
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    return shown, done.returncode


def test_a_screen_gets_a_table(trained):
    shown, code = on_a_screen(trained, trained.data.samples[0].path)
    assert code == 0
    assert "Claude Monet" in shown and "%" in shown and "{" not in shown


def test_a_screen_shows_what_is_wrong_beside_the_file(trained, tmp_path):
    text = tmp_path / "text [1].jpg"  # brackets are no markup
    text.write_text("hello")
    # A short name: a long one is wrapped wherever the temporary folder's happens to end.
    shown, code = on_a_screen(trained, text.name, trained.data.samples[0].path, folder=tmp_path)
    assert code == 1
    assert "text [1].jpg" in shown and "not a picture" in shown
    assert "Claude Monet" in shown
