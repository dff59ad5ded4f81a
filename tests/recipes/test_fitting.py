"""Fields that contradict each other are refused in words."""

import pytest
from pydantic import ValidationError

from morelli.recipes.fitting import FEWEST_BLANKS, Optimisation, OutOfDomain, Validation


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"warmup": 1}, 'use "cosine"'),
        ({"schedule": "cosine", "epochs": 3, "warmup": 3}, "leaves none of 3"),
    ],
    ids=str,
)
def test_a_warmup_is_a_part_of_a_cosine(fields, says):
    with pytest.raises(ValidationError, match=says):
        Optimisation(**fields)
    assert Optimisation(schedule="cosine", warmup=2, epochs=3).warmup == 2


def test_one_fold_is_none():
    with pytest.raises(ValidationError, match="use 0, or 2 and more"):
        Validation(folds=1)
    assert [Validation(folds=folds).folds for folds in (0, 2)] == [0, 2]


def test_blanks_are_none_or_some_of_every_kind():
    with pytest.raises(ValidationError, match="teach nothing"):
        OutOfDomain(blanks=FEWEST_BLANKS - 1)
    assert [OutOfDomain(blanks=count).blanks for count in (0, FEWEST_BLANKS)] == [0, FEWEST_BLANKS]
