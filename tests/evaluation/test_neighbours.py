"""Precision at five: of the five nearest paintings, how many are by the same painter."""

from types import SimpleNamespace

import numpy as np
import pytest

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.neighbours import neighbours
from morelli.explain import OutputCache
from morelli.inference.classifier import Classifier


class Embeddings:
    """A cache of made-up embeddings: what is in the file is the embedding."""

    def outputs(self, picture: bytes) -> dict[str, np.ndarray]:
        if not picture:
            raise MorelliError("not a picture")
        return {"embedding": np.frombuffer(picture, np.float32)[None]}


@pytest.fixture
def kept(tmp_path):
    """Writes a sample whose embedding is given."""

    def keep(number: int, vector: np.ndarray | None, artist: str | None, style: str | None):
        path = tmp_path / str(number)
        path.write_bytes(b"" if vector is None else vector.astype(np.float32).tobytes())
        return Sample(path, artist, style)

    return keep


def test_it_counts_what_is_near(kept):
    random = np.random.default_rng(0)
    centres = {"a": np.array([9.0, 0, 0]), "b": np.array([0, 9.0, 0]), "c": np.array([0, 0, 9.0])}
    style = {"a": "x", "b": "x", "c": None}
    among = [
        kept(number, centres[artist] + random.normal(size=3), artist, style[artist])
        for number, artist in enumerate("aaaaaabbbccccccc")
    ]
    queries = [kept(100, centres["a"], "a", "x"), kept(101, centres["b"], "b", "x")]
    queries += [kept(102, centres["c"], "c", None), kept(103, None, "a", "x")]
    seen = []
    found = neighbours(Embeddings(), queries, among, seen.append)
    # Five of six, three of the three there are, five of seven; the style of the third isn't known.
    assert found["artist_precision5"].value == pytest.approx((5 + 3 + 5) / 15)
    assert found["artist_precision5"].n == 3  # one could not be read
    assert found["style_precision5"].n == 2
    assert found["style_precision5"].value >= 0.8
    assert found["artist_precision5_gain"].value == pytest.approx(
        found["artist_precision5"].value - found["artist_precision5_angle"].value
    )
    assert found["artist_precision5_gain_folds"].n == len(among)
    assert sum(seen) == len(queries) + len(among)


def test_without_labels_of_one_kind_the_other_is_measured(kept):
    rows = [kept(i, np.eye(3)[i % 3], "abc"[i % 3], None) for i in range(9)]
    found = neighbours(Embeddings(), rows[:3], rows[3:])
    assert {name.partition("_")[0] for name in found} == {"artist"}


def test_nothing_to_look_among_is_misuse(kept):
    with pytest.raises(MorelliError, match="no pictures to look for neighbours"):
        neighbours(Embeddings(), [kept(0, np.ones(3), "a", None)], [])


def test_a_bundle_is_measured_by_its_own_embeddings(trained: SimpleNamespace, tmp_path):
    """Drawn painters differ in colour; their paintings are near to each other."""
    samples = trained.data.samples
    cache = OutputCache(Classifier(trained.bundle, threads=1), tmp_path / "answers")
    found = neighbours(cache, samples[::4], [s for i, s in enumerate(samples) if i % 4])
    assert found["artist_precision5"].value > 0.5
    assert found["artist_precision5"].n == len(samples[::4])
