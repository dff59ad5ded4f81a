"""A confined process has no network, starts nothing and writes nothing."""

import subprocess
import sys

import pytest

TRY = """
import os, socket
from morelli.images.confinement import confine
filtered = confine()

def refused(act):
    try:
        act()
    except OSError as error:
        return True
    return False

def write():
    with open("{path}", "wb", buffering=0) as file:
        file.write(b"x")

import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
print(filtered, refused(socket.socket), refused(lambda: os.execv("/bin/true", ["true"])),
      refused(lambda: os.kill(os.getppid(), 0)), refused(write))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux filters system calls")
def test_what_decoding_does_not_need_is_refused(tmp_path):
    code = TRY.format(path=tmp_path / "file")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said = done.stdout.split()
    if said[0] == "False":
        pytest.skip("no filter of system calls for this processor")
    assert said == ["True"] * 5
