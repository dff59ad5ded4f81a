"""Files of recipes lead to others beside them, and to nothing else."""

import pytest

from morelli.recipes.files import Ensemble, RecipeError, load
from morelli.recipes.recipe import Recipe


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(RecipeError, match=r"There is no recipe .*nowhere\.toml"):
        load(tmp_path / "nowhere.toml")
    with pytest.raises(RecipeError, match="cannot be read: Is a directory"):
        load(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'name = "caf\xe9"')
    with pytest.raises(RecipeError, match=r"latin\.toml is not valid TOML"):
        load(latin)


FIRST = 'name = "first"\n[model]\nbackbones = ["test_vit"]\n[fine_tuning]\nshare = 1\n'


def test_a_start_is_read_from_the_file_beside(read, tmp_path):
    (tmp_path / "first.toml").write_text(FIRST)
    recipe = read(FIRST.replace('"first"', '"second"\nstart = "first.toml"'))
    assert recipe.start == load(tmp_path / "first.toml")
    assert Recipe.model_validate(recipe.model_dump(mode="json")) == recipe


def test_heads_alone_may_read_other_features_of_their_start(read, tmp_path):
    (tmp_path / "first.toml").write_text(FIRST)
    heads = FIRST.replace('"first"', '"second"\nstart = "first.toml"').replace("share = 1", "")
    more = "covariances = { test_vit = [1] }\nhidden_units = { test_vit = 9 }\n[fine"
    recipe = read(heads.replace("[fine", more))
    assert recipe.start and not recipe.start.model.covariances
    assert not recipe.start.model.hidden_units


@pytest.mark.parametrize(
    ("first", "says"),
    [
        (FIRST.replace("share = 1", "share = 0"), "start trains no layers"),
        (FIRST.replace('"first"', '"wrong"'), "start has the same name"),
        (FIRST.replace('"first"', '"first"\nseed = 5'), r"differs in seed \(5 instead of 0\)"),
        (FIRST + "[validation]\nshare = 0.1\n", "differs in validation"),
        (FIRST.replace("test_vit", "resnet50"), "differs in model.backbones"),
        (
            FIRST.replace("[fine", "covariances = { test_vit = [1] }\n[fine"),
            "differs in model.covariances",
        ),
        ('name = "both"\nmembers = ["one.toml", "two.toml"]\n', "is an ensemble"),
        ("name = 'first'", "first.toml"),
    ],
    ids=str,
)
def test_a_start_must_lead_here(first, says, read, tmp_path):
    for name, text in (("first", first), ("one", FIRST), ("two", FIRST.replace("first", "two"))):
        (tmp_path / f"{name}.toml").write_text(text)
    with pytest.raises(RecipeError, match=says):
        read(FIRST.replace('"first"', '"wrong"\nstart = "first.toml"'))


@pytest.mark.parametrize("start", ["recipe.toml", "first.toml"])
def test_recipes_that_start_from_themselves_or_each_other_are_refused(start, read, tmp_path):
    (tmp_path / "first.toml").write_text('start = "recipe.toml"\n' + FIRST)
    with pytest.raises(RecipeError, match="lead back to this file"):
        read(FIRST.replace('"first"', f'"second"\nstart = "{start}"'))


MEMBERS = 'name = "both"\nmembers = ["one.toml", "two.toml"]\n'


def test_members_are_read_from_the_files_beside(read, tmp_path):
    (tmp_path / "one.toml").write_text(FIRST)
    (tmp_path / "two.toml").write_text(FIRST.replace("first", "second"))
    both = read(MEMBERS)
    assert isinstance(both, Ensemble)
    assert [member.name for member in both.members] == ["first", "second"]
    assert both.members[0] == load(tmp_path / "one.toml")
    assert (both.seed, both.out_of_domain) == (
        both.members[0].seed,
        both.members[0].out_of_domain,
    )


@pytest.mark.parametrize(
    ("two", "says"),
    [
        (FIRST, "two members have the same name"),
        ("seed = 3\n" + FIRST.replace("first", "second"), r"differ in seed \(0 and 3\)"),
        (
            FIRST.replace("first", "second").replace("[fine", "size = 64\n[fine"),
            "first and second differ in model.size .*, and answer together",
        ),
        (MEMBERS, "lead back to this file|is an ensemble"),
        ("name = 3", "two.toml: name"),
    ],
    ids=["name", "seed", "size", "ensemble", "wrong"],
)
def test_members_must_agree(two, says, read, tmp_path):
    (tmp_path / "one.toml").write_text(FIRST)
    (tmp_path / "two.toml").write_text(two)
    with pytest.raises(RecipeError, match=says):
        read(MEMBERS)


def test_one_member_is_no_ensemble(read, tmp_path):
    (tmp_path / "one.toml").write_text(FIRST)
    with pytest.raises(RecipeError, match=r"members: .*at least 2"):
        read(MEMBERS.replace(', "two.toml"', ""))
