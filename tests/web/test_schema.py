"""The schema that the TypeScript client is generated from."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from ninja import Schema

from morelli.web import api

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


def kinds(base: type[Schema]) -> Iterator[type[Schema]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_no_two_schemas_have_one_name():
    """The published schema knows them by their names: the second would stand for both."""
    routers = list(api.routers())  # every module of every feature is imported
    names = [kind.__name__ for kind in kinds(Schema) if kind.__module__.startswith("morelli.web.")]
    assert routers and len(names) > 20
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_what_choosing_a_model_takes_is_documented(printed):
    schema = json.loads(printed)
    body = schema["paths"]["/api/v1/teaching/in-use"]["put"]["requestBody"]["content"]
    reference = body["application/json"]["schema"]["$ref"]
    described = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    assert list(described["properties"]) == ["lesson"]
