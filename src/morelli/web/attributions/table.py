"""Answers as CSV: one row for each file, as spreadsheets read it."""

import io
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from morelli.inference.answer_csv import AnswerWriter
from morelli.inference.decision import Attribution

Row = tuple[str, Attribution | None, str]
"""A file's name, what was answered, and what is wrong with it."""


def asked(request: HttpRequest, parameter: str) -> bool:
    """Whether CSV is wanted: by the parameter `format`, else by the header `Accept`."""
    if "format" in request.GET:
        return parameter == "csv"
    return request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"


def respond(rows: Sequence[Row]) -> HttpResponse:
    """The file `attributions.csv`."""
    answers = [answer for _, answer, _ in rows if answer]
    text = io.StringIO(newline="")
    writer = AnswerWriter(
        text,
        artists=max((len(answer.artists) for answer in answers), default=0),
        styles=max((len(answer.styles) for answer in answers), default=0),
    )
    for row in rows:
        writer.write(*row)
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="attributions.csv"'},
    )
