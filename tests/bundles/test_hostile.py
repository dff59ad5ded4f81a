"""A bundle may be anybody's: what is wrong with it is said in a sentence, and nothing is loaded."""

import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from morelli import Classifier, MorelliError
from morelli.bundles import trial
from morelli.cli import main


def _module(name):
    """Kinds are needed when tests are collected, before there are fixtures."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tiny = _module("tiny")
KINDS = _module("hostile").kinds(tiny)
TRIED = ("a bomb of memory", "a bomb of time", "no numbers", "other shapes than it says")
"""Kinds that only a run shows: they start a process."""


@pytest.fixture(scope="session")
def good(tmp_path_factory):
    return tiny.build(tmp_path_factory.mktemp("tiny") / "bundle").path


@pytest.fixture
def folder(good, tmp_path, monkeypatch):
    """A copy of the tiny bundle, which nobody vouches for unless its graph is the same."""
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(trial, "SECONDS", 3)
    shutil.copytree(good, tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "picture.png"
    noise = np.random.default_rng(1).integers(0, 255, (40, 30, 3), dtype=np.uint8)
    Image.fromarray(noise).save(file)
    return file


def test_the_tiny_bundle_is_a_good_one(folder, picture, monkeypatch):
    monkeypatch.setattr(trial, "_passed", set())
    answer = Classifier.open(folder).classify(picture)
    assert {candidate.slug for candidate in answer.artists} == {"a", "b", "c"}
    assert (folder.parent / "cache" / "graphs" / tiny.manifest(folder)["sha256"]).exists()


@pytest.mark.parametrize(
    "kind",
    [pytest.param(k, marks=[pytest.mark.slow] if k.endswith(TRIED) else []) for k in KINDS],
)
def test_what_is_wrong_is_said_and_nothing_loaded(kind, folder, picture, monkeypatch, capsys):
    harm, expected = KINDS[kind]
    harm(folder)
    with pytest.raises(MorelliError, match=expected) as refused:
        Classifier.open(folder)
    said = str(refused.value)
    assert said.endswith(".") and len(said) < 1000 and said.isprintable()
    assert "root:" not in said
    monkeypatch.setattr("sys.argv", ["morelli", "classify", str(picture), "--bundle", str(folder)])
    if not kind.endswith(TRIED):
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        assert stop.value.code == 2 and not printed.out
        assert printed.err == f"morelli: {said}\n"


def test_there_are_as_many_kinds_as_are_promised():
    assert len(KINDS) >= 120


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2**20), with_=st.binary(max_size=6), cut=st.integers(0, 6))
def test_a_manifest_with_other_bytes_is_read_or_refused(place, with_, cut, folder, good):
    content = (good / "morelli.json").read_bytes()
    place %= len(content)
    (folder / "morelli.json").write_bytes(content[:place] + with_ + content[place + cut :])
    try:
        Classifier.open(folder)
    except MorelliError as error:
        assert str(error).isprintable()


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2**20), with_=st.binary(max_size=6), cut=st.integers(0, 6))
def test_a_graph_with_other_bytes_is_read_or_refused(place, with_, cut, good):
    from morelli.bundles import graph_check

    content = (good / "model.onnx").read_bytes()
    place %= len(content)
    try:
        graph_check.check(content[:place] + with_ + content[place + cut :])
    except ValueError as error:
        assert str(error)
