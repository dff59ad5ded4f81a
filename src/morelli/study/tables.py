"""The tables of a study, put together from its finished runs."""

import platform
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import torch

import morelli
from morelli.datasets import Dataset
from morelli.study.compare import Scored, interval
from morelli.study.context import Context
from morelli.study.grid import Cell
from morelli.study.published import named
from morelli.study.store import Row, Store
from morelli.study.study import Study
from morelli.training.export.manifest import class_labels

HEADS = ("artist", "style")
MEASURES = ("n", "accuracy", "top5", "macro_f1", "cross_entropy", "calibration_error")
COSTS = ("epochs", "trained_parameters", "parameters", "ms_per_picture", "seconds")

Keyed = Sequence[tuple[str, Cell]]
"""Cells with their keys, in the grid's order."""


def study_table(context: Context, data: Dataset) -> dict[str, Any]:
    """`study.json`. `data` is the data set as it was given."""
    study = context.study
    training = context.training
    classes: dict[str, tuple[str, ...]] = {"artist": training.artists, "style": training.styles}
    held = [s for s in context.data if s.split == "test"]
    baselines = {}
    for head, slugs in classes.items():
        labels = Counter(label for s in training if (label := getattr(s, head)) is not None)
        tested = Counter(label for s in held if (label := getattr(s, head)) is not None)
        if labels:
            commonest = labels.most_common(1)[0][0]
            baselines[head] = {
                "chance": round(1 / len(slugs), 6),
                "commonest": round(labels[commonest] / labels.total(), 6),
                "commonest_test": round(tested[commonest] / max(tested.total(), 1), 6),
            }
    return {
        "name": study.name,
        "question": study.question,
        "task": study.task,
        "head": study.head,
        "adapted": list(context.adapted),
        "folds": study.folds,
        "seeds": list(study.seeds),
        "factors": {},
        "data": {
            "name": data.name,
            "fingerprint": context.fingerprint,
            "pictures": dict(Counter(str(s.split) for s in context.data)),
            "published": named(context.data),
        },
        "classes": {
            head: [label.model_dump() for label in class_labels(head, slugs)]
            for head, slugs in classes.items()
        },
        "baselines": baselines,
        "versions": {
            "morelli": morelli.__version__,
            "python": platform.python_version(),
            "torch": torch.__version__,
            "timm": version("timm"),
        },
        "machine": {
            "processor": platform.machine(),
            "cores": torch.get_num_threads(),
            "gpus": [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())],
        },
    }


def factors_of(keyed: Keyed) -> dict[str, list[str]]:
    """Every factor's labels, in the grid's order."""
    found: dict[str, dict[str, None]] = {}
    for _, cell in keyed:
        for factor, label in cell.values.items():
            found.setdefault(factor, {})[label] = None
    return {factor: list(labels) for factor, labels in found.items()}


def pictures(store: Store, context: Context) -> None:
    """Write `pictures.csv`."""
    rows = (
        {
            "row": row,
            "file": context.data.identity(s),
            "path": str(s.path),
            "split": s.split,
            "artist": s.artist,
            "style": s.style,
        }
        for row, s in enumerate(context.data)
    )
    store.table("pictures.csv", ("row", "file", "path", "split", "artist", "style"), rows)


def state(store: Store, study: Study, key: str) -> tuple[str, str | None]:
    """Status of a cell, and the reason where it has failed."""
    rows = [store.row(key, *run) for run in study.runs]
    failed = [row["reason"] for row in rows if row is not None and row["status"] == "failed"]
    if failed:
        return "failed", failed[0]
    if study.folds == 0:
        return ("done" if all(store.test(key, s) for s in study.seeds) else "pending"), None
    return ("pending" if None in rows else "done"), None


def results(store: Store, study: Study, keyed: Keyed) -> None:
    """Write `results.csv` from all runs that have ended."""
    rows: list[Row] = []
    for key, cell in keyed:
        for seed, fold in study.runs:
            found = store.row(key, seed, fold)
            if found is not None:
                place = {"cell": cell.number, "key": key, "seed": seed, "fold": fold}
                rows.append(place | cell.values | found)
    measured = [f"{head}_{name}" for head in HEADS for name in MEASURES]
    columns = ("cell", "key", "seed", "fold", "status", "reason", *factors_of(keyed))
    store.table("results.csv", (*columns, *measured, *COSTS), rows)


def scored(store: Store, study: Study, keyed: Keyed, pictures_: int) -> list[Scored]:
    """What each finished cell got right, over all `pictures_` of the data set."""
    found = []
    for key, cell in keyed:
        if study.folds == 0 or state(store, study, key)[0] != "done":
            continue
        hits: dict[str, Any] = {}
        for number, seed in enumerate(study.seeds):
            for fold in range(study.folds):
                kept = store.answers(key, seed, fold)
                for head, answers in kept.heads.items():
                    empty = np.full((len(study.seeds), pictures_), np.nan)
                    hits.setdefault(head, empty)[number, kept.rows] = answers.hits()
        found.append(Scored(cell.number, cell.values, hits))
    return found


def summary(store: Store, study: Study, keyed: Keyed, scores: Sequence[Scored]) -> None:
    """Write `summary.csv`: each cell with its intervals."""
    by_number = {score.number: score for score in scores}
    chosen = {c["number"] for c in store.read("cells.json") or [] if c["chosen"]}
    rows: list[Row] = []
    for key, cell in keyed:
        status = state(store, study, key)[0]
        row: Row = {"cell": cell.number, "key": key, "status": status} | cell.values
        row["chosen"] = "yes" if cell.number in chosen else "no"
        runs = [store.row(key, *run) for run in study.runs]
        ended = [run for run in runs if run is not None and run["status"] == "done"]
        row["runs"] = len(ended)
        for column in (*COSTS, *(f"{head}_cross_entropy" for head in HEADS)):
            values = [run[column] for run in ended if column in run]
            row[column] = round(float(np.mean(values)), 6) if values else None
        if cell.number in by_number:
            for head, hits in by_number[cell.number].hits.items():
                measure, _ = interval(hits)
                row[f"{head}_accuracy"] = round(measure.value, 6)
                row[f"{head}_low"] = round(measure.low, 6)
                row[f"{head}_high"] = round(measure.high, 6)
                if len(hits) > 1:
                    deviation = float(np.nanmean(hits, 1).std(ddof=1))
                    row[f"{head}_seed_deviation"] = round(deviation, 6)
        rows.append(row)
    names = ("accuracy", "low", "high", "seed_deviation", "cross_entropy")
    measured = [f"{head}_{name}" for head in HEADS for name in names]
    columns = ("cell", "key", "status", "chosen", *factors_of(keyed), "runs")
    store.table("summary.csv", (*columns, *measured, *COSTS), rows)


def ranking(
    store: Store, study: Study, keyed: Keyed, count: int = 5
) -> list[tuple[int, dict[str, str], float]]:
    """The best finished cells: number, values and mean accuracy of the study's head."""
    found = []
    for key, cell in keyed:
        runs = [store.row(key, *run) for run in study.runs]
        values = [
            run[f"{study.head}_accuracy"] for run in runs if run and f"{study.head}_accuracy" in run
        ]
        if values and len(values) == len(runs):
            found.append((cell.number, cell.values, float(np.mean(values))))
    return sorted(found, key=lambda entry: -entry[2])[:count]
