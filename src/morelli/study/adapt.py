"""A study of what the data have labels and sources for."""

from collections.abc import Sequence
from dataclasses import replace

from morelli.datasets import Dataset
from morelli.errors import MorelliError
from morelli.recipes.adapt import adapt as adapt_recipe
from morelli.study.grid import Cell, described
from morelli.study.study import Study, StudyError


def adapt(
    study: Study, cells: Sequence[Cell], data: Dataset
) -> tuple[Study, list[Cell], tuple[str, ...]]:
    """A study without what the data have no labels or sources for, see `recipes.adapt`.

    Args:
        study: what is asked.
        cells: its grid.
        data: the training pictures.

    Returns:
        The study, chosen by a head that is learnt; its grid; and what is otherwise than asked, a
        sentence each.

    Raises:
        StudyError: a cell has nothing to learn, or would be the same as another one.
    """
    said: dict[str, None] = {}
    adapted: list[Cell] = []
    for cell in cells:
        where = f"The cell {described(cell.values)}" if cell.values else "The recipe"
        try:
            changed, changes = adapt_recipe(cell.recipe, data)
        except MorelliError as error:
            raise StudyError(f"{where}: {error}") from error
        (recipe,) = changed.members
        said |= dict.fromkeys(changes)
        before = zip(adapted, cells, strict=False)
        same = [a for a, asked in before if a.recipe == recipe and asked.recipe != cell.recipe]
        if same:
            there = described(same[0].values)
            raise StudyError(f"{where} would be the same as {there}: {' '.join(said)}")
        adapted.append(replace(cell, recipe=recipe))
    heads = {head for cell in adapted for head in cell.recipe.model.heads}
    if study.head not in heads:
        study = study.model_copy(update={"head": min(heads)})
    return study, adapted, tuple(said)
