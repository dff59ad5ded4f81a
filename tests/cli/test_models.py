"""`morelli models` as it is typed."""

import json
import shutil
import urllib.request

import pytest

from morelli.bundles import index, locations
from morelli.bundles.bundle import save
from morelli.bundles.pull import checksum

HUB = "/someone/masters/resolve/main"
MEASURED = {
    "bundle": "drawn",
    "artist": {
        "accuracy": {"value": 0.75, "low": 0.5, "high": 0.9, "n": 40},
        "chance": 0.25,
        "confusion": {"claude-monet": {"claude-monet": 30}},
    },
    "refusal": {"unknown_painter_auroc": {"value": 0.8, "low": 0.7, "high": 0.9, "n": 60}},
}


@pytest.fixture
def measured(trained, tmp_path):
    """The trained bundle with numbers recorded in it."""
    manifest = trained.bundle.manifest.model_copy(update={"metrics": MEASURED})
    return save(tmp_path / "measured", manifest, trained.bundle.graph, trained.bundle.background)


@pytest.fixture
def published(hub, measured):
    """A hub that has the bundle."""
    names = ("morelli.json", "model.onnx", "background.json")
    return hub({f"{HUB}/{name}": (measured.path / name).read_bytes() for name in names})


def test_from_hub_to_answer(morelli, published, measured, trained):
    done = morelli("models", "pull", "hub:someone/masters")
    assert f"Others get the very same with --sha256 {checksum(measured.path)}" in done.out
    assert "morelli classify PICTURES --bundle masters" in done.out
    picture = trained.data.samples[0].path
    assert json.loads(morelli("models", "list", "--json").out)[-1] == {
        "name": "masters",
        "where": "pulled",
        "about": "",
        "path": str(locations.home() / "masters"),
        "bytes": len(trained.bundle.graph),
        "sha256": checksum(measured.path),
        "artists": 4,
        "styles": 4,
        "accuracy": {"artist": MEASURED["artist"]["accuracy"]},
    }
    by_name = json.loads(morelli("classify", picture, "--bundle", "masters").out)
    by_path = json.loads(morelli("classify", picture, "--bundle", trained.bundle.path).out)
    assert by_name == by_path
    data = ("--data", trained.root / "pictures", "--json")
    numbers = json.loads(morelli("evaluate", "masters", *data).out)
    assert numbers == json.loads(morelli("evaluate", trained.bundle.path, *data).out)


def test_people_get_a_table(morelli, published):
    morelli("models", "pull", "hub:someone/masters")
    rows = [line.split() for line in morelli("models", "list").out.splitlines()]
    (masters,) = (row for row in rows if row[:1] == ["masters"])
    assert masters[1:2] + masters[3:] == ["pulled", "4", "75.0%", "4"]
    (default,) = (row for row in rows if row[:1] == ["default"])
    assert default[1:3] == ["built", "in"]


def test_what_can_be_pulled_is_listed(morelli, hub, monkeypatch):
    text = f'[monets]\nabout = "Monet alone."\nsource = "hub:a/b"\nsha256 = "{"a" * 64}"'
    monkeypatch.setattr(index, "known", lambda: index.read(text))
    hub({})
    listed = json.loads(morelli("models", "list", "--json").out)
    assert listed[-1] == {"name": "monets", "where": "elsewhere", "about": "Monet alone."}


def test_a_damaged_one_is_listed_with_the_reason_and_1(morelli, published):
    morelli("models", "pull", "hub:someone/masters")
    (locations.home() / "masters" / "model.onnx").write_bytes(b"?")
    listed = json.loads(morelli("models", "list", "--json", code=1).out)
    *built_in, masters = listed
    assert "is damaged: its SHA-256 is" in masters["problem"]
    assert all("accuracy" in model for model in built_in)


def test_the_figures_of_a_card(morelli, measured):
    shown = morelli("models", "info", measured.path).out
    for part in (
        "drawn",
        "4 painters, 4 styles",
        checksum(measured.path),
        "Artist, 4 classes",
        "0.7500  0.5000 to 0.9000",
        "accuracy of chance",
        "unknown painters: AUROC",
    ):
        assert part in shown, part
    document = json.loads(morelli("models", "info", measured.path, "--json").out)
    assert document["metrics"] == MEASURED
    assert document["provenance"]["recipe"]["name"] == "drawn"
    assert document["sha256"] == checksum(measured.path)


def test_one_that_was_not_measured_says_so(morelli, trained):
    assert (
        "Not measured yet: morelli evaluate" in morelli("models", "info", trained.bundle.path).out
    )


def test_the_wrong_checksum_is_2_and_leaves_nothing(morelli, published):
    done = morelli("models", "pull", f"{published.root}{HUB}", "--sha256", "0" * 64, code=2)
    assert "where " + "0" * 64 + " was expected" in done.said
    assert locations.pulled() == {}
    assert "There is no bundle masters" in morelli("models", "info", "masters", code=2).said


def test_nobody_answers(morelli, published, monkeypatch):
    monkeypatch.setattr("morelli.datasets.download.time.sleep", lambda _: None)
    published.close()
    assert "could not be fetched" in morelli("models", "pull", "hub:someone/masters", code=2).said


def test_a_folder_wins_over_a_name(morelli, published, trained, tmp_path, monkeypatch):
    morelli("models", "pull", "hub:someone/masters")
    shutil.copytree(trained.bundle.path, tmp_path / "here" / "masters")
    monkeypatch.chdir(tmp_path / "here")
    assert json.loads(morelli("models", "info", "masters", "--json").out)["metrics"] == {}


def test_the_server_takes_a_pulled_name(morelli, published, measured, served):
    morelli("models", "pull", "hub:someone/masters")
    with (
        served(MORELLI_BUNDLE="masters", MORELLI_MODELS=str(locations.home())) as (port, _),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/model") as answer,
    ):
        assert json.load(answer)["metrics"] == MEASURED
