"""What is pulled is what was published, or nothing is; a cut is taken up where it was."""

import functools
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from morelli import Classifier
from morelli.bundles import locations
from morelli.bundles import pull as pulling
from morelli.bundles.pull import checksum
from morelli.bundles.source import PullError, find
from morelli.datasets.download import ATTEMPTS

pull = functools.partial(pulling.pull, check=Classifier)
HUB = "/someone/masters/resolve/main"
WHOLE = 1 << 40
LAST = "background.json"
FILES = [f"masters/{name}" for name in (LAST, "model.onnx", "morelli.json")]


@pytest.fixture
def published(trained):
    """The files of a bundle as a hub serves them."""
    names = ("morelli.json", "model.onnx", LAST)
    return {f"{HUB}/{name}": (trained.bundle.path / name).read_bytes() for name in names}


def there() -> list[str]:
    """Everything in the folder of pulled bundles."""
    home = locations.home()
    return sorted(str(p.relative_to(home)) for p in home.rglob("*") if p.is_file())


def test_a_bundle_of_a_hub_answers_by_its_name(hub, published, trained):
    server = hub(published)
    seen = []
    bundle = pull(find("hub:someone/masters"), progress=lambda *at: seen.append(at))
    assert bundle.path == locations.home() / "masters"
    assert there() == FILES
    assert server.paths == [f"{HUB}/{name}" for name in ("morelli.json", "model.onnx", LAST)]
    size = len(published[f"{HUB}/{LAST}"])
    assert seen[-1] == (LAST, size, size)
    picture = trained.data.samples[0].path
    expected = Classifier.open(trained.bundle.path).classify(picture)
    assert Classifier.open("masters").classify(picture) == expected


def test_a_bundle_at_an_address_with_its_checksum(hub, published, trained):
    server = hub(published)
    sha256 = checksum(trained.bundle.path)
    bundle = pull(find(f"{server.root}{HUB}/morelli.json", sha256))
    assert bundle.path.name == trained.bundle.name == "drawn"
    assert checksum(bundle.path) == sha256
    assert pull(find(f"{server.root}{HUB}", sha256), name="again").path.name == "again"


def test_a_cut_connection_is_taken_up(hub, published):
    server = hub(published, cuts=(WHOLE, 50_000, 0, 70_000))
    pull(find("hub:someone/masters"), pause=0)
    ranges = [None, None, "bytes=50000-", "bytes=50000-", "bytes=120000-", None]
    assert server.asked == ranges
    assert Classifier.open("masters").bundle.graph == published[f"{HUB}/model.onnx"]


def test_a_later_call_goes_on_where_one_gave_up(hub, published):
    server = hub(published, cuts=(WHOLE, 50_000, *[0] * ATTEMPTS))
    with pytest.raises(
        PullError, match=r"50,000 bytes are kept in .*; give the same command again"
    ):
        pull(find("hub:someone/masters"), pause=0)
    assert locations.pulled() == {}
    server.asked.clear()
    pull(find("hub:someone/masters"), pause=0)
    assert server.asked == [None, "bytes=50000-", None]
    assert there() == FILES


def test_another_checksum_is_refused_before_anything_is_opened(hub, published):
    server = hub(published)
    with pytest.raises(
        PullError, match=f"has the SHA-256 .*, where {'0' * 64} was expected.*not op"
    ):
        pull(find("hub:someone/masters", "0" * 64), pause=0)
    assert server.paths == [f"{HUB}/morelli.json"]  # the graph was not even fetched
    assert there() == []


def test_a_graph_that_was_changed_is_refused_and_not_gone_on_from(hub, published):
    original = published[f"{HUB}/model.onnx"]
    server = hub({**published, f"{HUB}/model.onnx": original[:-1] + b"?"})
    expected = hashlib.sha256(original).hexdigest()
    with pytest.raises(PullError, match=rf"model\.onnx has the SHA-256 .*, where {expected} was"):
        pull(find("hub:someone/masters"), pause=0)
    assert locations.pulled() == {}
    server.content = published
    pull(find("hub:someone/masters"), pause=0)
    assert Classifier.open("masters").bundle.graph == original


def test_held_out_pictures_that_were_changed_are_refused_and_a_bundle_without_any_is_whole(
    hub, published
):
    server = hub({**published, f"{HUB}/{LAST}": b"{}"})
    with pytest.raises(PullError, match=rf"{LAST} has the SHA-256"):
        pull(find("hub:someone/masters"), pause=0)
    calibration = json.loads(published[f"{HUB}/morelli.json"])["calibration"]
    without = calibration | {"distance_weight": 0}
    server.content = manifest(published, background_sha256=None, calibration=without)
    del server.content[f"{HUB}/{LAST}"]
    assert pull(find("hub:someone/masters"), pause=0).background is None


def manifest(published, **changes):
    document = json.loads(published[f"{HUB}/morelli.json"]) | changes
    return {**published, f"{HUB}/morelli.json": json.dumps(document).encode()}


@pytest.mark.parametrize(
    "content", [b"<!doctype html><title>Models</title>", b"[]", b"{}", b"\x80\x04pickle"]
)
def test_what_is_no_manifest_is_no_bundle(hub, published, content):
    hub({**published, f"{HUB}/morelli.json": content})
    with pytest.raises(PullError, match=r"is no bundle's morelli\.json"):
        pull(find("hub:someone/masters"), pause=0)
    assert there() == []


def test_another_format_is_refused(hub, published):
    hub(manifest(published, format=9))
    with pytest.raises(PullError, match=r"format 9; this morelli reads 1"):
        pull(find("hub:someone/masters"), pause=0)


def test_a_wrong_field_is_named(hub, published):
    hub(manifest(published, surprise="!"))
    with pytest.raises(PullError, match="surprise"):
        pull(find("hub:someone/masters"), pause=0)
    assert there() == []


def test_what_is_not_onnx_is_refused_though_its_checksum_is_right(hub, published):
    pickled = b"\x80\x04\x95 this would run code"
    changed = manifest(published, sha256=hashlib.sha256(pickled).hexdigest())
    hub({**changed, f"{HUB}/model.onnx": pickled})
    with pytest.raises(PullError, match="it is not ONNX as morelli writes it"):
        pull(find("hub:someone/masters"), pause=0)
    assert there() == []


def test_what_is_not_there_says_where_it_was_looked_for(hub, published):
    hub({})
    with pytest.raises(PullError, match=rf"{HUB}/morelli\.json: the server answers 404 Not Found"):
        pull(find("hub:someone/masters"), pause=0)


def test_without_a_network_nothing_is_left_and_a_name_is_still_free(hub, published):
    server = hub(published)
    server.close()
    with pytest.raises(PullError, match=r"could not be fetched: .*refused"):
        pull(find("hub:someone/masters"), pause=0)
    assert locations.pulled() == {}


def test_the_same_once_more_is_no_fault_and_another_of_that_name_is(hub, published):
    server = hub(published)
    first = pull(find("hub:someone/masters"))
    server.paths.clear()
    assert pull(find("hub:someone/masters")).path == first.path
    assert server.paths == [f"{HUB}/morelli.json"]
    server.content = manifest(published, name="other")
    with pytest.raises(PullError, match="another bundle of that name: choose another name"):
        pull(find("hub:someone/masters"))
    assert pull(find("hub:someone/masters"), name="other").name == "other"
    assert sorted(locations.pulled()) == ["masters", "other"]


@pytest.mark.parametrize("name", ["../up", "default", "", ".hidden", "a/b", "x" * 99])
def test_no_name_leaves_the_folder_or_hides_a_built_in_bundle(hub, published, name):
    server = hub(manifest(published, name=name))
    with pytest.raises(PullError, match="choose another name"):
        pull(find(server.root + HUB, hashed(server)), pause=0)
    assert locations.pulled() == {}


def hashed(server):
    return hashlib.sha256(server.content[f"{HUB}/morelli.json"]).hexdigest()


@pytest.mark.parametrize(
    "target",
    [
        *("https://169.254.169.254/morelli.json", "https://10.0.0.1/x", "https://[::1]/x"),
        *("https://192.168.0.1/x", "https://[fd00::1]/x", "https://[fe80::1]/x"),
        *("http://localhost/x", "http://93.184.215.14/x", "file:///etc/passwd", "ftp://a.b/x"),
    ],
)
def test_no_registry_leads_into_the_users_network(hub, published, target):
    hub(published, redirects={f"{HUB}/model.onnx": target})
    with pytest.raises(PullError, match=r"private network|https address|not allowed"):
        pull(find("hub:someone/masters"), pause=0)
    assert locations.pulled() == {}


def test_a_registry_may_lead_to_another_place_of_its_own(hub, published):
    elsewhere = {"/cdn/1": published[f"{HUB}/model.onnx"], **published}
    server = hub(elsewhere)
    server.redirects = {f"{HUB}/model.onnx": f"{server.root}/cdn/1"}
    assert pull(find("hub:someone/masters"), pause=0).path.name == "masters"


def test_a_manifest_that_no_bundle_has_costs_no_graph(hub, published):
    server = hub(manifest(published, preprocessing={"size": 10**6}))
    with pytest.raises(PullError, match=r"preprocessing\.size.*Nothing else was fetched"):
        pull(find("hub:someone/masters"), pause=0)
    assert server.paths == [f"{HUB}/morelli.json"]
    server.content = {**published, f"{HUB}/morelli.json": b"[" * 10**6}
    with pytest.raises(PullError, match="is no bundle's"):
        pull(find("hub:someone/masters"), pause=0)
    assert there() == []


def test_a_flood_is_stopped(hub, published, monkeypatch):
    monkeypatch.setattr("morelli.bundles.pull.LARGEST_MANIFEST", 1000)
    hub({**published, f"{HUB}/morelli.json": b" " * 5000})
    with pytest.raises(PullError, match="more than 1,000 bytes"):
        pull(find("hub:someone/masters"), pause=0)
    assert there() == []


def test_a_pulled_bundle_is_read_as_any_other(hub, published, trained):
    hub(published)
    pull(find("hub:someone/masters"))
    squares = [np.full((64, 64, 3), 90, np.uint8)]
    ours = Classifier.open("masters").outputs(squares)
    theirs = Classifier(trained.bundle).outputs(squares)
    assert all(np.array_equal(ours[name], theirs[name]) for name in theirs)


def test_the_folder_is_the_one_that_is_named(hub, published, tmp_path: Path, monkeypatch):
    hub(published)
    monkeypatch.setenv("MORELLI_MODELS", str(tmp_path / "mine"))
    assert pull(find("hub:someone/masters")).path == tmp_path / "mine" / "masters"
