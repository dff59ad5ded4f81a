"""What is loaded is what was saved, or nothing is."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from morelli.bundles.bundle import (
    Bundle,
    BundleError,
    Calibration,
    Label,
    Manifest,
    read_manifest,
    save,
)

NAMES = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), min_size=1, max_size=20)


@pytest.fixture
def copy(trained, tmp_path):
    shutil.copytree(trained.bundle.path, tmp_path / "bundle")
    return tmp_path / "bundle"


def edit(folder, **changes):
    file = folder / "morelli.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def test_round_trip(trained, copy):
    opened = Bundle.open(copy)
    assert opened.manifest == trained.bundle.manifest
    assert opened.graph == trained.bundle.graph
    assert opened.artists == trained.data.artists


def test_one_changed_byte_is_noticed_and_the_checksum_named(copy):
    graph = bytearray((copy / "model.onnx").read_bytes())
    graph[len(graph) // 2] ^= 1
    (copy / "model.onnx").write_bytes(graph)
    with pytest.raises(BundleError, match=r"damaged: its SHA-256 is [0-9a-f]{64}"):
        Bundle.open(copy)


@pytest.mark.parametrize("name", ["model.onnx", "morelli.json"])
def test_a_missing_file_is_named(copy, name):
    (copy / name).unlink()
    with pytest.raises(BundleError, match=name):
        Bundle.open(copy)


def test_another_format_is_refused(copy):
    edit(copy, format=2)
    with pytest.raises(BundleError, match="format 2"):
        Bundle.open(copy)


def test_an_unknown_or_wrong_field_is_named(copy):
    edit(copy, pickle="x")
    with pytest.raises(BundleError, match="pickle"):
        Bundle.open(copy)


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe", b"null", b"[1]"])
def test_what_is_no_manifest_is_damage(copy, content):
    (copy / "morelli.json").write_bytes(content)
    with pytest.raises(BundleError, match=r"morelli\.json"):
        Bundle.open(copy)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sha256", "short"),
        ("artists", [{"slug": "x"}]),
        ("preprocessing", {"size": "large"}),
        ("calibration", {"artist_temperature": 0}),
        ("parts", [{"source": "m", "kind": "median", "start": 0, "width": 1}]),
    ],
)
def test_a_wrong_field_is_named(copy, field, value):
    edit(copy, **{field: value})
    with pytest.raises(BundleError, match=rf"morelli\.json: {field}"):
        Bundle.open(copy)


def test_a_folder_in_place_of_a_file_is_explained(copy):
    (copy / "model.onnx").unlink()
    (copy / "model.onnx").mkdir()
    with pytest.raises(BundleError, match="cannot be read"):
        Bundle.open(copy)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    manifest=st.builds(
        Manifest,
        format=st.just(1),
        name=NAMES,
        sha256=st.just("0" * 64),
        artists=st.lists(
            st.builds(Label, slug=NAMES, name=NAMES),
            min_size=2,
            max_size=2,
            unique_by=lambda label: label.slug,
        ),
        styles=st.just((Label(slug="x", name="X"),)),
        calibration=st.builds(
            Calibration,
            style_given_artist=st.lists(
                st.lists(st.floats(0, 1), min_size=1, max_size=1), min_size=2, max_size=2
            ),
            familiarity=st.lists(st.floats(-9, 0), max_size=4).map(sorted),
            artist_temperature=st.floats(0.01, 20),
        ),
        provenance=st.dictionaries(st.text(max_size=5), st.text() | st.integers()),
        metrics=st.just({"calibration": {"style_given_artist": [1]}}),
    )
)
def test_whatever_a_manifest_holds_is_read_as_it_was_written(tmp_path_factory, manifest):
    folder = tmp_path_factory.getbasetemp() / "manifest"
    saved = save(folder, manifest, b"graph")
    read = read_manifest((folder / "morelli.json").read_bytes(), "it")
    assert read == saved.manifest
    assert read == manifest.model_copy(update={"sha256": saved.manifest.sha256})
    assert {file.name for file in folder.iterdir()} == {"model.onnx", "morelli.json"}


def test_a_manifest_has_a_line_for_each_row_so_that_a_change_can_be_read(trained):
    lines = (trained.bundle.path / "morelli.json").read_text().splitlines()
    assert max(map(len, lines)) < 200
    rows = trained.bundle.manifest.calibration.style_given_artist
    assert sum(json.dumps(list(row)) in line for line in lines for row in rows) >= len(rows)


def test_a_name_that_is_no_bundle():
    with pytest.raises(BundleError, match="no bundle nonsense"):
        Bundle.open("nonsense")


def test_the_built_in_bundle_opens():
    bundle = Bundle.open()
    assert len(bundle.artists) == 233
    assert len(bundle.styles) == 20
    assert bundle.metrics["artist"]["accuracy"]["n"] > 2000
    parts = bundle.manifest.feature_blocks
    ends = [part.start + part.width for part in parts]
    assert [part.start for part in parts] == [0, *ends[:-1]]
