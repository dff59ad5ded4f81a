"""What a bundle says it was made from."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
import timm

from morelli.datasets import Sample
from morelli.recipes.recipe import Recipe
from morelli.training.export.provenance import NOT_SAID, backbones, painters, sources

PUBLISHED = tomllib.loads(
    files("morelli.training.models").joinpath("weights.toml").read_text("utf-8")
)

PICTURES = [
    Sample(Path("a.jpg"), "goya", None, source="attic"),
    Sample(Path("b.jpg"), "goya", None, source="loft"),
    Sample(Path("c.jpg"), "goya", None, source="loft"),
    Sample(Path("d.jpg"), "turner", None),
    Sample(Path("e.jpg"), None, "baroque", source="loft"),
]


def test_pictures_by_source_most_first():
    assert list(sources(PICTURES).items()) == [("loft", 3), ("attic", 1), (NOT_SAID, 1)]
    assert sources([PICTURES[3]]) == {}
    assert sources([]) == {}


def test_painters_by_pictures_and_sources():
    assert painters(PICTURES) == {
        "goya": {"pictures": 3, "sources": 2},
        "turner": {"pictures": 1, "sources": 0},
    }


def recipe(name: str, pretrained: bool = True) -> Recipe:
    model = {"backbones": [name], "pretrained": pretrained}
    return Recipe.model_validate({"name": "r", "model": model})


@pytest.fixture
def weights(tmp_path, monkeypatch):
    """A folder of weights with one known and one unknown file."""
    for name in ("mobilenetv2_100", "resnet18"):
        (tmp_path / f"{name}.safetensors").touch()
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path))


def test_weights_of_a_folder_are_those_that_are_published(weights):
    [about] = backbones(recipe("mobilenetv2"))  # the study's name of it
    assert about["name"] == "mobilenetv2"
    assert about["licence"] == PUBLISHED["mobilenetv2_100"]["licence"] == "MIT"
    assert "Ling Evan" in about["authors"]
    assert backbones(recipe("resnet18")) == [{"name": "resnet18", "network": "resnet18"}]


def test_weights_of_the_hub_are_timms(weights):
    [about] = backbones(recipe("resnet50"))
    config = timm.get_pretrained_cfg("resnet50")
    assert about["licence"] == config.license and about["trained_on"] == config.tag


def test_random_weights_are_nobodys():
    [about] = backbones(recipe("resnet18", pretrained=False))
    assert about["weights"] == "from random numbers" and "licence" not in about


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_is_published_is_told_in_full(name):
    assert timm.is_model(name)
    about = PUBLISHED[name]
    assert set(about) == {"network", "authors", "trained_on", "package", "licence", "copyright"}
    assert about["copyright"]
