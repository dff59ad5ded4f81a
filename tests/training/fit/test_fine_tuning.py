"""Training the backbone itself: what learns, what stays, and what a kill costs."""

import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from morelli.bundles.bundle import Preprocessing
from morelli.datasets.splits import given_or_stratified
from morelli.errors import MorelliError
from morelli.inference.classifier import Classifier
from morelli.training.data.augmentation import Changes
from morelli.training.data.loaders import Pictures, batches, targets
from morelli.training.data.training_set import prepare
from morelli.training.fit import csv_logger
from morelli.training.fit.fine_tuning import fine_tune
from morelli.training.fit.gradient_step import fit
from morelli.training.fit.precision import fastest
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import Heads, Network
from morelli.training.run import Run
from morelli.training.train import feature_extraction, train

pytestmark = pytest.mark.slow


def network():
    torch.manual_seed(0)
    backbone = Backbone("test_resnet", size=64, pretrained=False)
    return Network([backbone], Heads(backbone.width, {"artist": 4}))


@pytest.fixture
def tune(recipe, data, tmp_path):
    """Fine-tune a small network for an epoch; returns its weights before and after."""

    def tune(share, *, augmentation=None, workers=0, **fine_tuning):
        asked = recipe(
            fine_tuning={"share": share, "learning_rate": 0.01} | fine_tuning,
            augmentation=augmentation or {},
            optimisation={"epochs": 1},
        )
        made = network()
        before = {name: value.clone() for name, value in made.state_dict().items()}
        learning = made.unfreeze(share, decay=asked.fine_tuning.layer_decay)
        preprocessing = Preprocessing(size=64)
        labels = targets(data.samples, {"artist": data.artists})
        some = {"artist": labels["artist"][::4]}
        changes = Changes(asked.augmentation, preprocessing)
        torch.manual_seed(0)
        fit(
            made,
            asked,
            batches(
                Pictures(data.samples, labels, preprocessing, changes),
                8,
                shuffle=True,
                seed=0,
                workers=workers,
            ),
            batches(Pictures(data.samples[::4], some, preprocessing), 8, shuffle=False, seed=0),
            tmp_path / f"{share}-{augmentation}-{fine_tuning}-{workers}",
            learning=learning,
            accelerator="cpu",
            quiet=True,
        )
        return before, made.state_dict()

    return tune


@pytest.mark.parametrize("share", [0.1, 0.3, 1])
def test_only_the_top_layers_change(tune, share):
    before, after = tune(share)
    made = network()
    made.unfreeze(share)
    learning = {name for name, p in made.named_parameters() if p.requires_grad}
    changed = {name for name, value in after.items() if not torch.equal(value, before[name])}
    assert changed == learning
    assert any(name.startswith("backbones") for name in changed)
    assert not any("running" in name for name in changed)


def test_augmentation_rate_and_average_are_heard(tune):
    _, plain = tune(0.3)
    for other in (
        {"augmentation": {"flip": True, "rotation": 30}},
        {"learning_rate": 0.001},
        {"average": 0.9},
        {"layer_decay": 0.5},
    ):
        _, changed = tune(0.3, **other)
        assert any(not torch.equal(plain[name], changed[name]) for name in plain), other


def test_an_average_of_the_weights_moves_less(tune):
    before, last = tune(0.3)
    _, averaged = tune(0.3, average=0.99)

    def moved(after):
        return sum(float((after[n] - before[n]).abs().sum()) for n in before)

    assert 0 < moved(averaged) < 0.5 * moved(last)


def test_workers_decode_the_same_pictures(tune):
    _, alone = tune(0.3)
    _, helped = tune(0.3, workers=2)
    for name, value in alone.items():
        assert torch.allclose(value, helped[name], atol=1e-5), name


def test_the_precision_is_chosen_without_touching_the_network():
    made = network()
    made.unfreeze(1)
    before = {name: value.clone() for name, value in made.state_dict().items()}
    assert fastest(made, 64, 8, "cpu") in {"32-true", "bf16-mixed"}
    assert all(torch.equal(value, before[name]) for name, value in made.state_dict().items())
    assert all(parameter.grad is None for parameter in made.parameters())


@pytest.mark.slow
def test_from_recipe_to_bundle_twice_the_same(recipe, data, tmp_path, assert_same):
    asked = recipe(
        fine_tuning={"share": 0.3, "learning_rate": 0.003, "head_first": 3},
        augmentation={"flip": True, "crop": 0.7, "randaugment": 1},
        regularisation={"dropout": 0.2, "label_smoothing": 0.1},
    )
    told: list[str] = []
    one, two = (
        train(Run(asked, tmp_path / name, told.append, workers=0, quiet=True), data)
        for name in ("one", "two")
    )
    chosen = [line for line in told if "million backbone weights" in line]
    assert len(chosen) == 2
    if chosen[0] == chosen[1]:  # the same machine, but other tests keep it busy
        assert_same(one, two, data)

    squares = [one.manifest.preprocessing.decode(s.path) for s in data]
    logits = Classifier(one).outputs(squares)
    backbone = Backbone("test_efficientnet", size=64, pretrained=False)
    trained = Network([backbone], Heads(backbone.width, {"artist": 4, "style": 4})).eval()
    trained.load_state_dict(load_file(tmp_path / "one" / "fine-tuning" / "weights.safetensors"))
    with torch.no_grad():
        inputs = torch.from_numpy(one.manifest.preprocessing(squares))
        for head, expected in trained(inputs).items():
            most = 1e-3 * max(1, float(expected.abs().max()))
            assert np.abs(logits[f"{head}_logits"] - expected.numpy()).max() < most


@pytest.mark.slow
def test_a_recipe_goes_on_from_another_at_full_size(recipe, data, tmp_path):
    tuned = {"share": 0.3, "learning_rate": 0.003}
    first = recipe(name="first", model={"size": 48}, fine_tuning={**tuned, "head_first": 3})
    resting = {"epochs": 1, "learning_rate": 1e-12}
    second = recipe(
        name="second",
        start=first,
        fine_tuning={"share": 0.3, "learning_rate": 1e-12},
        augmentation={"cutmix": 1.0},
        optimisation=resting,
    )
    told: list[str] = []
    run = Run(second, tmp_path, told.append, accelerator="cpu", workers=0, quiet=True)
    bundle = train(run, data)
    assert bundle.manifest.preprocessing.size == 64
    assert bundle.manifest.provenance["recipe"]["start"]["name"] == "first"
    assert "Start first" in told
    assert not (tmp_path / "heads-first").exists()
    before, after = (
        load_file(tmp_path / folder / "fine-tuning" / "weights.safetensors")
        for folder in ("first", ".")
    )
    for name, value in before.items():
        assert torch.allclose(after[name], value, atol=1e-6), name


@pytest.mark.slow
def test_weights_of_the_start_are_kept_in_part(recipe, data, tmp_path):
    tuned = {"share": 0.3, "learning_rate": 0.01}
    last = {"epochs": 2, "monitor": "epoch"}
    first = recipe(name="first", fine_tuning=tuned, optimisation=last)
    learnt = given_or_stratified(data).split("train")
    found = {}
    for keep in (0, 0.75):
        asked = {**tuned, "keep": keep}
        second = recipe(name="second", start=first, fine_tuning=asked, optimisation=last)
        run = Run(second, tmp_path, accelerator="cpu", workers=0, quiet=True)
        found[keep] = fine_tune(run, prepare(second, learnt)).state_dict()
        (tmp_path / "network.safetensors").unlink()  # or the next is this one
    before = load_file(tmp_path / "first" / "fine-tuning" / "weights.safetensors")
    after = load_file(tmp_path / "fine-tuning" / "weights.safetensors")
    assert any(not torch.equal(before[name], after[name]) for name in before)
    for name, value in after.items():
        assert torch.equal(found[0][name], value)
        mean = 0.25 * value + 0.75 * before[name]
        assert torch.allclose(found[0.75][name].float(), mean, atol=1e-6), name


@pytest.mark.slow
def test_heads_are_fitted_to_what_a_start_has_trained(recipe, data, tmp_path, monkeypatch):
    """On features of another kind, of the backbone as it was left; it isn't trained twice."""
    tuned = {"share": 0.3, "learning_rate": 0.01}
    first = recipe(name="first", fine_tuning=tuned, optimisation={"epochs": 1})
    model = {"covariances": {"test_efficientnet": [0, 2]}}
    second = recipe(name="second", start=first, model=model)
    learnt = given_or_stratified(data).split("train")
    run = Run(second, tmp_path, accelerator="cpu", workers=0, quiet=True)
    before = prepare(second, learnt)
    fitted = feature_extraction(run, before)
    network = load_file(tmp_path / "first" / "network.safetensors")
    for name, value in before.backbones[0].net.state_dict().items():
        assert torch.equal(network[f"backbones.0.net.{name}"], value), name
    fresh = prepare(second, learnt).backbones[0].net.state_dict()
    learnt_here = before.backbones[0].net.state_dict()
    assert any(not torch.equal(fresh[name], value) for name, value in learnt_here.items())
    assert fitted.heads.weights["artist"].shape == (4, before.backbones[0].width)
    monkeypatch.setattr("morelli.training.fit.fine_tuning.fit", None)  # would be called in vain
    again = feature_extraction(run, prepare(second, learnt))
    for head, weights in fitted.heads.weights.items():
        assert np.allclose(again.heads.weights[head], weights, atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0, 1])
def test_a_transformer_goes_on_at_its_own_size_alone(share, recipe, data, tmp_path):
    model = {"backbones": ["test_vit"], "size": 96}
    first = recipe(name="first", model=model, fine_tuning={"share": 1}, optimisation={"epochs": 1})
    second = recipe(
        name="second", start=first, model={**model, "size": 160}, fine_tuning={"share": share}
    )
    run = Run(second, tmp_path, accelerator="cpu", workers=0, quiet=True)
    with pytest.raises(MorelliError, match="second can't go on from its start"):
        train(run, data)


@pytest.mark.slow
def test_a_killed_run_goes_on_and_loses_an_epoch_at_most(pictures, tmp_path):
    toml, run = tmp_path / "long.toml", tmp_path / "run"
    toml.write_text(
        'name = "long"\n[model]\nbackbones = ["test_resnet"]\nsize = 64\n'
        "pretrained = false\nheads = ['artist']\n[fine_tuning]\nshare = 0.5\n"
        "[optimisation]\nepochs = 8\npatience = 8\nbatch_size = 4\n"
    )
    command = [sys.executable, "-c", "from morelli.cli import main; main()", "train", str(toml)]
    command += ["--data", str(pictures), "--out", str(run), "--workers", "0"]
    last = run / "fine-tuning" / "last.ckpt"
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + 240
        while not last.is_file() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert last.is_file(), (tmp_path / "log").read_text()
    assert not (run / "bundle").exists()
    before = csv_logger.read(run / "fine-tuning" / csv_logger.NAME)
    reached = torch.load(last, weights_only=True)["epoch"]
    assert len(before) - 1 <= reached + 1 < 8
    heads = (run / "heads-first" / "weights.safetensors").stat().st_mtime_ns

    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = csv_logger.read(run / "fine-tuning" / csv_logger.NAME)
    assert [int(row["epoch"]) for row in rows] == list(range(8))
    assert rows[: reached + 1] == before[: reached + 1]
    assert (run / "heads-first" / "weights.safetensors").stat().st_mtime_ns == heads
    assert (run / "bundle" / "morelli.json").is_file()
    # What people are told is ours: no tips, addresses or hints for programmers.
    said = done.stdout + done.stderr
    assert "warning: test_resnet starts from random weights" in said
    for noise in ("http", "ightning", "Warning", ".py"):
        assert noise not in said, said
