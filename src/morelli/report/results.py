"""A study's folder, read for its report; `docs/studies.md` says what is in it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.metrics import Measure
from morelli.report.labelled import Answers, usual_styles
from morelli.report.parts import measured
from morelli.study import predictions as kept
from morelli.study.store import Store

Row = dict[str, Any]


@dataclass(frozen=True)
class Results:
    """What a study has come to so far.

    Attributes:
        folder: where it is.
        study: `study.json`.
        cells: `cells.json`.
        comparisons: `comparisons.json`; empty where the study isn't finished.
        summary: rows of `summary.csv` by the cell's number, numbers as such.
    """

    folder: Path
    study: Row
    cells: list[Row]
    comparisons: list[Row]
    summary: dict[int, Row]

    @classmethod
    def read(cls, folder: Path) -> "Results":
        """Read a study's folder.

        Raises:
            MorelliError: it isn't one.
        """
        store = Store(folder)
        study, cells = store.read("study.json"), store.read("cells.json")
        if study is None or cells is None:
            raise MorelliError(f"{folder} holds no study: study.json or cells.json is missing.")
        rows = {int(row["cell"]): _numbers(row) for row in _table(folder / "summary.csv")}
        return cls(folder, study, cells, store.read("comparisons.json") or [], rows)

    @property
    def head(self) -> str:
        """The head by which cells are chosen."""
        return str(self.study["head"])

    @cached_property
    def heads(self) -> list[str]:
        """All heads, the one that chooses first."""
        return sorted(self.study["classes"], key=lambda head: head != self.head)

    @cached_property
    def done(self) -> list[Row]:
        """Cells that have numbers, best first."""
        found = [c for c in self.cells if self.accuracy(c, self.head) is not None]
        return sorted(found, key=lambda c: -self._value(c))

    def accuracy(self, cell: Row, head: str) -> Measure | None:
        """A cell's cross-validated accuracy; None where it has none."""
        row = self.summary.get(cell["number"], {}) if cell["status"] == "done" else {}
        value = row.get(f"{head}_accuracy")
        if not isinstance(value, float):
            return None
        return Measure(value, row[f"{head}_low"], row[f"{head}_high"], int(row["runs"]))

    def _value(self, cell: Row) -> float:
        found = self.accuracy(cell, self.head)
        return found.value if found else 0.0

    def chosen(self) -> Iterator[tuple[Row, int, Path]]:
        """Cells that were tried on the test split: the cell, the seed, the folder; best first."""
        for cell in sorted(self.cells, key=lambda c: ("best" not in c["chosen_for"], c["number"])):
            for seed in self.study["seeds"] if cell["chosen"] else ():
                place = Store(self.folder).chosen(cell["key"], seed)
                if (place / "evaluation.json").is_file():
                    yield cell, seed, place

    @cached_property
    def samples(self) -> list[Sample]:
        """The pictures, by their row."""
        return [
            Sample(Path(row["path"]), row["artist"] or None, row["style"] or None, row["split"])
            for row in _table(self.folder / "pictures.csv")
        ]

    def test(self, place: Path) -> list[Answers]:
        """Every head's answers on the test split, of one chosen model."""
        numbers = Store(place).read("evaluation.json")
        found = kept.read(place / "test.npz")
        return [
            self._answers(head, numbers[head], found.rows, found.heads[head])
            for head in self.heads
            if head in found.heads and head in numbers
        ]

    def _answers(
        self, head: str, numbers: Row, rows: kept.Numbers, found: kept.HeadAnswers
    ) -> Answers:
        labelled = np.flatnonzero(found.truth >= 0)
        classes = self.study["classes"][head]
        slugs = tuple(c["slug"] for c in classes)
        groups: tuple[str | None, ...] = (None,) * len(slugs)
        if head == "artist":
            styles = {c["slug"]: c["name"] for c in self.study["classes"].get("style", ())}
            groups = usual_styles(self.samples, slugs, styles)
        return Answers(
            head=head,
            slugs=slugs,
            names=tuple(c["name"] for c in classes),
            groups=groups,
            samples=tuple(self.samples[row] for row in rows[labelled].tolist()),
            truth=found.truth[labelled].astype(np.int64),
            answer=found.top[labelled, 0].astype(np.int64),
            confidence=found.probabilities[labelled, 0].astype(np.float64),
            measures=measured(numbers),
            chance=numbers["chance"],
            commonest=numbers["commonest"],
        )

    def curves(self, limit: int) -> list[Row]:
        """Learning curves, a row for each epoch: of chosen cells, else of the best ones."""
        found: list[Row] = []
        places = [(cell, place / "curves.csv") for cell, _, place in self.chosen()]
        if not places:
            seed = self.study["seeds"][0]
            runs = ((c, Store(self.folder).run(c["key"], seed, 0)) for c in self.done[:limit])
            places = [(cell, place.with_suffix(".csv")) for cell, place in runs]
        known: dict[int, None] = {}
        for cell, file in places:
            if cell["number"] not in known and len(known) == limit:
                continue
            known[cell["number"]] = None
            found += [
                _numbers(row)
                | {"cell": cell, "line": f"{file.relative_to(self.folder)}#{row['stage']}"}
                for row in _table(file)
            ]
        return found


def _table(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        return []
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _numbers(row: dict[str, str]) -> Row:
    """A row with its numbers as such; empty cells are None."""
    made: Row = {}
    for key, text in row.items():
        try:
            made[key] = float(text)
        except ValueError:
            made[key] = text or None
    return made
