"""Which pictures are learnt from, and which are held out to stop, to calibrate and to measure."""

import numpy as np
from numpy.typing import NDArray

from morelli.datasets import Dataset
from morelli.datasets.splits import LEFT_OUT, folds, with_validation
from morelli.errors import MorelliError
from morelli.recipes.recipe import Recipe
from morelli.training.run import Rows


def held_out(data: Dataset) -> tuple[Rows, Rows]:
    """Row numbers of the pictures to learn from and of those held out.

    Raises:
        MorelliError: there are none of either.
    """
    splits = np.array([sample.split for sample in data], dtype=object)
    validation = splits == "validation"
    learn = ~validation & (splits != LEFT_OUT)
    if not learn.any() or not validation.any():
        raise MorelliError(
            f"{data.name}: {validation.sum()} of {len(data)} training pictures are held out for"
            " validation; there must be some on both sides, so at least two of some painter."
        )
    return np.flatnonzero(learn), np.flatnonzero(validation)


def held_out_by(recipe: Recipe, data: Dataset) -> tuple[Rows, Rows]:
    """The same, where the data set holds nothing out the recipe's share of it."""
    asked = recipe.validation
    return held_out(with_validation(data, share=asked.share, seed=recipe.seed, by=asked.by))


def rows_of_folds(recipe: Recipe, data: Dataset) -> list[tuple[Rows, Rows]]:
    """For each fold of the validation, the rows to learn from and those to stop by.

    The rows to learn from count through all copies of the pictures, one after another. Where some
    pictures are held out already, by the data set or by a `start`, whose network knows all others,
    folds are made of these.
    """
    asked, seed = recipe.validation, recipe.seed
    if "validation" in data.splits or recipe.start is not None or not asked.folds:
        data = with_validation(data, share=asked.share, seed=seed, by=asked.by)
    parts = [data]
    if asked.folds:
        parts = [*folds(data, count=asked.folds, seed=seed, by=asked.by)]
    starts = np.arange(recipe.augmentation.rows_per_picture)[:, None] * len(data)
    rows = [held_out(part) for part in parts]
    return [((starts + learn).ravel(), stop) for learn, stop in rows]


def foreign(data: Dataset, learn: Rows, stop: Rows) -> NDArray[np.bool_]:
    """Which pictures to stop by, (M,), come from a source that nothing is learnt from."""
    sources = {data.samples[row].source for row in learn}
    return np.array([data.samples[row].source not in sources for row in stop], dtype=np.bool_)
