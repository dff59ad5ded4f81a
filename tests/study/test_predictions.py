"""What is kept of a run's predictions."""

import numpy as np
import pytest

from morelli.study import predictions

PROBABILITIES = np.array([[0.1, 0.6, 0.3], [0.5, 0.2, 0.3], [0.2, 0.2, 0.6], [0.1, 0.1, 0.8]])
TRUTH = np.array([1, 2, -1, 2])


def test_they_are_the_same_when_they_are_read_again(tmp_path):
    kept = predictions.answers(np.array([4, 9, 2, 7]), {"style": PROBABILITIES}, {"style": TRUTH})
    predictions.write(tmp_path / "run.npz", kept)
    read = predictions.read(tmp_path / "run.npz")
    assert read.rows.tolist() == [4, 9, 2, 7]
    style = read.heads["style"]
    assert style.truth.tolist() == [1, 2, -1, 2]
    assert style.top[:, 0].tolist() == [1, 0, 2, 2]
    assert style.probabilities[0] == pytest.approx([0.6, 0.3, 0.1])
    assert style.right == pytest.approx([0.6, 0.3, np.nan, 0.8], nan_ok=True)
    assert style.hits() == pytest.approx([1, 0, np.nan, 1], nan_ok=True)
    assert [file.name for file in tmp_path.iterdir()] == ["run.npz"]


def test_only_pictures_with_a_label_are_measured():
    found = predictions.measures({"style": PROBABILITIES}, {"style": TRUTH})
    assert found["style_n"] == 3
    assert found["style_accuracy"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["style_top5"] == 1
    expected = -np.log([0.6, 0.3, 0.8]).mean()
    assert found["style_cross_entropy"] == pytest.approx(expected, abs=1e-6)
    assert predictions.measures({"style": PROBABILITIES}, {"style": TRUTH * 0 - 1}) == {
        "style_n": 0
    }


def test_of_many_classes_the_likeliest_are_kept():
    many = np.random.default_rng(0).dirichlet(np.ones(30), 8)
    kept = predictions.answers(np.arange(8), {"artist": many}, {"artist": np.full(8, 29)})
    top = kept.heads["artist"]
    assert top.top.shape == (8, predictions.KEPT)
    assert (np.diff(top.probabilities, axis=1) <= 0).all()
    assert top.right == pytest.approx(many[:, 29])
