"""What a bundle was made from: recipe, pictures by source and by painter, backbones, versions."""

import platform
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import timm
import torch

import morelli
from morelli.datasets import Dataset, Sample
from morelli.recipes.claim import noted
from morelli.recipes.files import Ensemble
from morelli.recipes.networks import timm_name, weights_file
from morelli.recipes.recipe import Recipe
from morelli.training.models.pretrained import config_of

NOT_SAID = "not said"
"""The source of pictures that name none."""


def provenance(
    recipe: Recipe | Ensemble,
    data: Dataset,
    pictures: Sequence[Sample],
    adapted: Sequence[str] = (),
    **others: int,
) -> dict[str, Any]:
    """What stands in `morelli.json` under `provenance`.

    Args:
        recipe: by which it was made.
        data: the data set, all splits.
        pictures: those of it that were learnt from or held out to learn by.
        adapted: what is otherwise than the recipe asked, see `adapt`.
        others: numbers of other pictures, by what they are.
    """
    return {
        **noted(recipe, adapted),
        "data": {
            "name": data.name,
            "fingerprint": data.fingerprint(),
            "training_pictures": len(pictures),
            **others,
            "sources": sources(pictures),
            "painters": painters(pictures),
        },
        "backbones": backbones(recipe),
        "versions": {
            "morelli": morelli.__version__,
            "python": platform.python_version(),
            "torch": torch.__version__,
            "timm": timm.__version__,
        },
    }


def sources(pictures: Sequence[Sample]) -> dict[str, int]:
    """Number of pictures by source, most first; empty where no picture says where it comes from."""
    counts = Counter(sample.source or NOT_SAID for sample in pictures)
    return {} if set(counts) <= {NOT_SAID} else dict(counts.most_common())


def painters(pictures: Sequence[Sample]) -> dict[str, dict[str, int]]:
    """By painter's slug the number of `pictures` and of `sources`, 0 where none is said."""
    count: Counter[str] = Counter()
    seen: dict[str, set[str]] = defaultdict(set)
    for sample in pictures:
        if sample.artist is not None:
            count[sample.artist] += 1
            seen[sample.artist] |= {sample.source} if sample.source else set()
    return {a: {"pictures": count[a], "sources": len(seen[a])} for a in sorted(count)}


def backbones(recipe: Recipe | Ensemble) -> list[dict[str, str]]:
    """Whose networks and weights it began with: `name`, `network`, `authors`, `licence` and so on.

    What is known of weights from a folder stands in `weights.toml`, of those from the hub in
    timm's configuration; an entry has what is known.
    """
    known = tomllib.loads(
        files("morelli.training.models").joinpath("weights.toml").read_text("utf-8")
    )
    found = {}
    for member in recipe.members:
        for name in member.model.backbones:
            network = timm_name(name)
            if not member.model.pretrained:
                about = {"network": network, "weights": "from random numbers"}
            elif weights_file(network) is None:
                about = _of_timm(network)
            else:
                about = known.get(network, {"network": network})
            found[name] = {
                "name": name,
                **{key: value for key, value in about.items() if isinstance(value, str) and value},
            }
    return list(found.values())


def _of_timm(network: str) -> dict[str, str]:
    config = config_of(network)
    return {
        "network": network,
        "trained_on": config.tag or "",
        "from": config.origin_url or config.hf_hub_id or "",
        "licence": config.license or "",
    }
