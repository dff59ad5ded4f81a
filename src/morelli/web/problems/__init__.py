"""Errors as RFC 9457 problem details: every kind there is, the document, the response."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe
from ninja import Field, Schema

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its HTTP status, its title, and what a client can do about it."""

    status: int
    title: str
    advice: str


KINDS = {
    "not-a-picture": Kind(422, "Not a picture", "Send a picture, for instance a JPEG or PNG."),
    "truncated": Kind(422, "Damaged picture", "Save or download the picture again."),
    "unsupported-format": Kind(415, "Unsupported format", "Save the picture as JPEG or PNG."),
    "too-large": Kind(413, "Too large", "Make the picture smaller."),
    "too-many-files": Kind(413, "Too many files", "Send the files in several requests."),
    "no-file": Kind(422, "No file", "Send at least one picture in the field `files`."),
    "invalid-parameter": Kind(422, "Invalid parameter", "Correct the fields named in `errors`."),
    "malformed-request": Kind(400, "Malformed request", "Correct the body or the headers."),
    "length-required": Kind(411, "Length required", "Send the header `Content-Length`."),
    "unsupported-body": Kind(415, "Unsupported body", "Send multipart/form-data."),
    "not-found": Kind(404, "Not found", "The API's documentation says what there is."),
    "not-explained": Kind(422, "Not explained", "Name a class that the model knows."),
    "sign-in": Kind(401, "Not signed in", "Sign in under /admin/ and try again."),
    "forbidden": Kind(403, "Not allowed", "This is for staff, with the token against forgery."),
    "teaching-off": Kind(403, "No teaching here", "Set MORELLI_TAUGHT where the server runs."),
    "known-painter": Kind(409, "Known already", "Name another painter, or replace a taught one."),
    "not-taught": Kind(422, "Not taught", "Send five or more pictures by one painter."),
    "method-not-allowed": Kind(405, "Method not allowed", "Use one named in the header `Allow`."),
    "cross-site": Kind(403, "Another site", "Use the server's own page, or a program."),
    "throttled": Kind(429, "Too often", "Try again after the seconds in `Retry-After`."),
    "storage-full": Kind(507, "Disk full", "Nothing more can be kept; tell who runs the server."),
    "storage-unavailable": Kind(
        503, "Nothing can be kept", "The disk or the database takes nothing now; try again later."
    ),
    "too-slow": Kind(408, "Too slow", "Send the request again over a faster connection."),
    "busy": Kind(429, "Busy", "Try again after the seconds in the header `Retry-After`."),
    "overloaded": Kind(503, "Overloaded", "Try again after the seconds in `Retry-After`."),
    "overdue": Kind(503, "Took too long", "Send fewer pictures at once, or smaller ones."),
    "internal": Kind(500, "Internal error", "A defect of the server; its log says more."),
}
"""Every kind of problem by its code."""


class Problem(Schema):
    """A problem detail (RFC 9457)."""

    type: str = Field(description="Reference to the description of this kind of problem.")
    title: str = Field(description="The kind of problem in a word or two.")
    status: int = Field(description="HTTP status.")
    detail: str = Field(description="What was wrong and what to do, in a sentence for people.")
    instance: str = Field(description="Path of the request.")
    code: str = Field(description="The kind of problem for programs, e.g. `not-a-picture`.")


class WrongField(Schema):
    """What is wrong with one parameter."""

    field: str
    detail: str


class InvalidParameters(Problem):
    """The problem of parameters out of their range."""

    errors: list[WrongField]


def problem(request: HttpRequest, code: str, detail: str = "") -> Problem:
    """The problem document of a request; without `detail` the kind's own advice is given."""
    return document(request.path, code, detail)


def document(path: str, code: str, detail: str = "") -> Problem:
    """The same of a request that Django has not seen, by its path."""
    kind = KINDS[code]
    return Problem(
        type=f"{get_script_prefix()}api/problems#{code}",
        title=kind.title,
        status=kind.status,
        detail=detail or kind.advice,
        instance=path,
        code=code,
    )


def respond(document: Problem, **headers: str) -> HttpResponse:
    """The response that carries a problem document."""
    response = HttpResponse(
        document.model_dump_json(), status=document.status, content_type=MEDIA_TYPE
    )
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


@require_safe
def catalogue(_: HttpRequest) -> HttpResponse:
    """`/api/problems`, to which every document's `type` leads: the kinds, for people."""
    kinds = format_html_join(
        "\n",
        "<dt id={}><code>{}</code> ({}): {}</dt><dd>{}</dd>",
        ((code, code, kind.status, kind.title, kind.advice) for code, kind in KINDS.items()),
    )
    page = '<!doctype html><html lang="en"><title>Problems</title><h1>Problems</h1><dl>{}</dl>'
    return HttpResponse(format_html(page, kinds))
