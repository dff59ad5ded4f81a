"""An answer as a row of CSV: the same columns on the command line, over the API and in the page.

docs/answers.md says what each column holds. The page writes the same in TypeScript
(`webapp/src/app/core/answer-csv.ts`); `webapp/src/testing/answers.json` holds both together.
"""

import csv
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TextIO

from morelli.inference.decision import Attribution, Candidate

Cell = str | int

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

_FOURTH = Decimal("0.0001")


def columns(artists: int, styles: int) -> list[str]:
    """The columns of a table whose answers name so many painters and styles at most."""
    return [
        "file",
        "verdict",
        "certainty",
        "sentence",
        *_candidate_columns("artist", artists),
        *_candidate_columns("style", styles),
        "familiarity",
        "painting",
        "work",
        "work_year",
        "work_where",
        "cropped",
        "model",
        "error",
    ]


class AnswerWriter:
    """Writes answers to a text file that translates no line ends, the heading first.

    Attributes:
        artists: how many painters a row has room for, 1 or more.
        styles: how many styles.
    """

    def __init__(self, file: TextIO, artists: int, styles: int) -> None:
        self._rows = csv.DictWriter(file, columns(artists, styles), restval="")
        self._room = {"artist": max(artists, 1), "style": max(styles, 1)}
        self._rows.writeheader()

    def write(self, file: str, answer: Attribution | None, error: str = "") -> None:
        """Write a row: the answer about a file, or what is wrong with it."""
        row: dict[str, Cell] = {"file": file, "error": error}
        if answer is not None:
            row |= self._cells(answer)
        self._rows.writerow({name: guarded(value) for name, value in row.items()})

    def _cells(self, answer: Attribution) -> dict[str, Cell]:
        cells: dict[str, Cell] = {
            "verdict": answer.verdict,
            "certainty": answer.certainty,
            "sentence": answer.sentence,
            "familiarity": _share(answer.familiarity),
            "painting": _share(answer.painting),
            "model": answer.bundle,
        }
        cells |= self._candidates("artist", answer.artists, answer.artist_set)
        cells |= self._candidates("style", answer.styles, answer.style_set)
        if answer.work is not None:
            cells["work"] = answer.work.title or ""
            cells["work_year"] = "" if answer.work.year is None else answer.work.year
            cells["work_where"] = answer.work.where
        if answer.cropped is not None:
            shares = [share for corner in answer.cropped.corners for share in (corner.x, corner.y)]
            cells["cropped"] = ",".join(map(_share, shares))
        return cells

    def _candidates(
        self, kind: str, candidates: Sequence[Candidate], members: Sequence[Candidate]
    ) -> dict[str, Cell]:
        cells: dict[str, Cell] = {f"{kind}_set": "; ".join(member.name for member in members)}
        for place, candidate in enumerate(candidates[: self._room[kind]], 1):
            cells[f"{kind}_{place}"] = candidate.name
            cells[f"{kind}_{place}_probability"] = _share(candidate.probability)
        return cells


def _candidate_columns(kind: str, room: int) -> list[str]:
    places = range(1, max(room, 1) + 1)
    named = [name for i in places for name in (f"{kind}_{i}", f"{kind}_{i}_probability")]
    return [*named, f"{kind}_set"]


def _share(share: float | None) -> str:
    """A share, 0..1, to the fourth place; halves upwards, as JavaScript's `toFixed` does."""
    return "" if share is None else str(Decimal(share).quantize(_FOURTH, ROUND_HALF_UP))


def guarded(value: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
