"""Which recipes have earned a look at the test split."""

from collections.abc import Sequence

from morelli.study.compare import Scored
from morelli.study.study import Study


def choose(study: Study, cells: Sequence[Scored]) -> dict[int, list[str]]:
    """Numbers of the chosen cells, each with what it was chosen for.

    The best of all by cross-validated accuracy of the study's head, and the best for each label
    of the factors in `test_each`. Cells without that head are compared by the one they have.
    Of equals, the first of the grid.
    """
    chosen: dict[int, list[str]] = {}

    def best(candidates: Sequence[Scored], purpose: str) -> None:
        able = [cell for cell in candidates if study.head in cell.hits] or candidates
        if able:
            winner = max(able, key=lambda cell: cell.accuracy(_head(study, cell)))
            chosen.setdefault(winner.number, []).append(purpose)

    best(cells, "best")
    for factor in study.test_each:
        for label in dict.fromkeys(cell.values[factor] for cell in cells):
            those = [cell for cell in cells if cell.values[factor] == label]
            best(those, f"{factor} = {label}")
    return chosen


def _head(study: Study, cell: Scored) -> str:
    return study.head if study.head in cell.hits else next(iter(cell.hits))
