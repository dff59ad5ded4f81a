"""What can be known before a training."""

from pathlib import Path

import pytest

from morelli.datasets import Sample
from morelli.datasets.splits import open_set_split
from morelli.errors import MorelliError
from morelli.recipes.networks import BackboneError
from morelli.recipes.prerequisites import (
    FEWEST_OPEN_SET,
    FEWEST_OTHERS,
    check_backbones,
    open_set_to_learn_from,
)
from morelli.recipes.recipe import Recipe


def pictures(count, painters=()):
    return [
        Sample(Path(f"{number}-{painter}.jpg"), painter, None)
        for painter in painters or [None]
        for number in range(count)
    ]


def test_half_of_the_painters_are_learnt_from():
    unknown = pictures(FEWEST_OPEN_SET, [f"painter-{number}" for number in range(6)])
    learnt = open_set_to_learn_from(pictures(FEWEST_OTHERS), unknown)
    assert learnt == open_set_split(unknown)[0] != ()
    assert open_set_to_learn_from((), ()) == ()


def test_too_few_of_either_are_refused():
    with pytest.raises(MorelliError, match="4 pictures are too few to learn what is not a paint"):
        open_set_to_learn_from(pictures(FEWEST_OTHERS - 1), ())
    with pytest.raises(MorelliError, match="0 paintings by half of the unknown painters"):
        open_set_to_learn_from((), pictures(3))


@pytest.mark.parametrize("pretrained", [True, False])
def test_weights_are_looked_for_where_they_are_asked_for(tmp_path, monkeypatch, pretrained):
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path / "no"))
    model = {"backbones": ["resnet50"], "pretrained": pretrained}
    recipe = Recipe.model_validate({"name": "mine", "model": model})
    if pretrained:
        with pytest.raises(BackboneError, match="isn't there"):
            check_backbones(recipe)
    else:
        check_backbones(recipe)
