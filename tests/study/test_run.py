"""A study from its grid to its answer: whole, killed, changed, and with cells that fail."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from morelli.bundles.bundle import Bundle
from morelli.evaluation.metrics import proportion
from morelli.study import predictions
from morelli.study.context import Context, usable
from morelli.study.grid import expand
from morelli.study.study import StudyError
from morelli.training.data.features import features
from morelli.training.data.training_set import prepare
from morelli.training.run import Run
from morelli.training.train import feature_extraction

pytestmark = pytest.mark.slow

DOCS = Path(__file__).resolve().parents[2] / "docs" / "studies.md"


def rows_of(file):
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def _shared():
    """What one whole run left, for the tests that only look."""
    return {}


@pytest.fixture
def whole(_shared, conduct, study, tmp_path_factory):
    if not _shared:
        asked = study(seeds=[0, 1])
        folder = tmp_path_factory.mktemp("whole") / "study"
        store, here, progress = conduct(asked, str(folder))
        _shared.update(store=store, here=here, progress=progress, study=asked)
    return _shared


def test_every_cell_is_run_with_every_seed_and_fold(whole, given):
    rows = rows_of(whole["store"].folder / "results.csv")
    places = {(row["cell"], row["seed"], row["fold"]) for row in rows}
    assert len(rows) == len(places) == 3 * 2 * 2
    assert {row["regularisation.l2"] for row in rows} == {"0", "0.01", "0.1"}
    for row in rows:
        assert row["status"] == "done" and 0 <= float(row["artist_accuracy"]) <= 1
        assert float(row["style_cross_entropy"]) > 0 and float(row["ms_per_picture"]) > 0
        assert 1 <= float(row["epochs"]) <= 4
    assert whole["progress"].done == 3 and whole["progress"].failed == 0
    assert whole["progress"].ended == whole["progress"].runs == 12


def test_every_training_picture_is_held_out_once_and_no_test_picture(whole, given):
    store = whole["store"]
    pictures = rows_of(store.folder / "pictures.csv")
    assert len(pictures) == len(given)
    training = {int(p["row"]) for p in pictures if p["split"] == "train"}
    for cell in store.read("cells.json"):
        for seed in (0, 1):
            held = [store.answers(cell["key"], seed, fold).rows.tolist() for fold in (0, 1)]
            assert sorted(held[0] + held[1]) == sorted(training)


def test_results_are_those_of_the_answers(whole):
    store = whole["store"]
    for row in rows_of(store.folder / "results.csv"):
        kept = store.answers(row["key"], int(row["seed"]), int(row["fold"]))
        for head, found in kept.heads.items():
            assert np.nanmean(found.hits()) == pytest.approx(
                float(row[f"{head}_accuracy"]), abs=1e-5
            )
    for row in rows_of(store.folder / "summary.csv"):
        low, value, high = (float(row[f"artist_{name}"]) for name in ("low", "accuracy", "high"))
        assert low <= value <= high and row["runs"] == "4"


def test_the_test_split_is_looked_at_once_for_each_chosen_recipe_and_seed(whole):
    store, here = whole["store"], whole["here"]
    cells = store.read("cells.json")
    chosen = [cell for cell in cells if cell["chosen"]]
    assert [cell["chosen_for"] for cell in chosen] == [["best"]]
    looks = [(j.cells[0][0], j.seed) for j in here.done if j.kind == "test"]
    assert sorted(looks) == sorted((c["key"], seed) for c in chosen for seed in (0, 1))
    pictures = rows_of(store.folder / "pictures.csv")
    tested = [int(p["row"]) for p in pictures if p["split"] == "test"]
    for cell in chosen:
        place = store.chosen(cell["key"], 1)
        assert Bundle.open(place / "bundle").manifest.provenance["recipe"]["seed"] == 1
        found = json.loads((place / "evaluation.json").read_text())
        kept = predictions.read(place / "test.npz")
        assert kept.rows.tolist() == tested
        right = int(kept.heads["artist"].hits().sum())
        assert found["artist"]["accuracy"] == proportion(right, len(tested)).to_dict()
        assert rows_of(place / "curves.csv")
        assert not (place / "work").exists()


def test_the_layout_is_the_one_documented(whole):
    """Every file, column, key and array of a study's folder stands in docs/studies.md."""
    text, store = DOCS.read_text(encoding="utf-8"), whole["store"]
    for name in ("study.json", "cells.json", "results.csv", "summary.csv", "pictures.csv"):
        assert f"`{name}`" in text and (store.folder / name).is_file()
    words = set(re.findall(r"\w+", text))
    named = [*store.read("study.json"), *store.read("cells.json")[0]]
    named += [*store.read("comparisons.json")[0]]
    for table in ("results.csv", "summary.csv", "pictures.csv"):
        named += [column for column in rows_of(store.folder / table)[0] if "." not in column]
    named += list(rows_of(next(store.folder.rglob("fold-0.csv")))[0])
    spelt = {name.replace("style_", "artist_") for name in named}
    assert spelt <= words


def test_a_finished_study_does_nothing_more(whole, conduct):
    _, here, progress = conduct(whole["study"], str(whole["store"].folder))
    assert here.done == [] and progress.done == 3


def test_more_seeds_only_run_the_new_ones(conduct, study):
    conduct(study())
    _, here, _ = conduct(study(seeds=[0, 5]))
    assert {job.seed for job in here.done if job.kind == "fold"} == {5}


def test_a_cell_is_what_its_recipes_own_training_gives(whole, given):
    """The study has no trainer of its own: the same heads, fitted alone, answer the same."""
    store, asked = whole["store"], whole["study"]
    kept = usable(asked, given)
    context = Context(asked, store.folder, kept, kept.fingerprint(), accelerator="cpu")
    inside, outer = context.fold(1, 0)
    cell = expand(asked)[1]
    recipe = cell.recipe.model_copy(update={"seed": 1})
    training = prepare(recipe, context.training)
    samples = context.training.samples
    inner = replace(context.training, samples=tuple(samples[row] for row in inside))
    run = Run(recipe, store.folder / "alone", quiet=True, accelerator="cpu")
    fitted = feature_extraction(run, replace(training, data=inner))
    held = [samples[row] for row in outer]
    logits = fitted.heads.logits(features(fitted.graphs, training.preprocessing, held))
    found = store.answers(cell.key(context.fingerprint, asked), 1, 0)
    for head, values in logits.items():
        expected = torch.from_numpy(values).softmax(1).sort(1, descending=True).values[:, :5]
        assert torch.allclose(
            torch.from_numpy(found.heads[head].probabilities).float(), expected, atol=2e-3
        )


def test_killed_it_goes_on_and_ends_the_same(conduct, study, whole):
    class Killed(type(whole["here"])):
        def map(self, jobs):
            for number, done in enumerate(super().map(jobs)):
                yield done
                if number == 1 and jobs[0].kind == "fold":
                    raise KeyboardInterrupt

    asked = whole["study"]
    with pytest.raises(KeyboardInterrupt):
        conduct(asked, "killed", Killed)
    store, here, _ = conduct(asked, "killed")
    folds = [job for job in here.done if job.kind == "fold"]
    assert len(folds) == 2  # of four jobs, two were finished before
    ours, theirs = (rows_of(s.folder / "results.csv") for s in (store, whole["store"]))
    for row, other in zip(ours, theirs, strict=True):
        assert row["artist_accuracy"] == other["artist_accuracy"]
        assert float(row["artist_cross_entropy"]) == pytest.approx(
            float(other["artist_cross_entropy"]), rel=1e-3
        )


def test_a_cell_that_diverges_is_kept_with_its_reason_and_ends_nothing(conduct, study):
    wild = {"optimisation.learning_rate": 1e38, "optimisation.optimiser": "sgd"}
    asked = study(factors={"rate": {"usual": {}, "wild": wild}})
    store, _, progress = conduct(asked)
    assert (progress.done, progress.failed) == (1, 1)
    usual, failed = store.read("cells.json")
    assert usual["status"] == "done" and usual["chosen"]
    assert failed["status"] == "failed" and "lower learning rate" in failed["reason"]
    rows = [row for row in rows_of(store.folder / "results.csv") if row["rate"] == "wild"]
    assert all(row["status"] == "failed" and row["artist_accuracy"] == "" for row in rows)
    assert conduct(asked)[1].done == []  # it isn't tried again …
    again = conduct(asked, retry=True)[1].done
    assert [job.kind for job in again].count("fold") == 2  # … unless that is asked for


def test_what_stops_a_group_is_laid_at_the_culprits_door(conduct, study, whole):
    class Exhausted(type(whole["here"])):
        def map(self, jobs):
            for job in jobs:
                if any(cell.values["regularisation.l2"] == "0.01" for _, cell in job.cells):
                    yield job, "Out of memory: tried to allocate"
                else:
                    yield from super().map([job])

    store, _, progress = conduct(study(), "exhausted", Exhausted)
    assert (progress.done, progress.failed) == (2, 1)
    assert [cell["reason"] for cell in store.read("cells.json")] == [
        None,
        "Out of memory: tried to allocate",
        None,
    ]


def test_stale_cells_are_kept_and_left_out(conduct, study):
    store, _, _ = conduct(study())
    before = {cell["key"] for cell in store.read("cells.json")}
    changed = study()
    changed.recipe["optimisation"]["epochs"] = 3
    store, here, _ = conduct(changed)
    cells = store.read("cells.json")
    assert [cell["status"] for cell in cells] == ["done"] * 3 + ["stale"] * 3
    assert {cell["key"] for cell in cells[3:]} == before <= store.keys()
    keys = {row["key"] for row in rows_of(store.folder / "results.csv")}
    assert keys == {cell["key"] for cell in cells[:3]}
    # Changed back, nothing is run again, and the others are the stale ones.
    store, here, _ = conduct(study())
    assert here.done == []
    assert {c["key"] for c in store.read("cells.json") if c["status"] == "stale"} == keys


def test_fine_tuned_cells_leave_the_same_files(conduct, study):
    fine = {"fine_tuning.share": 0.3, "fine_tuning.learning_rate": 0.01}
    asked = study(factors={"training": {"frozen": {}, "fine": fine}})
    asked.recipe["optimisation"] |= {"epochs": 2}
    store, _, progress = conduct(asked)
    assert progress.done == 2
    frozen, tuned = rows_of(store.folder / "summary.csv")
    assert float(tuned["trained_parameters"]) > float(frozen["trained_parameters"])
    assert tuned["parameters"] == frozen["parameters"]
    key = store.read("cells.json")[1]["key"]
    stages = {row["stage"] for row in rows_of(store.run(key, 0, 1).with_suffix(".csv"))}
    assert stages == {"heads-first", "fine-tuning"}
    assert not store.workplace(key, 0, 1).exists()


def test_a_recipe_alone_goes_to_the_test_split_at_once(conduct, study):
    store, here, _ = conduct(study(factors={}, folds=0))
    assert [job.kind for job in here.done] == ["test"]
    (cell,) = store.read("cells.json")
    assert cell["status"] == "done" and cell["chosen_for"] == ["best"]
    assert store.test(cell["key"], 0)["artist"]["accuracy"]["n"] > 0


def test_copies_and_folds_of_a_recipe_are_heard(conduct, study):
    asked = study(factors={}, seeds=[0])
    asked = study(factors={"validation.folds": [0, 3]})
    asked.recipe["augmentation"] = {"flip": True, "copies": 1}
    store, _, progress = conduct(asked)
    assert progress.done == 2
    key = store.read("cells.json")[1]["key"]
    stages = {row["stage"] for row in rows_of(store.run(key, 0, 0).with_suffix(".csv"))}
    assert stages == {"heads-0", "heads-1", "heads-2"}


def test_too_few_pictures_are_explained(study, given):
    few = replace(given, samples=given.samples[:3])
    with pytest.raises(StudyError, match="training pictures; small needs at least 5"):
        usable(study(folds=5), few)
