"""Several networks in one bundle: what their added answers are worth, and that they ship."""

import json

import numpy as np
import pytest

from morelli.errors import MorelliError
from morelli.inference.classifier import Classifier
from morelli.recipes.files import Ensemble
from morelli.training.export.graphs import LinearHeads
from morelli.training.fit.ensemble import pool_weights, together
from morelli.training.run import Fitted, Run
from morelli.training.train import train

pytestmark = pytest.mark.slow

CLASSES = 3


def fitted(rows, seed, strength):
    """Somebody's answers on held-out pictures: the truth, as far as `strength` goes, and noise."""
    draw = np.random.default_rng(seed)
    labels = np.random.default_rng(0).integers(0, CLASSES, 400)[rows]
    logits = strength * np.eye(CLASSES)[labels] + draw.normal(size=(len(rows), CLASSES))
    heads = LinearHeads(
        {"artist": draw.normal(size=(CLASSES, 5)).astype(np.float32)},
        {"artist": draw.normal(size=CLASSES).astype(np.float32)},
    )
    pooled = draw.normal(size=(len(rows), 5)).astype(np.float32)
    foreign = rows % 4 == seed % 2
    return Fitted([], heads, rows, pooled, {"artist": logits}, {"artist": labels}, foreign)


def test_who_knows_more_weighs_more():
    rows = np.arange(400)
    good, bad = fitted(rows, 1, 3.0), fitted(rows, 2, 0.1)
    answers = np.stack([good.logits["artist"], bad.logits["artist"]])
    first, second = pool_weights(answers, good.labels["artist"])
    assert first > 5 * second >= 0


def test_their_heads_answer_what_their_added_logits_say():
    one, two = fitted(np.arange(300), 1, 2.0), fitted(np.arange(100, 400), 2, 2.0)
    both = together([one, two])
    assert both.rows.tolist() == [*range(100, 300)]
    assert not both.foreign.any()  # what one of them knows the source of isn't
    assert np.array_equal(both.pooled, np.hstack([one.pooled[100:], two.pooled[:200]]))
    shared = np.stack([one.logits["artist"][100:], two.logits["artist"][:200]])
    weights = pool_weights(shared, both.labels["artist"])
    assert both.logits["artist"] == pytest.approx(np.tensordot(weights, shared, 1))
    pooled = np.random.default_rng(3).normal(size=(4, 10)).astype(np.float32)
    parts = (one.heads.logits(pooled[:, :5]), two.heads.logits(pooled[:, 5:]))
    added = sum(w * p["artist"] for w, p in zip(weights, parts, strict=True))
    assert both.heads.logits(pooled)["artist"] == pytest.approx(added, abs=1e-4)


def test_nothing_in_common_cannot_be_weighed():
    with pytest.raises(MorelliError, match="held out no picture in common"):
        together([fitted(np.arange(100), 1, 1.0), fitted(np.arange(100, 200), 2, 1.0)])


@pytest.mark.slow
def test_a_frozen_and_a_tuned_network_ship_as_one(recipe, data, tmp_path):
    same = {"interpolation": "bicubic"}
    frozen = recipe(name="frozen", model=same, validation={"folds": 2})
    tuned = recipe(
        name="tuned",
        model={"backbones": ["test_resnet"], **same},
        fine_tuning={"share": 0.3},
    )
    asked = Ensemble(name="both", members=(frozen, tuned))
    told: list[str] = []
    run = Run(asked, tmp_path, told.append, accelerator="cpu", workers=0, quiet=True)
    bundle = train(run, data)
    recipe_written = bundle.manifest.provenance["recipe"]
    assert [m["name"] for m in recipe_written["members"]] == ["frozen", "tuned"]
    assert json.loads((tmp_path / "run.json").read_text())["recipe"] == recipe_written
    answers = list(Classifier(bundle).stream([sample.path for sample in data]))
    right = [r.attribution.artists[0].slug == s.artist for r, s in zip(answers, data, strict=True)]
    assert np.mean(right) > 0.5
    told.clear()
    again = train(run, data)
    assert again.manifest.sha256 == bundle.manifest.sha256


@pytest.mark.slow
def test_members_see_the_same_picture(recipe, data, tmp_path):
    members = (recipe(name="one"), recipe(name="two", model={"backbones": ["test_resnet"]}))
    run = Run(Ensemble(name="both", members=members), tmp_path, accelerator="cpu", quiet=True)
    with pytest.raises(MorelliError, match="two wants pictures prepared in another way than one"):
        train(run, data)
    assert not (tmp_path / "one").exists()  # said before hours are spent on it
