"""Recipes and ensembles of them, read from TOML files."""

from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from morelli.errors import MorelliError
from morelli.recipes.fitting import OutOfDomain
from morelli.recipes.recipe import NAME, Recipe
from morelli.recipes.sections import Section
from morelli.recipes.wrong_fields import explain, read_toml


class RecipeError(MorelliError):
    """A recipe could not be read or has a wrong field; the message names it."""


class Ensemble(Section):
    """Recipes whose networks answer together: their logits are weighted and added.

    In its file `members` names the files of other recipes, beside it:

        name = "default"
        members = ["light.toml", "deep.toml"]

    Attributes:
        name: of the bundle.
        members: they look at the same picture, and hold out the same part of the training split.
    """

    name: str = Field(pattern=NAME)
    members: tuple[Recipe, ...] = Field(min_length=2)

    @property
    def seed(self) -> int:
        """The members' seed."""
        return self.members[0].seed

    @property
    def out_of_domain(self) -> OutOfDomain:
        """The members'."""
        return self.members[0].out_of_domain

    @property
    def compact(self) -> bool:
        """Whether some member is stored in fewer than 32 bits."""
        return any(member.compact for member in self.members)

    @model_validator(mode="after")
    def _members_agree(self) -> "Ensemble":
        first = self.members[0]
        if len({member.name for member in self.members}) < len(self.members):
            raise ValueError("two members have the same name; each works in a folder named so")
        for member in self.members[1:]:
            for field, ours, theirs in (
                ("seed", first.seed, member.seed),
                ("model.size", first.model.size, member.model.size),
                ("model.fit", first.model.fit, member.model.fit),
                ("model.interpolation", first.model.interpolation, member.model.interpolation),
                ("model.heads", first.model.heads, member.model.heads),
                ("out_of_domain.blanks", first.out_of_domain.blanks, member.out_of_domain.blanks),
            ):
                if ours != theirs:
                    raise ValueError(
                        f"members {first.name} and {member.name} differ in {field}"
                        f" ({ours} and {theirs}), and answer together"
                    )
        return self


def load(path: Path) -> Recipe | Ensemble:
    """Read a recipe, or an ensemble with its members, from TOML files.

    Raises:
        RecipeError: no such file, not TOML, or a wrong field; the message names the field,
            what is wrong with it and the values allowed.
    """
    return _load(path, ())


def _load(path: Path, readers: tuple[Path, ...]) -> Recipe | Ensemble:
    """Read a file that `readers`, the first one first, named in turn."""
    if path.resolve() in readers:
        raise RecipeError(f"{path}: members and starts lead back to this file; name others.")
    table = read_toml(path, "recipe", RecipeError)
    kind: type[Recipe | Ensemble] = Ensemble if "members" in table else Recipe

    def beside(part: str, name: object) -> Recipe:
        found = _load(path.parent / str(name), (*readers, path.resolve()))
        if isinstance(found, Ensemble):
            raise RecipeError(f"{path}: {part} {name} is an ensemble; name a single recipe.")
        return found

    if kind is Ensemble:
        table = {**table, "members": [beside("member", name) for name in table["members"]]}
    elif "start" in table:
        table = {**table, "start": beside("start", table["start"])}
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        raise RecipeError(f"{path}: {explain(error, kind)}") from error
