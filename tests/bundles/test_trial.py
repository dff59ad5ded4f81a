"""A graph that nobody knows is run once, apart; what it did wrong is told in `hostile.py`."""

import hashlib
from pathlib import Path

import pytest

from morelli.bundles import graph_check, trial


@pytest.fixture
def graph(helper):
    return helper("bundles/tiny.py").graph().SerializeToString()


@pytest.fixture(autouse=True)
def unknown(monkeypatch, tmp_path):
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path))
    monkeypatch.setattr(trial, "_passed", set())


def attempt(graph):
    trial.attempt(graph, hashlib.sha256(graph).hexdigest(), graph_check.check(graph))


def test_what_has_passed_is_noted_and_not_tried_again(graph, tmp_path, monkeypatch):
    attempt(graph)
    assert [file.name for file in (tmp_path / "graphs").iterdir()] == [
        hashlib.sha256(graph).hexdigest()
    ]
    monkeypatch.setattr(trial, "_run", None)
    attempt(graph)
    monkeypatch.setattr(trial, "_passed", set())
    attempt(graph)  # in another process


def test_what_this_process_made_is_not_tried(graph, tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "_run", None)
    trial.vouch(graph)
    attempt(graph)
    assert not (tmp_path / "graphs").exists()


def test_a_cache_that_cannot_be_written_is_no_reason_to_refuse(graph, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "file"))
    attempt(graph)


def test_a_graph_that_takes_too_much_is_refused_and_not_noted(graph, monkeypatch, tmp_path):
    monkeypatch.setattr(trial, "MEMORY", 1 << 20)
    monkeypatch.setattr(trial, "PER_BYTE", 0)
    with pytest.raises(ValueError):
        attempt(graph)
    assert not Path(tmp_path / "graphs").exists()
