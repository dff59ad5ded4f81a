"""Fitting heads on features drawn at random: every field of it is heard."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from morelli.training.fit import csv_logger
from morelli.training.fit.heads import fit_heads
from morelli.training.run import Run

CLASSES = {"artist": ("a", "b", "c"), "style": ("s", "t")}
GENERATOR = torch.Generator().manual_seed(8)
ARTISTS = torch.randint(0, 3, (90,), generator=GENERATOR)
STYLES = torch.where(torch.arange(90) % 3 == 0, -1, (ARTISTS == 0).long())  # a third unlabelled
POOLED = 0.6 * torch.eye(3)[ARTISTS] @ torch.randn(3, 10, generator=GENERATOR)
POOLED += torch.randn(90, 10, generator=GENERATOR)
LABELS = {"artist": ARTISTS, "style": STYLES}
ROWS = np.arange(60), np.arange(60, 90)


@pytest.fixture
def fit(recipe, tmp_path):
    def fit(folder="run", epochs=None, **parts):
        parts["optimisation"] = {"batch_size": 20} | parts.get("optimisation", {})
        run = Run(recipe(**parts), tmp_path, quiet=True, accelerator="cpu")
        place = tmp_path / folder
        return fit_heads(run, place, POOLED, LABELS, ROWS, CLASSES, epochs)

    return fit


def matrix(heads):
    return torch.cat([w.detach().flatten() for w in heads.weights()])


def epochs_of(tmp_path, folder="run"):
    return csv_logger.read(tmp_path / folder / csv_logger.NAME)


def test_heads_learn_both_labels(fit):
    heads = fit(optimisation={"epochs": 30})
    with torch.no_grad():
        logits = heads(POOLED[60:])
    assert (logits["artist"].argmax(1) == ARTISTS[60:]).float().mean() > 0.6
    known = STYLES[60:] >= 0
    assert (logits["style"].argmax(1) == STYLES[60:])[known].float().mean() > 0.6


@pytest.mark.parametrize(
    "parts",
    [
        {"regularisation": {"dropout": 0.5}},
        {"regularisation": {"l1": 0.05}},
        {"regularisation": {"l2": 0.5}},
        {"regularisation": {"label_smoothing": 0.3}},
        {"optimisation": {"optimiser": "sgd"}},
        {"optimisation": {"optimiser": "adamw", "learning_rate": 0.3}},
        {"optimisation": {"learning_rate": 0.003}},
        {"optimisation": {"batch_size": 7}},
        {"optimisation": {"epochs": 3}},
        {"optimisation": {"shuffle": False}},
        {"seed": 1},
    ],
    ids=str,
)
def test_every_field_changes_what_is_learnt(fit, parts):
    plain, again = matrix(fit("plain")), matrix(fit("again"))
    assert torch.equal(plain, again)
    assert not torch.allclose(plain, matrix(fit("changed", **parts)), atol=1e-5)


def test_l1_and_l2_hold_weights_back(fit):
    long = {"optimisation": {"epochs": 12}}
    plain = matrix(fit("plain", **long))
    l2 = matrix(fit("l2", regularisation={"l2": 1.0}, **long))
    l1 = matrix(fit("l1", regularisation={"l1": 0.2}, **long))
    assert l2.square().sum() < 0.5 * plain.square().sum()
    small = 0.02
    assert (l1.abs() < small).float().mean() > 2 * (plain.abs() < small).float().mean()


def test_training_stops_when_validation_no_longer_improves(fit, tmp_path):
    fit(optimisation={"epochs": 60, "patience": 2, "learning_rate": 1.0})
    rows = epochs_of(tmp_path)
    losses = [float(row["val_loss"]) for row in rows]
    best = int(np.argmin(losses))
    assert len(rows) < 60 and len(rows) == best + 1 + 2


def test_the_best_epoch_ships_not_the_last(fit, tmp_path):
    heads = fit(optimisation={"epochs": 12, "learning_rate": 1.0})
    losses = [float(row["val_loss"]) for row in epochs_of(tmp_path)]
    assert min(losses) < losses[-1]
    with torch.no_grad():
        logits = heads(POOLED[60:])
    known = STYLES[60:] >= 0
    loss = functional.cross_entropy(logits["artist"], ARTISTS[60:])
    loss += functional.cross_entropy(logits["style"][known], STYLES[60:][known])
    assert loss.item() == pytest.approx(min(losses), rel=1e-3)


def test_the_rate_is_reduced_on_a_plateau_down_to_its_minimum(fit, tmp_path):
    plateau = {"plateau_patience": 1, "plateau_factor": 0.1, "minimum_rate": 0.02}
    fit(optimisation={"epochs": 20, "patience": 20, "learning_rate": 1.0, **plateau})
    rates = [float(row["rate"]) for row in epochs_of(tmp_path)]
    assert rates[0] == 1.0 and rates[-1] == pytest.approx(0.02)
    assert pytest.approx(0.1) in rates
    assert rates == sorted(rates, reverse=True)


def test_a_cosine_rises_in_a_line_and_falls_to_its_minimum(fit, tmp_path):
    cosine = {"schedule": "cosine", "warmup": 4, "minimum_rate": 0.01}
    fit(optimisation={"epochs": 20, "patience": 20, "learning_rate": 1.0, **cosine})
    rates = [float(row["rate"]) for row in epochs_of(tmp_path)]
    assert rates[:4] == sorted(rates[:4]) and max(rates) == pytest.approx(1, abs=0.02)
    assert rates[4:] == sorted(rates[4:], reverse=True)
    assert rates[-1] == pytest.approx(0.01, abs=0.005)


def test_the_curve_has_a_row_for_each_epoch(fit, tmp_path):
    fit(optimisation={"epochs": 4})
    rows = epochs_of(tmp_path)
    assert [row["epoch"] for row in rows] == ["0", "1", "2", "3"]
    for name in ("train_loss", "val_loss", "val_artist", "val_style", "rate"):
        assert all(np.isfinite(float(row[name])) for row in rows), name
    assert float(rows[-1]["train_loss"]) < float(rows[0]["train_loss"])


def test_the_curve_is_there_as_numbers_too(fit, tmp_path):
    fit(optimisation={"epochs": 3})
    found = csv_logger.columns(tmp_path / "run" / csv_logger.NAME)
    assert found["epoch"] == [0, 1, 2]
    assert found["val_loss"] == [float(row["val_loss"]) for row in epochs_of(tmp_path)]
    assert np.isnan(found["backbone_rate"]).all()  # heads alone have no backbone
    assert csv_logger.columns(tmp_path / "nowhere.csv") == {}


def test_what_is_finished_is_only_loaded(fit, tmp_path):
    first = fit(optimisation={"epochs": 3})
    before = (tmp_path / "run" / "last.ckpt").stat().st_mtime_ns
    again = fit(optimisation={"epochs": 3})
    assert torch.equal(matrix(first), matrix(again))
    assert (tmp_path / "run" / "last.ckpt").stat().st_mtime_ns == before


def test_an_interrupted_module_goes_on_and_keeps_its_curve(fit, tmp_path):
    fit(optimisation={"epochs": 3})
    kept = epochs_of(tmp_path)
    (tmp_path / "run" / "weights.safetensors").unlink()  # as if it had been killed here
    fit(optimisation={"epochs": 6})
    rows = epochs_of(tmp_path)
    assert rows[:3] == kept
    assert [int(row["epoch"]) for row in rows] == list(range(6))


def test_epochs_after_the_best_are_not_lost_with_a_kill(fit, tmp_path):
    rough = {"learning_rate": 1.0, "patience": 12}
    fit(optimisation={"epochs": 9, **rough})
    kept = epochs_of(tmp_path)
    losses = [float(row["val_loss"]) for row in kept]
    assert min(losses) < losses[-1]
    (tmp_path / "run" / "weights.safetensors").unlink()
    fit(optimisation={"epochs": 12, **rough})
    assert epochs_of(tmp_path)[:9] == kept
    assert len(epochs_of(tmp_path)) == 12


def test_the_last_epoch_ships_where_epochs_are_monitored(fit, tmp_path):
    heads = fit(optimisation={"epochs": 12, "learning_rate": 1.0, "monitor": "epoch"})
    losses = [float(row["val_loss"]) for row in epochs_of(tmp_path)]
    assert len(losses) == 12 and min(losses) < losses[-1]
    last = torch.load(tmp_path / "run" / "last.ckpt", weights_only=True)
    for name, weight in heads.state_dict().items():
        assert torch.equal(last["state_dict"][f"model.{name}"], weight)


def test_a_row_of_an_epoch_that_is_trained_again_is_replaced(fit, tmp_path):
    fit(optimisation={"epochs": 3})
    file = tmp_path / "run" / csv_logger.NAME
    # Killed after the row was written and before the checkpoint was.
    file.write_text(file.read_text() + "3,9,9,9,9,9,\n")
    (tmp_path / "run" / "weights.safetensors").unlink()
    fit(optimisation={"epochs": 5})
    rows = epochs_of(tmp_path)
    assert [int(row["epoch"]) for row in rows] == list(range(5))
    assert rows[3]["train_loss"] != "9"


def test_no_epochs_leave_the_heads_standardised_at_their_start(fit):
    heads = fit(epochs=0)
    assert matrix(heads).abs().sum() == 0
    assert torch.allclose(heads.mean, POOLED[:60].mean(0))


def test_training_may_stop_by_accuracy(fit, tmp_path):
    fit("accuracy", optimisation={"epochs": 40, "patience": 4, "monitor": "accuracy"})
    rows = epochs_of(tmp_path, "accuracy")
    count = [30, int((STYLES[60:] >= 0).sum())]
    scores = [
        (count[0] * float(r["val_artist"]) + count[1] * float(r["val_style"])) / sum(count)
        for r in rows
    ]
    best = max(range(len(scores)), key=lambda i: (round(scores[i], 6), -i))
    assert len(rows) == min(40, best + 1 + 4)
