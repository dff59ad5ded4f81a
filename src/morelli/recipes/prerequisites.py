"""What can be known before a training: said before seconds are spent on importing torch."""

from collections.abc import Sequence
from importlib.util import find_spec

from morelli.datasets import Sample
from morelli.datasets.splits import open_set_split
from morelli.errors import MorelliError
from morelli.recipes.files import Ensemble
from morelli.recipes.networks import check_weights, timm_name
from morelli.recipes.recipe import Recipe

FEWEST_OTHERS = 5
"""Pictures of other things that it takes to learn what a painting is not."""

FEWEST_OPEN_SET = 20
"""Paintings by unknown painters that a direction is learnt from; that of fewer is mostly chance."""


def check_torch() -> None:
    """Look whether PyTorch is there.

    Raises:
        MorelliError: it isn't.
    """
    if find_spec("torch") is None:
        raise MorelliError('Training needs PyTorch: install it with pip install "morelli[train]".')


def check_backbones(recipe: Recipe | Ensemble) -> None:
    """Look for the backbones that a recipe names, and for their weights.

    Raises:
        BackboneError: there is none of this name, or its weights are known to be missing.
    """
    for member in recipe.members:
        for name in member.model.backbones:
            network = timm_name(name)
            if member.model.pretrained:
                check_weights(network)


def open_set_to_learn_from(
    not_paintings: Sequence[Sample], unknown: Sequence[Sample]
) -> tuple[Sample, ...]:
    """Of paintings by painters not to be known, those that are learnt from.

    Raises:
        MorelliError: they are too few to learn anything, or what isn't a painting is.
    """
    if 0 < len(not_paintings) < FEWEST_OTHERS:
        raise MorelliError(
            f"{len(not_paintings)} pictures are too few to learn what is not a painting; it takes"
            f" at least {FEWEST_OTHERS}."
        )
    open_set, _ = open_set_split(unknown)
    if unknown and len(open_set) < FEWEST_OPEN_SET:
        raise MorelliError(
            f"{len(open_set)} paintings by half of the unknown painters are too few to learn"
            f" from; it takes at least {FEWEST_OPEN_SET}."
        )
    return open_set
