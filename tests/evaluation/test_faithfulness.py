"""A map that points at what matters beats one that doesn't."""

import numpy as np
import pytest

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.faithfulness import RIVALS, SHARES, covered, faithfulness, order
from morelli.inference.classifier import Classifier


def test_the_strongest_place_is_first():
    evidence = np.array([[0, 5], [-1, 2]], np.float32)
    assert order(evidence).tolist() == [[2, 0], [3, 1]]


@pytest.mark.parametrize("size", [2, 7, 64])
def test_places_are_covered_strongest_first(size):
    picture, cover = np.full((size, size, 3), 9, np.uint8), np.zeros((size, size, 3), np.uint8)
    ranks = np.array([[2, 0], [3, 1]])
    assert (covered(picture, ranks, 0, cover) == 9).all()
    assert (covered(picture, ranks, 1, cover) == 0).all()
    half = covered(picture, ranks, 0.5, cover)
    middle = -(-size // 2)
    assert (half[:, middle:] == 0).all() and (half[:, :middle] == 9).all()


def test_measured_on_pictures_by_lot_each_once(trained, tmp_path):
    classifier = Classifier(trained.bundle, threads=1)
    (tmp_path / "no.jpg").write_text("hello")
    samples = [*trained.data.samples[:5], Sample(tmp_path / "no.jpg", None, None)]
    seen = []
    found = faithfulness(classifier, samples, 99, seen.append)
    assert sum(seen) == len(samples)
    for curve, sign in (("deletion", 1), ("insertion", -1)):
        assert found[curve].n == 5
        assert 0 <= found[curve].low <= found[curve].value <= found[curve].high <= 1
        for rival in RIVALS:
            gain = sign * (found[f"{curve}_{rival}"].value - found[curve].value)
            assert found[f"{curve}_gain_{rival}"].value == pytest.approx(gain)
    assert faithfulness(classifier, samples, 99) == found
    assert faithfulness(classifier, samples[:5], 2)["deletion"].n == 2


def test_nothing_that_can_be_read_is_misuse(trained, tmp_path):
    (tmp_path / "no.jpg").write_text("hello")
    with pytest.raises(MorelliError, match="could be read"):
        faithfulness(
            Classifier(trained.bundle, threads=1), [Sample(tmp_path / "no.jpg", None, None)], 5
        )


def test_shares_go_from_nothing_to_everything():
    assert SHARES[0] == 0 and SHARES[-1] == 1 and list(SHARES) == sorted(SHARES)


@pytest.mark.slow
@pytest.mark.data
def test_heat_maps_of_the_built_in_bundle_beat_their_rivals(data_root):
    """On real paintings: what the map points at is worth more to the answer than other places."""
    from morelli.datasets import open_dataset

    samples = open_dataset(data_root / "paintings.csv").split("test").samples
    found = faithfulness(Classifier.open(), samples, 24)
    assert found["deletion_gain_moved"].low > 0
    assert found["insertion_gain_moved"].low > 0
