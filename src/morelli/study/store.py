"""A study's folder: a file for each finished run, and tables that are put together from them.

A run counts as finished when its JSON is there; that is written last, and complete or not at all.
The layout is described in docs/studies.md.
"""

import csv
import json
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from morelli.errors import MorelliError
from morelli.storage import atomic_write
from morelli.study import predictions
from morelli.study.predictions import Answers

Row = dict[str, Any]

ASKED = "study.json"

CURVE = ("stage", "epoch", "train_loss", "val_loss", "val_artist", "val_style", "rate")
CURVE_COLUMNS = (*CURVE, "backbone_rate")


def check(folder: Path, name: str) -> None:
    """Look whether a study may work in a folder.

    Raises:
        MorelliError: there is a file, another study, or what no study leaves.
    """
    if folder.exists() and not folder.is_dir():
        raise MorelliError(f"{folder} is a file; name a folder with --out.")
    there = read_json(folder / ASKED)
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    held = None
    if there is None:
        held = next((f"{other}, which is no study's" for other in found if other[0] != "."), None)
    elif there["name"] != name:
        held = f"the study {there['name']}"
    if held is not None:
        raise MorelliError(f"{folder} holds {held}; name another folder with --out, or delete it.")


class Store:
    """Reads and writes below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # What has ended stays as it is, and the tables are made anew all the time.
        self._ended: dict[tuple[str, int, int], Row] = {}

    def run(self, key: str, seed: int, fold: int) -> Path:
        """Where a run's files are, without their suffix."""
        return self.folder / "cells" / key / f"seed-{seed}" / f"fold-{fold}"

    def workplace(self, key: str, seed: int, fold: int) -> Path:
        """Checkpoints of a run that isn't finished."""
        return self.run(key, seed, fold).with_suffix(".work")

    def chosen(self, key: str, seed: int) -> Path:
        """The folder of a chosen recipe, trained with a seed on the whole training split."""
        return self.folder / "chosen" / key / f"seed-{seed}"

    def finish(
        self, run: tuple[str, int, int], row: Row, kept: Answers, curves: Sequence[Row]
    ) -> None:
        """Keep what a run (key, seed, fold) came to."""
        self._ended.pop(run, None)
        place = self.run(*run)
        predictions.write(place.with_suffix(".npz"), kept)
        write_csv(place.with_suffix(".csv"), CURVE_COLUMNS, curves)
        write_json(place.with_suffix(".json"), {"status": "done", "reason": None} | row)
        shutil.rmtree(self.workplace(*run), ignore_errors=True)

    def fail(self, run: tuple[str, int, int], reason: str) -> None:
        """Keep why a run has failed."""
        self._ended.pop(run, None)
        place = self.run(*run)
        write_json(place.with_suffix(".json"), {"status": "failed", "reason": reason})

    def row(self, key: str, seed: int, fold: int) -> Row | None:
        """What a run came to; None where it isn't finished."""
        run = key, seed, fold
        if run not in self._ended:
            row: Row | None = read_json(self.run(*run).with_suffix(".json"))
            if row is None:
                return None
            self._ended[run] = row
        return self._ended[run]

    def forget(self, key: str, seed: int, fold: int) -> None:
        """Let a run be done again."""
        self._ended.pop((key, seed, fold), None)
        self.run(key, seed, fold).with_suffix(".json").unlink(missing_ok=True)

    def answers(self, key: str, seed: int, fold: int) -> Answers:
        """The answers of a finished run."""
        return predictions.read(self.run(key, seed, fold).with_suffix(".npz"))

    def keys(self) -> set[str]:
        """Keys of all cells that have left something here."""
        folder = self.folder / "cells"
        return {place.name for place in folder.iterdir()} if folder.is_dir() else set()

    def test(self, key: str, seed: int) -> Row | None:
        """What a chosen recipe came to on the test split; None where it isn't finished."""
        found: Row | None = read_json(self.chosen(key, seed) / "evaluation.json")
        return found

    def read(self, name: str) -> Any:
        """A JSON file of the study; None where there is none yet."""
        return read_json(self.folder / name)

    def write(self, name: str, document: Any) -> None:
        """Write a JSON file of the study."""
        write_json(self.folder / name, document)

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Write a CSV file of the study."""
        write_csv(self.folder / name, columns, rows)


def read_json(file: Path) -> Any:
    """A JSON file; None where there is none."""
    if not file.is_file():
        return None
    return json.loads(file.read_text(encoding="utf-8"))


def write_json(file: Path, document: Any) -> None:
    """Write JSON, complete or not at all."""
    with atomic_write(file) as partial:
        partial.write_text(json.dumps(document, indent=1, allow_nan=False), encoding="utf-8")


def write_csv(file: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a table, complete or not at all; what a row lacks stays empty."""
    with atomic_write(file) as partial, partial.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: "" if _missing(v) else v for k, v in row.items()})


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
