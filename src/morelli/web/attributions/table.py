"""Answers as CSV: one row for each file, as spreadsheets read it."""

import csv
import io
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from morelli.web.attributions.schemas import Attribution
from morelli.web.problems import Problem

Row = tuple[str, Attribution | None, Problem | None]

KINDS = ("artist", "style")
WORK = ("work", "work_year", "work_where")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def asked(request: HttpRequest, parameter: str) -> bool:
    """Whether CSV is wanted: by the parameter `format`, else by the header `Accept`."""
    if "format" in request.GET:
        return parameter == "csv"
    return request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"


def respond(rows: Sequence[Row]) -> HttpResponse:
    """The file `attributions.csv`."""
    columns = ["file", "verdict", "sentence", *WORK, "familiarity", "painting", "cropped"]
    for kind in KINDS:
        most = max((len(getattr(a, f"{kind}s")) for _, a, _ in rows if a), default=0)
        for i in range(1, most + 1):
            columns += [f"{kind}_{i}", f"{kind}_{i}_probability"]
        columns.append(f"{kind}_set")
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns, "error"])
    writer.writeheader()
    for filename, answer, error in rows:
        row: dict[str, object] = {"file": _text(filename)}
        if answer:
            row |= _cells(answer)
        if error:
            row["error"] = _text(error.detail)
        writer.writerow(row)
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="attributions.csv"'},
    )


def _cells(answer: Attribution) -> dict[str, object]:
    """An answer's columns, but for the file's; the sets are written as `morelli classify` does."""
    cells: dict[str, object] = {
        name: getattr(answer, name) for name in ("verdict", "sentence", "familiarity", "painting")
    }
    if answer.cropped is not None:
        shares = [share for c in answer.cropped.corners for share in (c.x, c.y)]
        cells["cropped"] = ",".join(f"{share:.4g}" for share in shares)
    for kind in KINDS:
        for i, candidate in enumerate(getattr(answer, f"{kind}s"), 1):
            cells[f"{kind}_{i}"] = candidate.name
            cells[f"{kind}_{i}_probability"] = candidate.probability
        members = getattr(answer, f"{kind}_set")
        cells[f"{kind}_set"] = "; ".join(member.name for member in members)
    if answer.work:
        title, year = answer.work.title or "", answer.work.year or ""
        cells |= dict(zip(WORK, (_text(title), year, answer.work.where), strict=True))
    return cells


def _text(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
