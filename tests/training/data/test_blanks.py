"""Pictures that hold nothing."""

import numpy as np
import pytest
from PIL import Image

from morelli.training.data.blanks import KINDS, SIDES, blank, draw_blanks


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_from_its_seed(kind):
    pictures = [blank(kind, seed) for seed in range(6)]
    for seed, picture in enumerate(pictures):
        assert picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3
        assert min(picture.shape[:2]) >= 64 and max(picture.shape[:2]) <= SIDES[1]
        assert (picture == blank(kind, seed)).all()
    assert len({picture.shape for picture in pictures}) > 1
    assert len({picture.tobytes() for picture in pictures}) == 6


def test_they_are_drawn_into_a_folder_once(tmp_path):
    samples = draw_blanks(tmp_path / "blanks", 2 * len(KINDS), seed=3)
    assert len({sample.path for sample in samples}) == len(samples) == 2 * len(KINDS)
    assert {sample.source for sample in samples} == {"drawn: blank"}
    first = samples[0].path
    Image.new("RGB", (70, 70)).save(first)
    again = draw_blanks(tmp_path / "blanks", len(KINDS), seed=3)
    assert [sample.path for sample in again] == [sample.path for sample in samples[: len(KINDS)]]
    assert Image.open(first).size == (70, 70)
