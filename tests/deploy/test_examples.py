"""What the examples for containers and systemd promise."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_setting_that_examples_name_is_one():
    from morelli.web.environment import Environment

    known = {f"MORELLI_{name.upper()}" for name in Environment.model_fields} | {"MORELLI_CACHE"}
    for path in DEPLOY.iterdir():
        assert set(re.findall(r"MORELLI_\w+", path.read_text(encoding="utf-8"))) <= known, path


def test_the_image_is_built_in_stages_and_runs_as_nobody_in_particular():
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert [stage.split()[0] for stage in stages] == [
        "node:22-slim",
        "python:3.12-slim",
        "python:3.12-slim",
    ]
    last = stages[-1]
    assert re.search(r"^USER (?!0|root)\d+$", last, re.MULTILINE)
    assert last.index("\nUSER") < last.index("\nHEALTHCHECK") < last.index("\nCMD")
    assert not re.search(r"pip|npm|apt", last)  # no tools of building
    assert "ADD " not in DOCKERFILE and ":latest" not in DOCKERFILE
    assert "MORELLI_SECRET_KEY" not in DOCKERFILE


def test_what_the_image_copies_is_there_and_not_ignored():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] in kept, source


def test_the_image_passes_hadolint():
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("no hadolint here: install morelli[dev]")
    done = run(hadolint, str(DEPLOY / "Dockerfile"))
    assert done.returncode == 0, done.stdout


def test_the_containers_root_is_read_only_and_without_privileges():
    yaml = pytest.importorskip("yaml", reason="no YAML here")
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    morelli = services["morelli"]
    assert morelli["read_only"] and morelli["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in morelli["security_opt"]
    assert all(port.startswith("127.0.0.1:") for port in morelli["ports"])
    assert "ports" not in services["database"]
    assert re.search(r"MORELLI_SECRET_KEY: \$\{\w+:\?\}", (DEPLOY / "compose.yaml").read_text())


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that is there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine: install the package systemd")
    text = (DEPLOY / "morelli.service").read_text(encoding="utf-8")
    path = tmp_path / "morelli.service"
    path.write_text(text.replace("/opt/morelli/bin/morelli", sys.executable))
    return path


def test_the_unit_is_one_that_systemd_understands(unit):
    done = run("systemd-analyze", "verify", str(unit))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_is_exposed_to_little(unit):
    done = run("systemd-analyze", "security", "--offline=true", "--json=short", str(unit))
    if done.returncode and "offline" in done.stderr:
        pytest.skip("this systemd-analyze looks at running units alone")
    exposure = sum(float(one["exposure"] or 0) for one in json.loads(done.stdout))
    overall = run("systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit))
    assert overall.returncode == 0, overall.stdout
    assert exposure < 3
