"""The wheel holds all that is needed, and the notebook installs it where nothing else is."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "notebooks" / "morelli.ipynb"
WHERE = "import morelli; print(morelli.__file__)"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT]
    subprocess.run(build, check=True, stdin=subprocess.DEVNULL)
    (built,) = folder.glob("morelli-*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_answers_and_serves_without_the_checkout(wheel, tmp_path):
    if not (ROOT / "src" / "morelli" / "web" / "app" / "index.html").is_file():
        pytest.skip("the page isn't built; run make webapp")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    (licences,) = installed.glob("morelli-*.dist-info/licenses")
    for name in ("LICENSE", "NOTICE"):
        assert (licences / name).read_bytes() == (ROOT / name).read_bytes()
    code = (
        "import morelli, pathlib, numpy as np;"
        "home = pathlib.Path(morelli.__file__).parent;"
        "assert (home / 'web' / 'app' / 'index.html').is_file();"
        "answer = morelli.Classifier.open().classify(np.zeros((50, 60, 3), np.uint8));"
        "print(home, answer.bundle)"
    )
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [str(installed / "morelli"), "default"]


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """A Jupyter kernel in a new environment: all that is installed here, and no morelli."""
    site = tmp_path / "installed"
    site.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "morelli" not in entry.name:
            (site / entry.name).symlink_to(entry)
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True)
    (own,) = environment.glob("lib/python*/site-packages")
    (own / "installed.pth").write_text(str(site))
    kernel = tmp_path / "jupyter" / "kernels" / "fresh"
    kernel.mkdir(parents=True)
    command = [environment / "bin" / "python", "-m", "ipykernel_launcher", "-f"]
    argv = [*map(str, command), "{connection_file}"]
    about = {"argv": argv, "display_name": "fresh", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(about))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return own


def set_up(folder, cells_run, asked, source=""):
    """Runs some of the notebook's cells in a folder, then code of ours; what that prints."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    cells = {cell["id"]: cell for cell in notebook.cells}
    install = cells["install"]["source"]
    assert 'MORELLI = ""\n' in install
    cells["install"]["source"] = install.replace('MORELLI = ""', f"MORELLI = {source!r}")
    ours = nbformat.v4.new_code_cell(asked)
    notebook.cells = [*(cells[name] for name in cells_run), ours]
    resources = {"metadata": {"path": str(folder)}}
    options = {"kernel_name": "fresh", "timeout": 600, "startup_timeout": 600}
    NotebookClient(notebook, resources=resources, **options).execute()
    return "".join(output["text"] for output in ours["outputs"]).split()


@pytest.mark.slow
def test_the_notebook_sets_itself_up_from_a_wheel_beside_it(wheel, fresh, tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    with pytest.raises(CellExecutionError, match="Write into MORELLI where morelli comes from"):
        set_up(folder, ["install"], WHERE)
    shutil.copy(wheel, folder)
    asked = f"{WHERE}; print(Classifier.open().bundle.name)"
    assert set_up(folder, ["install", "imports"], asked) == [
        str(fresh / "morelli" / "__init__.py"),
        "default",
    ]


@pytest.mark.slow
def test_the_notebook_sets_itself_up_from_where_it_is_told(wheel, fresh, tmp_path):
    (found,) = set_up(tmp_path, ["install"], WHERE, wheel.as_uri())
    assert found == str(fresh / "morelli" / "__init__.py")
