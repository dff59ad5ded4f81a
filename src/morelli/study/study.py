"""A study: a question, a base recipe, and the factors whose values are compared.

Example of a file:
    name = "regularisers"
    question = "Which regulariser helps?"
    folds = 3
    [recipe.model]
    backbones = ["efficientnet_b0"]
    [factors]
    "regularisation.dropout" = [0, 0.5]
    [factors.penalty]
    none = {}
    both = { "regularisation.l1" = 1e-4, "regularisation.l2" = 1e-3 }
"""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from morelli.errors import MorelliError
from morelli.recipes.wrong_fields import explain, read_toml

Head = Literal["artist", "style"]
Settings = dict[str, Any]
"""Dotted fields of a recipe, and their values."""


class StudyError(MorelliError):
    """A study cannot be read or run as it is written; the message says what to change."""


class Study(BaseModel):
    """What is asked.

    Attributes:
        name: of the study; its folder is called so.
        question: in words, for the report.
        task: whose official split of Painting-91 is meant; by default "style" where only the
            style is predicted, else "artist".
        head: whose accuracy cells are chosen by; by default the first that the recipe has.
        folds: of the cross-validation on the training split. 0 only for a grid of one cell,
            whose recipe then goes to the test split at once.
        seeds: every cell is run with each; a recipe's own seed is not used.
        test_each: factors for each of whose labels the best cell is measured on the test split,
            besides the best of all.
        recipe: the base, as in a recipe's file; its name may be left out.
        factors: dotted field -> values; or any name -> label -> settings of several fields.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    question: str = Field(min_length=1)
    task: Head = "artist"
    head: Head = "artist"
    folds: int = Field(default=5, ge=0, le=20)
    seeds: tuple[int, ...] = Field(default=(0,), min_length=1)
    test_each: tuple[str, ...] = ()
    recipe: dict[str, Any]
    factors: dict[str, list[Any] | dict[str, Settings]] = Field(default_factory=dict)

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Seed and fold of every run that a cell has."""
        return [(seed, fold) for seed in self.seeds for fold in range(self.folds)]

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, table: Any) -> Any:
        if not isinstance(table, dict) or not isinstance(table.get("recipe"), dict):
            return table
        model = table["recipe"].get("model")
        heads = model.get("heads") if isinstance(model, dict) else None
        first = "style" if heads == ["style"] else "artist"
        return {"task": first, "head": first} | table

    @model_validator(mode="after")
    def _parts_agree(self) -> "Study":
        if self.folds == 1:
            raise ValueError("folds: one fold leaves nothing to train on; use 2 and more")
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError("seeds: each seed once")
        for factor, values in self.factors.items():
            if not values:
                raise ValueError(f"factors.{factor} has no values")
        unknown = [factor for factor in self.test_each if factor not in self.factors]
        if unknown:
            allowed = ", ".join(self.factors) or "none"
            raise ValueError(f"test_each: there is no factor {unknown[0]!r}; there are: {allowed}")
        return self


def load(path: Path) -> Study:
    """Read a study from a TOML file; a recipe's file is a study of one cell.

    Raises:
        StudyError: no such file, not TOML, or a wrong field; the message names it.
    """
    table = read_toml(path, "study", StudyError)
    if "model" in table and "recipe" not in table:
        name = table.get("name", path.stem)
        question = f"How good is the recipe {name}?"
        table = {"name": name, "question": question, "folds": 0, "recipe": table}
        table["seeds"] = [table["recipe"].get("seed", 0)]
    try:
        return Study.model_validate(table)
    except ValidationError as error:
        raise StudyError(f"{path}: {explain(error, Study)}") from error
