"""The schema that the TypeScript client is generated from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMITTED = Path(__file__).resolve().parents[2] / "webapp/src/app/core/api/openapi.json"


@pytest.fixture(scope="module")
def printed() -> str:
    command = [sys.executable, "-m", "morelli.web.schema"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_it_is_what_the_server_publishes(printed, server):
    assert json.loads(printed) == server.request("GET", "/api/openapi.json").json()


def test_the_committed_copy_is_up_to_date(printed):
    """If not: python -m morelli.web.schema > webapp/src/app/core/api/openapi.json."""
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == json.loads(printed)
