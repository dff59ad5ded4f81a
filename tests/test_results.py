"""The numbers of README.md and docs/ about the built-in models are those in their manifests."""

import csv
import json
import shutil
import subprocess
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def maker(helper) -> ModuleType:
    module: ModuleType = helper("../docs/results/tables.py")
    return module


def test_tables_and_pages_are_what_the_script_makes_of_the_manifests(maker):
    """If not: python docs/results/tables.py."""
    stale = [
        str(path.relative_to(maker.ROOT))
        for path, text in maker.made().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == []


def test_the_classes_add_up_to_the_accuracy(maker):
    for name, found in maker.metrics().items():
        for head in ("artist", "style"):
            rows = [row for row in maker.classes(found) if row[0] == head]
            pictures, recognised = (sum(row[i] for row in rows) for i in (2, 3))
            assert pictures == found[head]["accuracy"]["n"], name
            assert recognised / pictures == pytest.approx(
                found[head]["accuracy"]["value"], abs=1e-5
            )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_history_has_each_version_once_wherever_it_lay(maker, tmp_path):
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True, capture_output=True)

    def commit(folder: str, value: float, note: str = "") -> None:
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        measure = {"value": value, "low": 0.4, "high": 0.8, "n": 50}
        manifest = {"metrics": {"artist": {"accuracy": measure}}, "note": note, "filler": [0] * 99}
        (tmp_path / folder / "morelli.json").write_text(json.dumps(manifest, indent=1))
        git("add", ".")
        git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-m", "a model")

    git("init", "--quiet")
    commit("models/default", 0.5)
    commit("models/default", 0.6)
    commit("models/default", 0.6, note="a manifest with the same measures")
    git("mv", "models", "built_in")
    commit("built_in/default", 0.6, note="a manifest with the same measures")
    commit("built_in/fast", 0.55)
    table = maker.history({name: tmp_path / "built_in" / name for name in ("default", "fast")})
    rows = list(csv.DictReader(table.splitlines()))
    assert [(r["model"], r["measure"], r["value"], r["pictures"]) for r in rows] == [
        ("default", "artist.accuracy", "0.6", "50"),
        ("default", "artist.accuracy", "0.5", "50"),
        ("fast", "artist.accuracy", "0.55", "50"),
    ]
