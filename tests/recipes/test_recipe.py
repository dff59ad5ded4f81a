"""A wrong recipe is explained; a right one is read as it is written."""

import pytest
from pydantic import ValidationError

from morelli.recipes.files import RecipeError
from morelli.recipes.recipe import Recipe
from morelli.recipes.wrong_fields import explain

RIGHT = """
name = "study-7"
seed = 3
[model]
backbones = ["resnet50", "test_vit"]
levels = { test_vit = [1, 3] }
storage = { resnet50 = "int8" }
heads = ["style"]
[fine_tuning]
share = 0.15
[augmentation]
randaugment = 3
[regularisation]
l1 = 1e-5
[optimisation]
optimiser = "sgd"
[validation]
share = 0.25
"""


def test_what_is_written_is_read(read):
    recipe = read(RIGHT)
    assert recipe.model.backbones == ("resnet50", "test_vit")
    assert recipe.model.levels == {"test_vit": (1, 3)}
    assert recipe.model.heads == ("style",)
    assert (recipe.seed, recipe.fine_tuning.share, recipe.augmentation.randaugment) == (3, 0.15, 3)
    assert (recipe.regularisation.l1, recipe.optimisation.optimiser) == (1e-5, "sgd")


def test_a_recipe_in_a_bundle_is_the_recipe(read):
    recipe = read(RIGHT)
    assert Recipe.model_validate(recipe.model_dump(mode="json")) == recipe


def test_a_recipe_never_changes(read):
    with pytest.raises(ValueError, match="frozen"):
        read(RIGHT).seed = 4


BASE = 'name = "wrong"\n[model]\nbackbones = ["test_vit"]\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("pooling = 'max'", ["model.pooling", "'gap'", "'levels'", "got 'max'"]),
        (
            "pools = 'gap'",
            ["no field model.pools", "levels, covariances, patches, hidden_units, pooling"],
        ),
        ("[regularization]\nl1 = 1", ["no field regularization", "augmentation, regularisation"]),
        ("size = 3", ["model.size", "greater than or equal to 32", "got 3"]),
        ("heads = []", ["model.heads", "at least 1 item"]),
        ("heads = ['painter']", ["model.heads.0", "'artist' or 'style'"]),
        ("storage = { test_vit = 'int4' }", ["model.storage.test_vit", "'float16' or 'int8'"]),
        ("levels = { test_vit = [] }", ["model.levels.test_vit", "at least 1 item"]),
        ("levels = { resnet50 = [1] }", ["levels names 'resnet50'", "not among the backbones"]),
        ("storage = { resnet50 = 'int8' }", ["storage names 'resnet50'"]),
        ("pooling = 'gap'\nlevels = { test_vit = [1] }", ["levels are not read", '"gap"']),
        ("covariances = { resnet50 = [1] }", ["covariances names 'resnet50'"]),
        ("pooling = 'gap'\ncovariances = { test_vit = [1] }", ["covariances are not read"]),
        (
            "hidden_units = { test_vit = 9 }\n[fine_tuning]\nshare = 1",
            ["model.hidden_units needs a frozen backbone"],
        ),
        ("hidden_units = { test_vit = 0 }", ["model.hidden_units.test_vit", "equal to 1"]),
        ("[fine_tuning]\nshare = 1.5", ["fine_tuning.share", "less than or equal to 1"]),
        ("[optimisation]\noptimiser = 'lion'", ["optimisation.optimiser", "'adam'", "'sgd'"]),
        ("[optimisation]\nepochs = 'many'", ["optimisation.epochs", "integer", "got 'many'"]),
        ("[augmentation]\nzoom = 1.0", ["augmentation.zoom", "less than 1"]),
        ("[augmentation]\nflip = true", ["augmentation.copies", "fine_tuning.share"]),
        ("[augmentation]\ncopies = 2", ["augmentation.copies needs a frozen backbone"]),
        ("[augmentation]\ncopy_share = 0.1", ["augmentation.copy_share", "augmentation.copies"]),
        (
            "[fine_tuning]\nshare = 0.1\n[augmentation]\nmirrored = true",
            ["augmentation.mirrored needs a frozen backbone", "augmentation.flip"],
        ),
        (
            "[augmentation]\ncopies = 1\nflip = true\ncopy_share = 0",
            ["augmentation.copy_share", "greater than 0"],
        ),
        (
            "[fine_tuning]\nshare = 0.1\n[augmentation]\ncopies = 2\nflip = true",
            ["augmentation.copies needs a frozen backbone"],
        ),
        (
            "[fine_tuning]\nshare = 0.1\n[validation]\nfolds = 3",
            ["validation.folds needs a frozen backbone"],
        ),
        ("[validation]\nfolds = 1", ["validation.folds", "one fold leaves nothing"]),
        ("size = 8\nfit = 'stretch'", ["model.size", "model.fit"]),
        ("[", ["recipe.toml is not valid TOML"]),
    ],
)
def test_every_wrong_field_is_named_with_what_is_allowed(read, text, says):
    with pytest.raises(RecipeError) as caught:
        read(BASE + text)
    message = str(caught.value)
    assert all(part in message for part in says), message
    assert "Value error" not in message and "pydantic" not in message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("views = 2", "augmentation.views is called augmentation.copies now"),
        ("view_share = 0.3", "augmentation.view_share is called augmentation.copy_share now"),
        ("[refusal]\nblanks = 20", "refusal is called out_of_domain now"),
    ],
)
def test_a_former_name_is_answered_with_the_name_of_now(read, text, says):
    table = "" if text.startswith("[") else "[augmentation]\n"
    with pytest.raises(RecipeError) as caught:
        read(f"{BASE}{table}{text}")
    assert str(caught.value).endswith(f"recipe.toml: {says}.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ["name: Field required", "model: Field required"]),
        ('name = "Rembrandt van Rijn"\n[model]\nbackbones = ["x"]', ["name", "pattern"]),
        ('name = "x"\n[model]\n', ["model.backbones: Field required"]),
        ('name = "x"\nmodel = 3', ["model", "got 3"]),
    ],
)
def test_what_is_missing_is_named(read, text, says):
    with pytest.raises(RecipeError) as caught:
        read(text)
    assert all(part in str(caught.value) for part in says), caught.value


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"fine_tuning": {"share": 0.1, "lowest": "blocks.5"}}, "share and lowest"),
        ({"augmentation": {"mixup": 0.2}}, "need trained layers"),
        ({"augmentation": {"cutmix": 1, "flip": True, "copies": 2}}, "need trained layers"),
        (
            {"fine_tuning": {"lowest": "a"}, "model": {"backbones": ["x", "y"]}},
            "one backbone; there are several",
        ),
        ({"fine_tuning": {"lowest": "a"}, "validation": {"folds": 3}}, "folds needs a frozen"),
        ({"fine_tuning": {"share": 1, "keep": 0.5}}, "keeps weights of a start"),
        ({"model": {"backbones": ["x"], "pooling": "gab"}}, "did you mean gap?"),
        ({"regularisation": {"droput": 0.1}}, "did you mean dropout?"),
    ],
    ids=str,
)
def test_parts_that_contradict_each_other_and_near_misses_are_named(parts, says, tmp_path):
    parts = {"name": "x", "model": {"backbones": ["x"]}} | parts
    with pytest.raises(ValidationError) as caught:
        Recipe.model_validate(parts)
    assert says in explain(caught.value, Recipe)
