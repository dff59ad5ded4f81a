"""Embeddings come in the order of their pictures; what can't be read is left out."""

import numpy as np

from morelli.datasets import Sample
from morelli.evaluation.embedding import embed
from morelli.explain import OutputCache


def test_whose_they_are_is_told(classifier, trained, tmp_path) -> None:
    some = list(trained.data.samples[:6])
    cache = OutputCache(classifier, tmp_path / "cache")
    bad = Sample(tmp_path / "nowhere.jpg", "claude-monet", None)
    seen: list[int] = []
    vectors, kept = embed(cache, [*some[:3], bad, *some[3:]], seen.append)
    assert kept == some and sum(seen) == 7
    assert vectors.dtype == np.float32 and len(vectors) == 6
    for sample, vector in zip(kept, vectors, strict=True):
        alone = cache.outputs(sample.path.read_bytes())["embedding"][0]
        assert np.array_equal(alone, vector)
