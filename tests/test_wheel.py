"""The wheel holds all that is needed: the model, the taxonomy and the built page."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_the_wheel_answers_and_serves_without_the_checkout(tmp_path):
    if not (ROOT / "src" / "morelli" / "web" / "app" / "index.html").is_file():
        pytest.skip("the page isn't built; run make webapp")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, ROOT]
    subprocess.run(build, check=True, stdin=subprocess.DEVNULL)
    (wheel,) = tmp_path.glob("morelli-*.whl")
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
