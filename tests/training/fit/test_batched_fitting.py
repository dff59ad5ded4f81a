"""Heads fitted in one batch are those that each recipe's own training gives."""

import numpy as np
import pytest
import torch

from morelli.training.fit import csv_logger
from morelli.training.fit.batched_fitting import fit_batched, in_common
from morelli.training.fit.heads import fit_heads
from morelli.training.run import Run

pytestmark = pytest.mark.slow

CLASSES = {"artist": ("a", "b", "c", "d"), "style": ("s", "t")}
GENERATOR = torch.Generator().manual_seed(8)
ARTISTS = torch.randint(0, 4, (150,), generator=GENERATOR)
STYLES = torch.where(torch.arange(150) % 3 == 0, -1, (ARTISTS < 2).long())
POOLED = 0.6 * torch.eye(4)[ARTISTS] @ torch.randn(4, 12, generator=GENERATOR)
POOLED = 3 + 5 * (POOLED + torch.randn(150, 12, generator=GENERATOR))
LABELS = {"artist": ARTISTS, "style": STYLES}
ROWS = np.arange(100), np.arange(100, 150)

PLAIN = {"optimisation": {"batch_size": 32, "epochs": 25, "learning_rate": 0.05, "patience": 3}}
"""Long and fast enough that some stop early and some have their rate reduced."""

CHANGES = [
    {},
    {"regularisation": {"l1": 0.01}},
    {"regularisation": {"l2": 0.1}},
    {"regularisation": {"label_smoothing": 0.2}},
    {"regularisation": {"l1": 0.003, "l2": 0.02, "label_smoothing": 0.1}},
    {"optimisation": {"learning_rate": 0.003, "epochs": 12}},
    {"optimisation": {"optimiser": "sgd"}},
    {"optimisation": {"optimiser": "adamw", "monitor": "accuracy"}},
    {"optimisation": {"monitor": "epoch"}},
    {"optimisation": {"patience": 20, "plateau_patience": 1, "plateau_factor": 0.5}},
    {"optimisation": {"schedule": "cosine", "warmup": 2}},
]


def made(recipe, change, **more):
    optimisation = PLAIN["optimisation"] | change.get("optimisation", {})
    return recipe(**(change | more | {"optimisation": optimisation}))


SELDOM = {"augmentation": {"flip": True, "mirrored": True, "copies": 2, "copy_share": 0.28}}
"""The second half of the rows to learn from are then augmented copies of the first."""


@pytest.mark.parametrize(
    ("dropout", "more"), [(0.0, {}), (0.4, {}), (0.0, SELDOM)], ids=["plain", "dropout", "copies"]
)
def test_each_learns_what_it_learns_alone(recipe, tmp_path, dropout, more):
    recipes = [
        made(recipe, c, regularisation=c.get("regularisation", {}) | {"dropout": dropout}, **more)
        for c in CHANGES
    ]
    together = fit_batched(recipes, POOLED, LABELS, ROWS, CLASSES)
    lengths = set()
    for number, (asked, found) in enumerate(zip(recipes, together, strict=True)):
        folder = tmp_path / str(number)
        run = Run(asked, folder, quiet=True, accelerator="cpu")
        alone = fit_heads(run, folder, POOLED, LABELS, ROWS, CLASSES)
        rows = csv_logger.read(folder / csv_logger.NAME)
        assert len(found.rows) == len(rows)
        for mine, theirs in zip(found.rows, rows, strict=True):
            for name in ("train_loss", "val_loss", "rate"):
                assert float(mine[name]) == pytest.approx(float(theirs[name]), rel=1e-3), name
            for name in ("val_artist", "val_style"):  # of a few dozen pictures
                assert float(mine[name]) == pytest.approx(float(theirs[name]), abs=0.05), name
        with torch.no_grad():
            ours, expected = found.heads.eval()(POOLED), alone(POOLED)
        for head in CLASSES:
            assert torch.allclose(ours[head], expected[head], atol=2e-3), (number, head)
        lengths.add(len(rows))
    assert len(lengths) > 3  # they stop at different times, and the rest goes on undisturbed


def test_what_a_recipe_learns_does_not_depend_on_its_company(recipe):
    recipes = [made(recipe, change, regularisation={"dropout": 0.3}) for change in CHANGES[5:]]
    several = fit_batched(recipes, POOLED, LABELS, ROWS, CLASSES)
    alone = fit_batched(recipes[-1:], POOLED, LABELS, ROWS, CLASSES)[0]
    for name, value in alone.heads.state_dict().items():
        assert torch.allclose(several[-1].heads.state_dict()[name], value, atol=1e-4)


def test_a_loss_that_is_no_number_ends_its_own_recipe_only(recipe):
    wild = made(recipe, {"optimisation": {"learning_rate": 1e38, "optimiser": "sgd"}})
    found = fit_batched([wild, made(recipe, {})], POOLED, LABELS, ROWS, CLASSES)
    assert found[0].rows[-1]["val_loss"] in ("nan", "inf")
    assert len(found[0].rows) < len(found[1].rows)
    assert np.isfinite(float(found[1].rows[-1]["val_loss"]))


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"regularisation": {"dropout": 0.1}},
        {"optimisation": {"batch_size": 7}},
        {"optimisation": {"shuffle": False}},
        {"model": {"pooling": "gap"}},
        {"model": {"heads": ["artist"]}},
        {"validation": {"folds": 3}},
    ],
    ids=str,
)
def test_what_changes_inputs_or_batches_parts_company(recipe, change):
    assert in_common(recipe()) != in_common(recipe(**change))
    assert in_common(made(recipe, {})) == in_common(made(recipe, CHANGES[4]))
