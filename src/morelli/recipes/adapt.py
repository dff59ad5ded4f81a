"""A recipe for data that lack what it asks for: labels of a kind altogether, or sources.

A folder for each painter says nothing of styles, and no recipe has to be edited for it: what can't
be learnt is left out, and said.
"""

from collections.abc import Sequence

from morelli.datasets import Dataset
from morelli.errors import MorelliError
from morelli.recipes.files import Ensemble
from morelli.recipes.recipe import Recipe

NAMES = {"artist": "painter", "style": "style"}


def adapt(recipe: Recipe | Ensemble, data: Dataset) -> tuple[Recipe | Ensemble, tuple[str, ...]]:
    """A recipe without what the data have no labels or sources for.

    Args:
        recipe: as it was asked for.
        data: the training pictures, those held out included.

    Returns:
        The recipe, the same where nothing is lacking, and what is otherwise than asked, a sentence
        each: a head of fewer than two classes is left out; where no picture says where it comes
        from, sources can't be held out whole, so pictures are.

    Raises:
        MorelliError: there is nothing to learn, since no head has two classes.
    """
    said: dict[str, None] = {}
    counts = {"artist": len(data.artists), "style": len(data.styles)}
    asked = recipe.members[0].model.heads
    heads = tuple(head for head in asked if counts[head] > 1)
    if not heads:
        named = " and ".join(_named(head, counts[head]) for head in asked)
        raise MorelliError(
            f"There is nothing to learn: the training pictures name {named}; it takes two at least"
            " to tell apart."
        )
    for head in asked:
        if head not in heads:
            learnt = " and ".join(f"{NAMES[other]}s" for other in heads)
            named = _named(head, counts[head])
            said[f"The training pictures name {named}: only {learnt} are learnt."] = None
    sources = any(sample.source for sample in data if sample.split != "validation")
    if not sources and any(member.validation.by == "source" for member in recipe.members):
        said[
            "The training pictures don't say where they come from: held out are some of every"
            f" {NAMES[heads[0]]}'s, instead of whole sources."
        ] = None
    if not said:
        return recipe, ()
    members = tuple(_changed(member, heads, sources=sources) for member in recipe.members)
    if isinstance(recipe, Ensemble):
        return recipe.model_copy(update={"members": members}), tuple(said)
    return members[0], tuple(said)


def _changed(recipe: Recipe, heads: Sequence[str], *, sources: bool) -> Recipe:
    """The recipe and all those it goes on from, which have to agree."""
    validation = recipe.validation
    if not sources:
        validation = validation.model_copy(update={"by": "painter"})
    return recipe.model_copy(
        update={
            "start": recipe.start and _changed(recipe.start, heads, sources=sources),
            "model": recipe.model.model_copy(update={"heads": tuple(heads)}),
            "validation": validation,
        }
    )


def _named(head: str, count: int) -> str:
    return f"{ {0: 'no', 1: 'one'}[count] } {NAMES[head]}"
