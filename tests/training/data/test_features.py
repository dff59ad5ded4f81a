"""Features are computed once for each picture, whatever it is called and whoever is killed."""

import numpy as np
import onnxruntime as ort
import pytest

from morelli.bundles.bundle import Preprocessing
from morelli.recipes.recipe import Augmentation
from morelli.training.data import features as room
from morelli.training.data.augmentation import RandomCopy
from morelli.training.data.features import extract
from morelli.training.export.graphs import backbone_graph
from morelli.training.models.backbones import Backbone

PREPROCESSING = Preprocessing(size=64)


@pytest.fixture(scope="module")
def graph():
    return backbone_graph(Backbone("test_resnet", size=64, pretrained=False))


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def computed(monkeypatch):
    """Digests of the pictures that were computed, not read from the cache, in order."""
    digests = []
    runner = room._runner

    def counting(*arguments):
        run = runner(*arguments)

        def counted(entries, progress):
            digests.extend(digest for digest, _ in entries)
            return run(entries, progress)

        return counted

    monkeypatch.setattr(room, "_runner", counting)
    return digests


def test_features_are_what_the_graph_answers(graph, data):
    paths = [s.path for s in data][:11]
    session = ort.InferenceSession(graph.SerializeToString())
    for path, row in zip(paths, extract(graph, PREPROCESSING, paths), strict=True):
        inputs = PREPROCESSING([PREPROCESSING.decode(path)])
        assert row == pytest.approx(session.run(["pooled"], {"pictures": inputs})[0][0], abs=1e-5)


def test_nothing_is_computed_twice(graph, data, computed):
    paths = [s.path for s in data]
    first = extract(graph, PREPROCESSING, paths)
    assert len(computed) == len(paths)
    again = extract(graph, PREPROCESSING, paths[::-1])
    assert len(computed) == len(paths)
    assert np.array_equal(again, first[::-1])


def test_a_renamed_picture_and_a_copy_cost_nothing(graph, data, computed, tmp_path):
    paths = [s.path for s in data][:4]
    first = extract(graph, PREPROCESSING, paths)
    moved = tmp_path / "another name.png"
    moved.write_bytes(paths[2].read_bytes())
    assert np.array_equal(extract(graph, PREPROCESSING, [moved, moved]), first[[2, 2]])
    assert len(computed) == 4


def test_one_more_picture_computes_one(graph, data, computed):
    paths = [s.path for s in data]
    extract(graph, PREPROCESSING, paths[:-1])
    extract(graph, PREPROCESSING, paths)
    assert len(computed) == len(paths)


@pytest.mark.parametrize(
    "other",
    [
        Preprocessing(size=64, fit="crop"),
        Preprocessing(size=64, interpolation="bilinear"),
    ],
    ids=["fit", "interpolation"],
)
def test_another_preprocessing_meets_no_stale_feature(graph, data, computed, other):
    paths = [s.path for s in data][:2]
    extract(graph, PREPROCESSING, paths)
    extract(graph, other, paths)
    assert len(computed) == 4


def test_a_copy_has_a_cache_of_its_own(graph, data, computed):
    paths = [s.path for s in data][:2]
    plain = extract(graph, PREPROCESSING, paths)
    copy = RandomCopy(Augmentation(crop=0.5), PREPROCESSING, seed=0, number=1)
    seen = extract(graph, PREPROCESSING, paths, transform=copy)
    assert len(computed) == 4 and not np.allclose(plain, seen)
    assert np.array_equal(extract(graph, PREPROCESSING, paths, transform=copy), seen)
    assert len(computed) == 4


def test_a_killed_extraction_goes_on_after_its_last_shard(graph, data, computed, monkeypatch):
    monkeypatch.setattr(room, "SHARD", 10)
    paths = [s.path for s in data]
    whole = extract(graph, PREPROCESSING, paths)
    first, *rest = room.cache_folder("features").rglob("*.npz")
    for file in rest:  # what a kill leaves before they are complete
        file.unlink()
    first.with_name("half.partial").write_bytes(b"cut short")
    computed.clear()
    again = extract(graph, PREPROCESSING, paths)
    assert np.array_equal(again, whole)
    assert 0 < len(computed) < len(paths)


def test_progress_counts_every_picture_once(graph, data):
    paths = [s.path for s in data]
    for _ in range(2):  # computed, then read
        counts = []
        extract(graph, PREPROCESSING, paths, progress=counts.append)
        assert sum(counts) == len(paths)


def test_pictures_are_in_a_batch_with_others_as_alone(graph, data):
    paths = [s.path for s in data]
    together = extract(graph, PREPROCESSING, paths)
    for file in room.cache_folder("features").rglob("*.npz"):
        file.unlink()
    alone = np.concatenate([extract(graph, PREPROCESSING, [path]) for path in paths[:5]])
    assert alone == pytest.approx(together[:5], abs=1e-5)
