"""From a study to its grid of cells: every combination of the factors' values, each a recipe."""

import hashlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from morelli.recipes.networks import BackboneError, timm_name
from morelli.recipes.recipe import Recipe
from morelli.recipes.wrong_fields import explain, nearest, renamed
from morelli.study.study import Settings, Study, StudyError


@dataclass(frozen=True)
class Cell:
    """One combination.

    Attributes:
        number: from 1, in the grid's order.
        values: factor -> label.
        recipe: named after the study; its seed is 0, runs bring their own.
    """

    number: int
    values: dict[str, str]
    recipe: Recipe

    def key(self, fingerprint: str, study: Study) -> str:
        """What the cell's results depend on besides the seed, as 12 hexadecimal digits."""
        asked = self.recipe.model_dump_json(exclude={"name", "seed"})
        text = "\n".join((asked, fingerprint, study.task, str(study.folds)))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def expand(study: Study) -> list[Cell]:
    """All cells of a study.

    Raises:
        StudyError: a factor is no field of a recipe, a value is not allowed, or a combination
            contradicts itself; the message names it, and the nearest valid one.
    """
    fields = [*_fields(Recipe)]
    choices = [
        [(factor, label, settings) for label, settings in _labelled(factor, values, fields)]
        for factor, values in study.factors.items()
    ]
    cells = []
    for number, chosen in enumerate(itertools.product(*choices), start=1):
        values = {factor: label for factor, label, _ in chosen}
        table: dict[str, Any] = {"name": study.name} | study.recipe | {"seed": 0}
        for _, _, settings in chosen:
            for field, value in settings.items():
                table = _changed(table, field.split("."), value)
        cells.append(Cell(number, values, _recipe(table, values)))
    names = {name for cell in cells for name in cell.recipe.model.backbones}
    for name in sorted(names):
        try:
            timm_name(name)
        except BackboneError as error:
            raise StudyError(f"model.backbones: {error}") from error
    if study.folds == 0 and len(cells) > 1:
        raise StudyError(f"{study.name} compares {len(cells)} cells: that takes folds, 2 or more.")
    return cells


def _labelled(
    factor: str, values: list[Any] | dict[str, Settings], fields: list[str]
) -> list[tuple[str, Settings]]:
    """Labels of a factor's values, with the fields that each sets."""
    if isinstance(values, list):
        _check(factor, factor, fields)
        labelled = [(label(value), {factor: value}) for value in values]
    else:
        labelled = list(values.items())
        for name, settings in labelled:
            for field in settings:
                _check(f"{factor}.{name}", field, fields)
    seen: set[str] = set()
    for name, _ in labelled:
        if name in seen:
            raise StudyError(f"factors.{factor} has the value {name} twice.")
        seen.add(name)
    return labelled


def label(value: Any) -> str:
    """A value in a table's heading: lists by their members, numbers without noise."""
    if isinstance(value, list):
        return " + ".join(map(label, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def described(values: Mapping[str, str]) -> str:
    """A cell by its values, factor -> label."""
    return ", ".join(f"{factor} = {name}" for factor, name in values.items())


def _check(where: str, field: str, fields: list[str]) -> None:
    if field not in fields:
        said = renamed(field)
        if said is not None:
            raise StudyError(f"factors.{where}: {said}.")
        near = nearest(field, fields) or f"; recipes have {', '.join(fields)}"
        raise StudyError(f"factors.{where}: recipes have no field {field}{near}.")


def _fields(part: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Dotted names of all fields that a factor may set."""
    for name, field in part.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, f"{name}.")
        elif prefix:
            yield prefix + name


def _changed(table: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    """A copy of nested tables with one field changed."""
    first, *rest = path
    inner = table.get(first, {})
    if rest and not isinstance(inner, dict):
        raise StudyError(f"recipe.{first} must be a table.")
    return table | {first: _changed(inner, rest, value) if rest else value}


def _recipe(table: dict[str, Any], values: dict[str, str]) -> Recipe:
    try:
        return Recipe.model_validate(table)
    except ValidationError as error:
        where = f"The cell {described(values)}" if values else "The recipe"
        raise StudyError(f"{where}: {explain(error, Recipe)}") from error
