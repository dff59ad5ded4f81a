"""`morelli serve` as it is typed: it starts, says where, stops; or says why it does not."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

RUN = [sys.executable, "-c", "from morelli.cli import main; main()", "serve"]
WITHOUT_GRANIAN = [
    sys.executable,
    "-c",
    "import sys; sys.modules['granian'] = None; from morelli.cli import main; main()",
    "serve",
]

WITHOUT_PSYCOPG = [
    sys.executable,
    "-c",
    "import sys; sys.modules['psycopg'] = sys.modules['psycopg2'] = None;"
    "from morelli.cli import main; main()",
    "serve",
]


def _environment(**variables: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MORELLI_")}
    return {**clean, "PYTHONUNBUFFERED": "1", "COLUMNS": "200", **variables}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _refusal(*arguments: str, run: list[str] = RUN, **variables: str) -> str:
    """What the command says on stderr when it does not start."""
    done = subprocess.run(
        [*run, *arguments],
        env=_environment(**variables),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("stop", "host"), [(signal.SIGINT, "127.0.0.1"), (signal.SIGTERM, "localhost")]
)
def test_it_says_where_it_is_and_stops_cleanly(tmp_path: Path, stop: signal.Signals, host: str):
    (tmp_path / "__init__.py").touch()
    port = _free_port()
    process = subprocess.Popen(
        RUN,
        cwd=tmp_path,  # which looks like a package, and leads granian's own loader astray
        env=_environment(MORELLI_HOST=host, MORELLI_PORT=str(port), MORELLI_WORKERS="2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line == f"morelli is ready at http://{host}:{port} (stop it with Ctrl-C)\n"
    with urllib.request.urlopen(f"http://{host}:{port}/healthz", timeout=60) as answer:
        assert answer.read() == b'{"status": "ok"}'
    process.send_signal(stop)
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, output, errors) == (0, "", "")


def test_a_port_in_use_is_said():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = _refusal(f"--port={port}")
    assert f"Port {port} of 127.0.0.1 is in use" in said
    assert "--port" in said


def test_an_address_of_another_machine_is_said():
    said = _refusal("--host=203.0.113.7", f"--port={_free_port()}")
    assert "Cannot listen on 203.0.113.7" in said


@pytest.mark.parametrize("options", [["--port=http"], ["--port=70000"], ["--workers=0"]])
def test_an_option_out_of_range_is_named(options):
    said = _refusal(*options)
    name = options[0].strip("-").partition("=")[0]
    assert f"--{name}" in said or f"MORELLI_{name.upper()}" in said


def test_what_is_left_out_of_the_gallery_is_said_with_its_row(tmp_path: Path):
    (tmp_path / "gallery.csv").write_text("file,title\ngone.jpg,Gone\n../out.jpg,Out\n")
    said = _refusal(f"--gallery={tmp_path}", "--host=203.0.113.7")
    assert "gallery.csv, row 2: gone.jpg: not there, or not a picture" in said
    assert "gallery.csv, row 3: ../out.jpg: leads out of the gallery" in said
    assert f"2 left out of the gallery; to see all: morelli gallery list {tmp_path}" in said


def test_a_gallery_that_is_none_is_named(tmp_path: Path):
    assert "is not a folder" in _refusal(f"--gallery={tmp_path / 'nowhere'}")


def test_a_home_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path):
    (tmp_path / "home").touch()
    elsewhere = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": ""}
    said = _refusal(**elsewhere)
    assert "MORELLI_CACHE" in said
    ours = [line for line in said.splitlines() if "onnxruntime" not in line]
    assert len(ours) == 1


def test_a_folder_without_an_evaluation_is_named(tmp_path: Path):
    said = _refusal(f"--evaluation={tmp_path}")
    assert "is no folder that `morelli evaluate --out` wrote" in said


def test_an_evaluation_of_another_model_is_refused(tmp_path: Path):
    (tmp_path / "evaluation.json").write_text('{"bundle": "another"}')
    said = _refusal(f"--evaluation={tmp_path}")
    assert "is about the model 'another'" in said


def test_a_variable_that_is_not_clear_is_named():
    assert "MORELLI_QUEUE=lots is refused" in _refusal(MORELLI_QUEUE="lots")


def test_a_missing_bundle_is_named():
    assert "There is no bundle nothing-here" in _refusal("--bundle=nothing-here")


def test_a_damaged_bundle_is_named(tmp_path: Path):
    (tmp_path / "morelli.json").write_text("{")
    (tmp_path / "model.onnx").write_bytes(b"")
    assert "morelli.json is damaged" in _refusal(f"--bundle={tmp_path}")


def test_without_the_web_extra_it_says_how_to_get_it():
    assert "pip install 'morelli[web]'" in _refusal(run=WITHOUT_GRANIAN)


def test_without_the_driver_of_postgresql_it_says_how_to_get_it():
    said = _refusal(run=WITHOUT_PSYCOPG, DATABASE_URL="postgres://someone@127.0.0.1:1/art")
    assert "pip install 'morelli[postgres]'" in said
