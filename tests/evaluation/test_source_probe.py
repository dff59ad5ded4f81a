"""The probe finds what a source leaves in an embedding, and nothing where nothing is left."""

import numpy as np
import pytest
from PIL import Image

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.source_probe import probe, source_probe, usable
from morelli.explain import OutputCache
from morelli.inference.classifier import Classifier


def drawn_from(trace, painters=12, each=20, width=6):
    """Embeddings of painters, two sources each, the larger of which adds `trace` to a column."""
    rng = np.random.default_rng(4)
    artists = np.repeat([f"painter {i}" for i in range(painters)], each)
    large = np.tile(np.arange(each) < 0.6 * each, painters)
    centres = rng.normal(0, 5, (painters, width)).repeat(each, 0)
    embeddings = centres + rng.normal(0, 1, centres.shape)
    embeddings[:, 2] += trace * large
    sources = np.where(large, "large", rng.choice(["small", "smaller"], len(large)))
    return embeddings.astype(np.float32), list(artists), list(sources)


def test_a_trace_of_the_source_is_found_and_none_is_not():
    told = source_probe(*drawn_from(3.0))
    untold = source_probe(*drawn_from(0.0))
    assert told.value > 0.95 and told.n == 240
    assert told.low <= told.value <= told.high <= 1
    assert untold.low < 0.5 < untold.high


def test_the_stronger_the_trace_the_better_it_is_told():
    areas = [source_probe(*drawn_from(trace)).value for trace in (0.0, 0.7, 1.5, 3.0)]
    assert areas == sorted(areas)


def test_who_painted_what_helps_nothing():
    """A painter whose pictures come mostly from one source is no trace of that source."""
    rng = np.random.default_rng(1)
    artists = [f"painter {i}" for i in range(40) for _ in range(40)]
    many = [30 if i % 2 else 10 for i in range(40)]
    sources = ["large" if k < many[i] else "small" for i in range(40) for k in range(40)]
    centres = np.array([[10.0 * (i % 2), 0, 0] for i in range(40)]).repeat(40, 0)
    found = source_probe(
        (centres + rng.normal(0, 1, centres.shape)).astype(np.float32), artists, sources
    )
    assert found.value == pytest.approx(0.5, abs=0.05)


def test_painters_without_enough_from_both_are_left_out():
    artists = ["a"] * 10 + ["b"] * 10 + ["c"] * 20
    sources = (["large"] * 5 + ["small"] * 5) * 2 + ["large"] * 16 + ["small"] * 4
    rows, largest = usable(artists, sources)
    assert rows.tolist() == list(range(20))
    assert largest.tolist() == ([True] * 5 + [False] * 5) * 2


@pytest.mark.parametrize("sources", [["large"] * 20, ["large"] * 16 + ["small"] * 4])
def test_too_few_painters_are_explained(sources):
    with pytest.raises(MorelliError, match="0 painters have 5 pictures or more"):
        usable(["a"] * 20, sources)


def test_of_a_bundle_it_asks_about_the_pictures_it_can_use(trained, tmp_path):
    """Monets and Mondrians of one source are blurred; all others of them are as they were drawn."""
    samples = []
    for sample in trained.data:
        number = int(sample.path.stem)
        if number < 6 and sample.artist in ("claude-monet", "piet-mondrian", "mark-rothko"):
            blurred = tmp_path / f"{sample.artist}-{number}.png"
            with Image.open(sample.path) as picture:
                picture.resize((12, 12)).resize(picture.size).save(blurred)
            samples.append(Sample(blurred, sample.artist, None, source="small"))
        else:
            samples.append(Sample(sample.path, sample.artist, None, source="large"))
    seen = []
    cache = OutputCache(Classifier(trained.bundle), tmp_path / "kept")
    found = probe(cache, [*samples, Sample(tmp_path / "x.jpg", None, None)], seen.append)
    assert sum(seen) == len(samples) + 1
    assert found["source_auroc"].n == 36
    assert found["source_auroc"].value > 0.5
