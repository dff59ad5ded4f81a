"""A run's folder holds one run."""

import json

import pytest

from morelli.errors import MorelliError
from morelli.recipes.claim import check, claim, noted
from morelli.recipes.recipe import Recipe

MODEL = {"backbones": ["resnet50"]}
RECIPE = Recipe.model_validate({"name": "mine", "model": MODEL})
OTHER = Recipe.model_validate({"name": "mine", "seed": 1, "model": MODEL})


def test_the_same_recipe_and_data_go_on(tmp_path):
    folder = tmp_path / "run"
    claim(folder, RECIPE, "abc", ["Only painters."])
    note = json.loads((folder / "run.json").read_text())
    assert note == {**noted(RECIPE, ["Only painters."]), "data": "abc"}
    claim(folder, RECIPE, "abc", ["Only painters."])


@pytest.mark.parametrize(
    ("recipe", "data", "says"),
    [(OTHER, "abc", "holds a run of another recipe"), (RECIPE, "abd", "a run on other data")],
)
def test_another_recipe_or_other_data_do_not(tmp_path, recipe, data, says):
    claim(tmp_path / "run", RECIPE, "abc")
    with pytest.raises(MorelliError, match=says):
        claim(tmp_path / "run", recipe, data)


@pytest.mark.parametrize("left", ["bundle", "heads-3", "fine-tuning", "before", ".hidden"])
def test_what_a_member_or_a_start_has_left_is_gone_on_from(tmp_path, left):
    start = {"name": "before", "model": MODEL, "fine_tuning": {"share": 1}}
    (tmp_path / left).mkdir()
    check(tmp_path, Recipe.model_validate({"name": "mine", "model": MODEL, "start": start}))


def test_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").touch()
    with pytest.raises(MorelliError, match=r"holds letter\.txt, which is no run's"):
        check(tmp_path, RECIPE)
    with pytest.raises(MorelliError, match=r"letter\.txt is a file; name a folder"):
        check(tmp_path / "letter.txt", RECIPE)
