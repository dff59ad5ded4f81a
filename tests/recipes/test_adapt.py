"""Every shipped recipe learns what the data have labels for, and says what it leaves out."""

from dataclasses import replace
from pathlib import Path

import pytest

from morelli.datasets import Dataset, Sample
from morelli.errors import MorelliError
from morelli.recipes.adapt import adapt
from morelli.recipes.files import load

RECIPES = sorted((Path(__file__).resolve().parents[2] / "recipes").glob("*.toml"))
WITH_SOURCES = [path for path in RECIPES if load(path).members[0].validation.by == "source"]


def data(artists=4, styles=2, sources=3):
    """Pictures with so many of each; 0 for none that is named."""
    samples = [
        Sample(
            Path(f"{number}.jpg"),
            f"painter-{number % artists}" if artists else None,
            f"style-{number % styles}" if styles else None,
            "train",
            f"museum-{number % sources}" if sources else None,
        )
        for number in range(24)
    ]
    return Dataset("drawn", tuple(samples))


def every(recipe):
    """The recipe, its members and all that these go on from."""
    for member in recipe.members:
        yield member
        if member.start is not None:
            yield from every(member.start)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_that_has_all_it_asks_for_stays_as_it_is(path):
    recipe = load(path)
    assert adapt(recipe, data()) == (recipe, ())


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    ("lacking", "heads", "said"),
    [
        ({"styles": 0}, ("artist",), "name no style: only painters are learnt."),
        ({"styles": 1}, ("artist",), "name one style: only painters are learnt."),
        ({"artists": 0}, ("style",), "name no painter: only styles are learnt."),
    ],
)
def test_a_label_that_is_absent_is_left_out_of_every_recipe(path, lacking, heads, said):
    recipe = load(path)
    adapted, changes = adapt(recipe, data(**lacking))
    assert [change for change in changes if change.endswith(said)] == list(changes) != []
    assert {one.model.heads for one in every(adapted)} == {heads}
    assert type(adapted).model_validate(adapted.model_dump()).name == recipe.name  # it agrees


@pytest.mark.parametrize("path", WITH_SOURCES, ids=lambda path: path.stem)
def test_without_sources_pictures_are_held_out_by_painter(path):
    adapted, changes = adapt(load(path), data(sources=0))
    assert {one.validation.by for one in every(adapted)} == {"painter"}
    (said,) = changes
    assert "don't say where they come from: held out are some of every painter's" in said
    assert "every style's" in adapt(load(path), data(artists=0, sources=0))[1][1]


def test_pictures_held_out_already_say_nothing_of_sources():
    given = data(sources=0)
    held = tuple(replace(s, split="validation", source="museum") for s in given.samples[:6])
    adapted, _ = adapt(load(WITH_SOURCES[0]), replace(given, samples=(*held, *given.samples[6:])))
    assert adapted.members[0].validation.by == "painter"


@pytest.mark.parametrize(
    ("heads", "lacking", "says"),
    [
        ('["artist", "style"]', {"artists": 1, "styles": 0}, "name one painter and no style;"),
        ('["style"]', {"styles": 0}, "name no style; it takes two at least to tell apart"),
    ],
)
def test_nothing_to_learn_is_explained(tmp_path, heads, lacking, says):
    file = tmp_path / "mine.toml"
    file.write_text(f'name = "mine"\n[model]\nbackbones = ["resnet50"]\nheads = {heads}\n')
    with pytest.raises(MorelliError, match=says):
        adapt(load(file), data(**lacking))
