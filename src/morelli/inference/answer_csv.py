"""An answer as a row: the same columns on the command line, over the API and in the page.

docs/answers.md says what each column holds. The page writes the same in TypeScript
(`webapp/src/app/core/answer-csv.ts`); `webapp/src/testing/answers.json` holds both together.
"""

import csv
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TextIO

from morelli.inference.decision import Attribution, Candidate

Cell = str | int | Decimal
"""Text, a year, or a share with four places after the point."""

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


def row(
    file: str, answer: Attribution | None, error: str, artists: int, styles: int
) -> dict[str, Cell]:
    """The cells of a row that aren't empty, by their columns.

    Args:
        file: what the picture is called.
        answer: about it; None where there is none.
        error: what is wrong with it.
        artists: how many painters the table has columns for, see `columns`.
        styles: how many styles.
    """
    cells: dict[str, Cell | None] = {"file": file, "error": error}
    if answer is not None:
        cells |= _cells(answer)
        cells |= _candidates("artist", answer.artists[: max(artists, 1)], answer.artist_set)
        cells |= _candidates("style", answer.styles[: max(styles, 1)], answer.style_set)
    return {name: cell for name, cell in cells.items() if cell is not None and cell != ""}


class AnswerWriter:
    """Writes answers to a text file that translates no line ends, the heading first.

    Attributes:
        artists: how many painters a row has room for, 1 or more.
        styles: how many styles.
    """

    def __init__(self, file: TextIO, artists: int, styles: int) -> None:
        self._rows = csv.DictWriter(file, columns(artists, styles), restval="")
        self._room = artists, styles
        self._rows.writeheader()

    def write(self, file: str, answer: Attribution | None, error: str = "") -> None:
        """Write a row: the answer about a file, or what is wrong with it."""
        self.write_row(row(file, answer, error, *self._room))

    def write_row(self, cells: Mapping[str, Cell]) -> None:
        """Write what `row` made."""
        self._rows.writerow({name: guarded(value) for name, value in cells.items()})


def guarded(value: Cell) -> Cell:
    """A cell, with a mark before text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def unguarded(text: str) -> str:
    """Text as it was before it was `guarded`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _cells(answer: Attribution) -> dict[str, Cell | None]:
    """What is said of the picture as a whole."""
    cells: dict[str, Cell | None] = {
        "verdict": answer.verdict,
        "certainty": answer.certainty,
        "sentence": answer.sentence,
        "familiarity": _share(answer.familiarity),
        "painting": _share(answer.painting),
        "model": answer.bundle,
    }
    if answer.work is not None:
        cells |= {"work": answer.work.title, "work_year": answer.work.year}
        cells["work_where"] = answer.work.where
    if answer.cropped is not None:
        shares = [share for corner in answer.cropped.corners for share in (corner.x, corner.y)]
        cells["cropped"] = ",".join(str(_share(share)) for share in shares)
    return cells


def _candidates(
    kind: str, candidates: Sequence[Candidate], members: Sequence[Candidate]
) -> dict[str, Cell | None]:
    cells: dict[str, Cell | None] = {f"{kind}_set": "; ".join(member.name for member in members)}
    for place, candidate in enumerate(candidates, 1):
        cells[f"{kind}_{place}"] = candidate.name
        cells[f"{kind}_{place}_probability"] = _share(candidate.probability)
    return cells


def _candidate_columns(kind: str, room: int) -> list[str]:
    places = range(1, max(room, 1) + 1)
    named = [name for i in places for name in (f"{kind}_{i}", f"{kind}_{i}_probability")]
    return [*named, f"{kind}_set"]


def _share(share: float | None) -> Decimal | None:
    """A share, 0..1, to the fourth place; halves upwards, as JavaScript's `toFixed` does."""
    return None if share is None else Decimal(share).quantize(_FOURTH, ROUND_HALF_UP)
