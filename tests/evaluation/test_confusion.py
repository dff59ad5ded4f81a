"""Confusion matrices, for machines and for people."""

import numpy as np
from PIL import Image

from morelli.evaluation.confusion import figure, write_csv, write_png


def test_a_large_matrix_is_drawn_too(tmp_path):
    labels = [f"painter {i}" for i in range(91)]
    counts = np.eye(91, dtype=np.int64) * 3
    counts[5] = 0  # a class without pictures
    write_png(tmp_path / "large.png", counts, labels, "Ninety-one")
    write_csv(tmp_path / "large.csv", counts, labels)
    with Image.open(tmp_path / "large.png") as image:
        shades = np.asarray(image.convert("L"))
    assert image.width > 1000
    assert (shades < 100).sum() > 500  # the diagonal is dark
    assert len((tmp_path / "large.csv").read_text().splitlines()) == 92


def test_a_small_matrix_has_its_counts_written_into_the_cells():
    counts = np.array([[7, 2], [0, 31]])
    [axes, _] = figure(counts, ["Monet", "Manet"], "Two of them").axes
    assert {text.get_text() for text in axes.texts} == {"7", "2", "31"}
    assert axes.get_title() == "Two of them"
