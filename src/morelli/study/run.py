"""A study from its file to its answer, read from top to bottom."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from morelli.datasets import Dataset
from morelli.study import compare, tables
from morelli.study.context import Context, Job
from morelli.study.engines import Engine
from morelli.study.frozen import depends_on
from morelli.study.grid import Cell
from morelli.study.selection import choose
from morelli.study.store import Store
from morelli.study.tables import Keyed
from morelli.training.fit.batched_fitting import in_common

SIDE_BY_SIDE = 24
"""Cells fitted at once, at most: what is lost at most when a study is killed."""

SECONDS = 20
"""The tables are put together anew no more often than this."""


@dataclass
class Progress:
    """How far a study is.

    Attributes:
        cells: in the grid.
        done: cells that are finished.
        failed: cells that have failed.
        runs: cell x seed x fold, of all that were to do when this began.
        ended: of those, how many have ended.
        best: number and values of the best finished cells and their accuracy, best first.
        stage: what is being done, in words.
        started: `time.monotonic()` of the beginning.
    """

    cells: int
    done: int = 0
    failed: int = 0
    runs: int = 0
    ended: int = 0
    best: list[tuple[int, dict[str, str], float]] = field(default_factory=list)
    stage: str = "Cross-validation"
    started: float = field(default_factory=time.monotonic)

    def seconds_left(self) -> float | None:
        """An estimate from the runs that have ended; None before the first."""
        if not self.ended:
            return None
        return (time.monotonic() - self.started) / self.ended * (self.runs - self.ended)


def run(
    context: Context,
    given: Dataset,
    cells: Sequence[Cell],
    engine: Engine,
    *,
    retry: bool = False,
    listen: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Run whatever of a study isn't finished; results are in the context's folder.

    Args:
        context: the study, its pictures and its folder.
        given: the data set as it was opened, for its name.
        cells: the study's grid.
        engine: where cells are trained.
        retry: do failed runs again.
        listen: called whenever something has ended.
    """
    store, study = Store(context.folder), context.study
    keyed = [(cell.key(context.fingerprint, study), cell) for cell in cells]
    begin(store, context, given, keyed)
    if retry:
        for key, _ in keyed:
            for run in study.runs:
                row = store.row(key, *run)
                if row is not None and row["status"] == "failed":
                    store.forget(key, *run)
    progress = Progress(len(cells))
    board = _Board(store, context, keyed, progress, listen)
    jobs = pending(store, context, keyed)
    progress.runs = sum(len(job.cells) for job in jobs)
    progress.stage = "Features of frozen backbones"
    board.show(force=True)
    for _ in engine.map(_extractions(jobs)):
        board.show()  # what failed here will fail, and be kept, where it is needed
    progress.stage, progress.started = "Cross-validation", time.monotonic()
    board.show(force=True)
    while jobs:
        single: list[Job] = []
        for job, reason in engine.map(jobs):
            if reason is not None and len(job.cells) > 1:
                # One of them may be the culprit: each gets a process of its own.
                single += [replace(job, cells=(cell,)) for cell in job.cells]
                continue
            if reason is not None:
                store.fail((job.cells[0][0], job.seed, job.fold), reason)
            progress.ended += len(job.cells)
            board.show()
        jobs = single
    progress.stage = "Comparing"
    board.show(force=True)
    _conclude(store, context, keyed, engine, board)
    progress.stage = "Finished"
    board.show(force=True)
    return progress


def begin(store: Store, context: Context, given: Dataset, keyed: Keyed) -> None:
    """Write what is asked, before anything is done."""
    table = tables.study_table(context, given) | {"factors": tables.factors_of(keyed)}
    store.write("study.json", table)
    tables.pictures(store, context)
    _write_cells(store, context, keyed)


def stale(store: Store, keyed: Keyed) -> list[dict[str, Any]]:
    """Cells of an earlier version of the study, or of other data, that left results here."""
    now = {key for key, _ in keyed}
    before = store.read("cells.json") or []
    return [c | {"status": "stale"} for c in before if c["key"] not in now and c["runs"]]


def pending(store: Store, context: Context, keyed: Keyed) -> list[Job]:
    """What is to do: cells that can be fitted side by side go together, neighbours in a row."""
    study = context.study
    jobs = []
    groups: dict[str, list[tuple[str, Cell]]] = {}
    for key, cell in dict(keyed).items():
        together = in_common(cell.recipe) if cell.recipe.fine_tuning.frozen else key
        groups.setdefault(together, []).append((key, cell))
    # Cells of the same backbone stand side by side, whatever the order of the factors.
    for group in sorted(groups.values(), key=lambda g: repr(g[0][1].recipe.model)):
        for seed, fold in study.runs:
            todo = [cell for cell in group if store.row(cell[0], seed, fold) is None]
            for start in range(0, len(todo), SIDE_BY_SIDE):
                some = tuple(todo[start : start + SIDE_BY_SIDE])
                jobs.append(Job("fold", some, seed, fold))
    return jobs


def _extractions(jobs: Sequence[Job]) -> list[Job]:
    """A job for each backbone's features, so that no two workers extract the same."""
    first: dict[str, Job] = {}
    for job in jobs:
        key, cell = job.cells[0]
        recipe = cell.recipe.model_copy(update={"seed": job.seed})
        if recipe.fine_tuning.frozen:
            first.setdefault(depends_on(recipe), Job("features", ((key, cell),), job.seed))
    return list(first.values())


def _conclude(
    store: Store, context: Context, keyed: Keyed, engine: Engine, board: "_Board"
) -> None:
    """Compare the cells, choose, and look at the test split once for each chosen recipe."""
    study = context.study
    scores = tables.scored(store, study, keyed, len(context.data))
    factors = list(tables.factors_of(keyed))
    store.write("comparisons.json", compare.comparisons(scores, factors))
    chosen = choose(study, scores) if study.folds else {keyed[0][1].number: ["best"]}
    _write_cells(store, context, keyed, chosen)
    tables.summary(store, study, keyed, scores)
    looks = [
        Job("test", ((key, cell),), seed)
        for key, cell in keyed
        if cell.number in chosen
        for seed in study.seeds
        if store.test(key, seed) is None
    ]
    board.progress.stage = f"Test split, {len(looks)} bundles"
    board.show(force=True)
    for job, reason in engine.map(looks):
        if reason is not None:
            place = store.chosen(job.cells[0][0], job.seed)
            store.write(str(place.relative_to(store.folder) / "failed.json"), {"reason": reason})


def _write_cells(
    store: Store, context: Context, keyed: Keyed, chosen: dict[int, list[str]] | None = None
) -> None:
    study = context.study
    old = stale(store, keyed)
    if chosen is None:
        chosen = {c["number"]: c["chosen_for"] for c in store.read("cells.json") or []}
    now = []
    for key, cell in keyed:
        status, reason = tables.state(store, study, key)
        purposes = chosen.get(cell.number, [])
        runs = [store.row(key, *run) for run in study.runs]
        now.append(
            {
                "number": cell.number,
                "key": key,
                "values": cell.values,
                "recipe": cell.recipe.model_dump(mode="json"),
                "status": status,
                "reason": reason,
                "runs": sum(run is not None for run in runs),
                "chosen": bool(purposes),
                "chosen_for": purposes,
            }
        )
    store.write("cells.json", now + old)


class _Board:
    """Keeps the tables and the onlooker up to date, not too often."""

    def __init__(
        self,
        store: Store,
        context: Context,
        keyed: Keyed,
        progress: Progress,
        listen: Callable[[Progress], None],
    ) -> None:
        self.store, self.context, self.keyed = store, context, keyed
        self.progress, self.listen = progress, listen
        self.last = 0.0

    def show(self, *, force: bool = False) -> None:
        """Tell the onlooker; put the tables together where that is due."""
        if force or time.monotonic() - self.last > SECONDS:
            study, store = self.context.study, self.store
            tables.results(store, study, self.keyed)
            _write_cells(store, self.context, self.keyed)
            states = [tables.state(store, study, key)[0] for key, _ in self.keyed]
            self.progress.done = states.count("done")
            self.progress.failed = states.count("failed")
            self.progress.best = tables.ranking(store, study, self.keyed)
            self.last = time.monotonic()
        self.listen(self.progress)
