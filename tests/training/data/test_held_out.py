"""Which pictures are learnt from, and which are held out."""

from dataclasses import replace

import numpy as np
import pytest

from morelli.datasets.splits import with_validation
from morelli.errors import MorelliError
from morelli.training.data.held_out import foreign, held_out, held_out_by, rows_of_folds


def test_a_share_is_held_out_of_each_painter(data):
    training = replace(data, samples=tuple(replace(s, split="train") for s in data))
    learn, stop = held_out(with_validation(training, share=0.25, seed=0))
    assert len(stop) == 8 and len(learn) == 24
    assert len({data.samples[row].artist for row in stop}) == 4


@pytest.mark.parametrize("chosen", [slice(0, 0), slice(0, None)], ids=["none", "all"])
def test_nothing_on_one_side_is_explained(data, chosen):
    held = set(data.samples[chosen])
    samples = tuple(replace(s, split="validation" if s in held else "train") for s in data)
    with pytest.raises(MorelliError, match="there must be some on both sides"):
        held_out(replace(data, samples=samples))


def test_what_the_data_hold_out_counts_before_the_recipes_share(recipe, data):
    given = tuple(replace(s, split="validation" if n % 4 else "train") for n, s in enumerate(data))
    asked = recipe(validation={"share": 0.5})
    assert len(held_out_by(asked, replace(data, samples=given))[1]) == 24
    alike = tuple(replace(s, split="train") for s in data)
    assert len(held_out_by(asked, replace(data, samples=alike))[1]) == 16


def test_rows_to_learn_from_count_through_all_copies(recipe, data):
    training = replace(data, samples=tuple(replace(s, split="train") for s in data))
    copies = {"mirrored": True, "copies": 2, "crop": 0.5}
    folds = rows_of_folds(recipe(augmentation=copies, validation={"folds": 2}), training)
    assert sorted(np.concatenate([stop for _, stop in folds])) == [*range(32)]
    for learn, stop in folds:
        assert len(learn) == 4 * (32 - len(stop))
        assert not set(learn % 32) & set(stop)


def test_what_comes_from_a_source_that_is_learnt_from_is_not_foreign(data):
    named = [replace(s, source="ab"[n % 2]) for n, s in enumerate(data)]
    given = replace(data, samples=tuple(named))
    assert foreign(given, np.array([0, 2]), np.array([1, 4, 7])).tolist() == [True, False, True]
