"""The recipe for Painting-91, on every file and class of it, with tiny pictures and networks.

Its own networks learn for a step, from random weights.
"""

from pathlib import Path

import numpy as np
import pytest
import torch

from morelli.datasets import open_dataset
from morelli.evaluation.evaluate import evaluate
from morelli.inference.classifier import Classifier
from morelli.recipes.files import load
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import Heads, Network
from morelli.training.run import Run
from morelli.training.train import train

RECIPE = load(Path(__file__).parents[2] / "recipes" / "painting91.toml")
SPLITS = {"artist": (2275, 1991, 91), "style": (1250, 1088, 13)}
"""Pictures to learn from, to be tested with, and classes, as published."""


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*random weights")
@pytest.mark.parametrize("task", SPLITS)
def test_it_runs_on_the_official_splits(painting91_folder, tmp_path, task, monkeypatch):
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "cache"))
    model = {"backbones": ("test_vit",), "size": 64, "pretrained": False, "storage": {}}
    members = tuple(
        member.model_copy(
            update={
                "model": member.model.model_copy(update=model),
                "fine_tuning": member.fine_tuning.model_copy(update={"head_first": 1}),
                "optimisation": member.optimisation.model_copy(update={"epochs": 1}),
            }
        )
        for member in RECIPE.members
    )
    recipe = RECIPE.model_copy(update={"members": members})
    data = open_dataset(painting91_folder, task=task)
    learnt, tested, classes = SPLITS[task]
    assert len(data.split("train")) == learnt
    # Works are learnt the same from any names; looking at 4,266 copies of nothing proves no more.
    bundle = train(Run(recipe, tmp_path / "run", quiet=True), data, works=False)
    assert len(getattr(bundle, f"{task}s")) == classes
    assert bundle.manifest.provenance["data"]["training_pictures"] == learnt
    found = evaluate(Classifier(bundle), data.split("test").samples).heads[task]
    assert found.measures["accuracy"].n == tested
    assert np.isfinite(found.measures["cross_entropy"].value)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*random weights")
@pytest.mark.parametrize("member", RECIPE.members, ids=lambda member: member.name)
def test_its_networks_learn_down_to_the_first_layer(member):
    torch.manual_seed(0)
    (name,) = member.model.backbones
    backbone = Backbone(name, size=member.model.size, pretrained=False)
    network = Network([backbone], Heads(backbone.width, {"artist": 91, "style": 13}))
    asked = member.fine_tuning
    learning = network.unfreeze(asked.share, asked.lowest, asked.layer_decay)
    backbone.learn_from(asked.tokens)
    network.train()
    torch.nn.init.normal_(network.heads.linear["artist"].weight)
    pictures = torch.rand(2, 3, member.model.size, member.model.size)
    network(pictures)["artist"].square().mean().backward()
    rates = [rate for _, rate in learning]
    assert max(rates) == 1 and min(rates) < 0.1
    lowest = next(p for p, rate in learning if rate == min(rates) and p.grad is not None)
    assert torch.isfinite(lowest.grad).all() and lowest.grad.abs().max() > 0
