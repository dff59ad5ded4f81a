"""Does the jobs of a study: trains on a fold, answers what was held out, keeps the predictions.

Training itself is that of `morelli.training`; a frozen backbone's cells are fitted side by side.
"""

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from morelli.bundles.bundle import Bundle
from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation import report
from morelli.evaluation.evaluate import Evaluation, evaluate
from morelli.inference.classifier import Classifier
from morelli.inference.probabilities import Floats, softmax
from morelli.recipes.recipe import Recipe
from morelli.study import cost, predictions
from morelli.study.context import Context, Job
from morelli.study.frozen import Extraction, Extractions
from morelli.study.grid import Cell
from morelli.study.predictions import Numbers
from morelli.study.store import CURVE_COLUMNS, Store, write_csv
from morelli.training.data.features import features
from morelli.training.data.held_out import rows_of_folds
from morelli.training.data.loaders import crowds_in
from morelli.training.data.training_set import TrainingSet, prepare
from morelli.training.fit import csv_logger
from morelli.training.fit.batched_fitting import fit_batched
from morelli.training.models.network import average
from morelli.training.run import Rows, Run
from morelli.training.train import fine_tuning, train


class DivergedError(MorelliError):
    """A loss or an answer is not a number any more."""


class Worker:
    """One place where cells are trained, with what the last jobs left in memory."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.store = Store(context.folder)
        self.extractions = Extractions(context)

    def do(self, job: Job) -> None:
        """Do a job and keep its results in the study's folder.

        Cells that diverge are kept as failed; whatever else goes wrong is raised.
        """
        key, cell = job.cells[0]
        recipe = self._seeded(cell, job.seed)
        if job.kind == "features":
            self.extractions.of(recipe)
        elif job.kind == "test":
            self._test(key, recipe)
        elif recipe.fine_tuning.frozen:
            self._frozen(job)
        else:
            self._fine_tuned((key, job.seed, job.fold), recipe)

    def _seeded(self, cell: Cell, seed: int) -> Recipe:
        return cell.recipe.model_copy(update={"seed": seed})

    def _frozen(self, job: Job) -> None:
        recipes = [self._seeded(cell, job.seed) for _, cell in job.cells]
        extraction = self.extractions.of(recipes[0])
        start = time.perf_counter()
        found = self._fit(recipes, extraction, self.context.fold(job.seed, job.fold))
        seconds = (time.perf_counter() - start) / len(recipes)
        for (key, _), recipe, (logits, curves) in zip(job.cells, recipes, found, strict=True):
            row = cost.weights(recipe, extraction.training) | {
                "ms_per_picture": extraction.milliseconds,
                "seconds": round(seconds, 3),
            }
            outer = self.context.fold(job.seed, job.fold)[1]
            run = (key, job.seed, job.fold)
            self._keep(run, row, extraction.training, logits, outer, curves)

    def _fit(
        self, recipes: Sequence[Recipe], extraction: Extraction, fold: tuple[Rows, Rows]
    ) -> list[tuple[dict[str, Floats], list[dict[str, str]]]]:
        """Logits on what is held out, and learning curves, of each recipe."""
        inside, outer = fold
        training = extraction.training
        samples = training.data.samples
        inner = replace(training.data, samples=tuple(samples[row] for row in inside))
        pooled = torch.cat([made[inside] for made in extraction.pooled])
        times = len(extraction.pooled)
        labels = {h: n[inside].repeat(times) for h, n in training.targets().items()}
        device = "cpu"
        if self.context.accelerator != "cpu" and torch.cuda.is_available():
            device = "cuda"
        folds = [
            fit_batched(
                recipes,
                pooled,
                labels,
                rows,
                training.classes,
                device,
                crowds_in(recipes[0], inner.samples, rows[0]),
            )
            for rows in rows_of_folds(recipes[0], inner)
        ]
        held = extraction.pooled[0][outer].numpy()
        found = []
        for number in range(len(recipes)):
            fitted = [fold[number] for fold in folds]
            heads = average([one.heads.folded() for one in fitted])
            curves = [
                {"stage": f"heads-{i}"} | row for i, one in enumerate(fitted) for row in one.rows
            ]
            found.append((dict(heads.logits(held)), curves))
        return found

    def _fine_tuned(self, run: tuple[str, int, int], recipe: Recipe) -> None:
        start = time.perf_counter()
        inside, outer = self.context.fold(*run[1:])
        pictures = self.context.training
        training = prepare(recipe, pictures)
        inner = replace(pictures, samples=tuple(pictures.samples[row] for row in inside))
        place = self.store.workplace(*run)
        work = self._run(recipe, place)
        fitted = fine_tuning(work, replace(training, data=inner))
        held = [pictures.samples[row] for row in outer]
        pooled = features(fitted.graphs, training.preprocessing, held, keep=False)
        size = training.preprocessing.size
        row: dict[str, Any] = cost.weights(recipe, training)
        row["ms_per_picture"] = round(cost.milliseconds(fitted.graphs, size), 3)
        row["seconds"] = round(time.perf_counter() - start, 3)
        logits = dict(fitted.heads.logits(pooled))
        self._keep(run, row, training, logits, outer, _curves(place))

    def _keep(
        self,
        run: tuple[str, int, int],
        row: dict[str, Any],
        training: TrainingSet,
        logits: Mapping[str, Floats],
        outer: Rows,
        curves: Sequence[dict[str, str]],
    ) -> None:
        try:
            _check(logits, curves)
        except DivergedError as error:
            self.store.fail(run, str(error))
            return
        probabilities = {head: softmax(values) for head, values in logits.items()}
        truth = {head: numbers.numpy()[outer] for head, numbers in training.targets().items()}
        rows = [self.context.rows[self.context.training.samples[i].path] for i in outer]
        kept = predictions.answers(np.array(rows), probabilities, truth)
        measured = predictions.measures(probabilities, truth)
        self.store.finish(run, measured | {"epochs": _epochs(curves)} | row, kept, curves)

    def _run(self, recipe: Recipe, folder: Path) -> Run:
        context = self.context
        return Run(
            recipe, folder, accelerator=context.accelerator, workers=context.workers, quiet=True
        )

    def _test(self, key: str, recipe: Recipe) -> None:
        context, place = self.context, self.store.chosen(key, recipe.seed)
        run = self._run(recipe, place / "work")
        made = train(run, context.data, context.others("train"), works=False)
        curves = _curves(run.folder)
        write_csv(place / "curves.csv", CURVE_COLUMNS, curves)
        shutil.rmtree(place / "bundle", ignore_errors=True)
        made = Bundle.open(made.path.rename(place / "bundle"))
        shutil.rmtree(run.folder)
        paintings = context.data.split("test").samples
        found = evaluate(Classifier(made), paintings, not_paintings=context.others("test"))
        rows, probabilities, truth = self._by_row(found, paintings)
        predictions.write(place / "test.npz", predictions.answers(rows, probabilities, truth))
        report.write(found, place)

    def _by_row(
        self, found: Evaluation, paintings: Sequence[Sample]
    ) -> tuple[Numbers, dict[str, Floats], dict[str, Numbers]]:
        """Rows of the pictures that were answered; probabilities and class numbers by head."""
        answered = {sample.path for head in found.heads.values() for sample in head.samples}
        paths = [sample.path for sample in paintings if sample.path in answered]
        place = {path: i for i, path in enumerate(paths)}
        probabilities: dict[str, Floats] = {}
        truth: dict[str, Numbers] = {}
        for name, head in found.heads.items():
            chosen = [place[sample.path] for sample in head.samples]
            probabilities[name] = np.zeros((len(paths), len(head.labels)))
            probabilities[name][chosen] = head.probabilities
            truth[name] = np.full(len(paths), -1)
            truth[name][chosen] = head.truth
        return np.array([self.context.rows[path] for path in paths]), probabilities, truth


def _curves(folder: Path) -> list[dict[str, str]]:
    """All learning curves below a run's folder, each row with the stage it is of."""
    return [
        {"stage": file.parent.name} | row
        for file in sorted(folder.rglob(csv_logger.NAME))
        for row in csv_logger.read(file)
    ]


def _epochs(curves: Sequence[dict[str, str]]) -> float:
    """Epochs of the longest stage; of several parts of a validation, their mean."""
    counts: dict[str, int] = {}
    for row in curves:
        counts[row["stage"]] = counts.get(row["stage"], 0) + 1
    parts = [count for stage, count in counts.items() if stage != "heads-first"]
    return round(float(np.mean(parts or list(counts.values()) or [0])), 2)


def _check(logits: Mapping[str, Floats], curves: Sequence[dict[str, str]]) -> None:
    for row in curves:
        if not np.isfinite(float(row["val_loss"])):
            raise DivergedError(
                f"The validation loss was {row['val_loss']} in epoch {row['epoch']} of"
                f" {row['stage']}: a lower learning rate may help."
            )
    if not all(np.isfinite(values).all() for values in logits.values()):
        raise DivergedError("The answers are not numbers: a lower learning rate may help.")
