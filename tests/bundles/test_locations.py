"""Bundles that are called by name lie in the package or in the user's folder."""

import pytest

from morelli.bundles import locations


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The user's folder of bundles."""
    monkeypatch.setenv("MORELLI_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def add(home, name):
    (home / name).mkdir(parents=True)
    (home / name / locations.MANIFEST).touch()


def test_folders_with_a_manifest_and_a_name_are_bundles(home):
    assert locations.pulled() == {}  # nor is the folder there
    for name in ("b", "a", ".draft"):
        add(home, name)
    (home / "half").mkdir()
    assert locations.pulled() == {"a": home / "a", "b": home / "b"}
    assert list(locations.pulled()) == ["a", "b"]


def test_built_in_bundles_cannot_be_hidden(home):
    add(home, "mine")
    add(home, "default")
    assert locations.find("mine") == home / "mine"
    assert locations.find("default") == locations.built_in()["default"] != home / "default"
    assert locations.find("nobody") is None
