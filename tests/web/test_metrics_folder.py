"""Folders of counts: those of killed servers go, those of living ones stay."""

import subprocess
import sys
import tempfile

import pytest

from morelli.web.metrics_folder import PREFIX, metrics_folder

HOLD = (
    "from morelli.web.metrics_folder import metrics_folder\n"
    "with metrics_folder() as folder:\n"
    "    (folder / 'counter_1.db').write_bytes(b'1')\n"
    "    print(folder, flush=True)\n"
    "    input()\n"
)


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_it_is_empty_and_gone_afterwards(tmp_path):
    with metrics_folder() as folder:
        assert list(folder.glob("*.db")) == []
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_is_deleted_and_a_living_ones_is_not(tmp_path):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    killed, living = (subprocess.Popen([sys.executable, "-c", HOLD], **pipes) for _ in range(2))
    names = [process.stdout.readline().strip() for process in (killed, living)]
    killed.kill()
    killed.communicate()
    with metrics_folder() as mine:
        left = {str(path) for path in tmp_path.glob(f"{PREFIX}*")}
        assert left == {names[1], str(mine)}
    living.communicate("\n")
    assert list(tmp_path.iterdir()) == []
