"""`POST /api/v1/attributions`: who painted these pictures, in what style, and how sure is that."""

from collections.abc import Sequence
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Query, Router, Schema, UploadedFile
from ninja.decorators import decorate_view

from morelli.images import PictureError
from morelli.inference import classifier
from morelli.web.admission import admit
from morelli.web.attributions import table
from morelli.web.attributions.crops import AUTOMATIC, CropTo, where
from morelli.web.attributions.schemas import (
    Attribution,
    Explain,
    Quadrilateral,
    Reasons,
    Share,
    Top,
    reasons,
)
from morelli.web.problems import InvalidParameters, Problem, problem, respond
from morelli.web.services import Context, context_of
from morelli.web.uploads import ask

router = Router(tags=["attributions"])


class Found(Schema):
    """A painting that hangs in the picture."""

    quadrilateral: Quadrilateral
    confidence: Share = Field(description="How sure it is that there is one; at least 0.5.")


class Result(Reasons):
    """The outcome for one file: an attribution or a problem; the other is null."""

    filename: str
    attribution: Attribution | None
    error: Problem | None
    found: Found | None = Field(
        default=None,
        description="The painting in a photograph of a wall, where `find` asked for it and there "
        "is one, whether the answer is for it alone or not.",
    )


class Attributions(Schema):
    """The outcome for every file, in the order sent."""

    model: str = Field(description="Name of the model that answered.")
    results: list[Result]


class NothingAnswered(Problem):
    """No file could be answered: the first file's problem, and beside it every file's outcome."""

    results: list[Result] = Field([], description="Empty where no file was looked at.")


@router.post(
    "/attributions",
    operation_id="createAttributions",
    summary="Attribute one or several pictures",
    response={
        200: Attributions,
        400: Problem,
        411: Problem,
        413: NothingAnswered,
        415: NothingAnswered,
        422: NothingAnswered | InvalidParameters,
        429: Problem,
        500: Problem,
        503: Problem,
    },
)
@decorate_view(admit)
def attribute(
    request: HttpRequest,
    files: Annotated[list[UploadedFile], File(description="The pictures.")] = [],  # noqa: B006
    file: Annotated[list[UploadedFile], File(description="The same as `files`.")] = [],  # noqa: B006
    top: Top = 5,
    explain: Explain = "",
    crop: CropTo = AUTOMATIC,
    find: Annotated[
        bool, Query(description="Say in `found` whether a painting hangs in the picture.")
    ] = False,
    format: Annotated[  # noqa: A002
        Literal["json", "csv"],
        Query(description="`csv`: one row for each file; so does `Accept: text/csv`."),
    ] = "json",
) -> Attributions | HttpResponse:
    """Send pictures as multipart/form-data.

    A bad file doesn't spoil the others: each has its own result, in the order sent, with a
    problem in `error`. Only where no file could be answered is the response a problem, that
    of the first file, and `results` in it has them all.

    The answer to a photograph of a wall is for the painting that is found in it, and `cropped`
    says so; `crop=none` takes pictures as they are.
    """
    if "CONTENT_LENGTH" not in request.META:
        return respond(problem(request, "length-required"))
    if request.content_type != "multipart/form-data":
        return respond(problem(request, "unsupported-body"))
    uploads = [*files, *file]
    if not uploads:
        return respond(problem(request, "no-file"))
    context, wanted = context_of(request), explain.split(",") if explain else []
    outcomes = ask(context, uploads, top=top, crop=where(crop), find=find, explain=bool(wanted))
    results = [
        _result(request, context, upload.name or "", outcome, wanted, find)
        for upload, outcome in zip(uploads, outcomes, strict=True)
    ]
    failed = [result.error for result in results if result.error]
    if len(failed) == len(results):
        return respond(NothingAnswered(**failed[0].model_dump(), results=results))
    if table.asked(request, format):
        return table.respond(
            [
                (result.filename, outcome.attribution, result.error.detail if result.error else "")
                for result, outcome in zip(results, outcomes, strict=True)
            ]
        )
    return Attributions(model=context.classifier.bundle.name, results=results)


def _result(
    request: HttpRequest,
    context: Context,
    filename: str,
    outcome: classifier.Result,
    wanted: Sequence[str],
    find: bool,
) -> Result:
    if outcome.attribution is not None:
        answer = Attribution.model_validate(outcome.attribution)
        found = Found.model_validate(outcome.found) if find and outcome.found else None
        why = Reasons()
        if wanted:
            evidence = context.explainer.evidence(outcome.outputs)
            why = reasons(context.gallery, evidence, outcome.attribution, wanted)
        return Result(filename=filename, attribution=answer, error=None, found=found, **dict(why))
    if isinstance(outcome.error, PictureError):
        error = problem(request, outcome.error.code, f"{filename}: {outcome.error}")
    else:
        error = problem(request, "internal", f"{filename}: it could not be read.")
    return Result(filename=filename, attribution=None, error=error)
