"""`/api/v1/shared`: an answer that others on this server may see, by a link."""

import datetime
from dataclasses import replace
from pathlib import PurePath
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, File, Query, Router, Schema, UploadedFile
from ninja.decorators import decorate_view

from morelli.images.small import data_uri
from morelli.web import small_copies
from morelli.web.admission import admit
from morelli.web.attributions.crops import quadrilateral
from morelli.web.attributions.schemas import Attribution, Reasons, Top, reasons
from morelli.web.openapi import REFUSED
from morelli.web.problems import Problem
from morelli.web.services import context_of
from morelli.web.sharing.models import SharedAnswer
from morelli.web.throttling.sparingly import sparingly
from morelli.web.uploads import ask

router = Router(tags=["shared answers"])

THUMBNAIL = 480


class Link(Schema):
    """Where a shared answer is found."""

    id: str


class Shared(Reasons):
    """An answer as it was when it was shared."""

    id: str
    created: datetime.datetime
    filename: str
    attribution: Attribution
    thumbnail: str = Field(description="A WebP, at most 480 pixels a side, as a data URI.")


@router.post(
    "/shared",
    operation_id="createShared",
    summary="Share the answer for a picture",
    response={201: Link, **REFUSED},
)
@decorate_view(sparingly, admit)
def share(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="The picture.")],
    top: Top = 5,
    cropped: Annotated[
        str,
        Query(
            description="Where the picture was cut out of a larger one, which isn't sent, so that"
            " the answer says it is for the painting alone: eight numbers as in `crop`."
        ),
    ] = "",
) -> tuple[int, Link]:
    """The picture is answered anew, and the answer kept with its reasons and a small picture.

    It is answered as it is: a painting is not looked for in it.
    """
    origin = quadrilateral(cropped, "cropped") if cropped else None
    context = context_of(request)
    (outcome,) = ask(context, [file], top=top, explain=True)
    if outcome.error is not None:
        raise outcome.error
    answer = outcome.attribution
    assert answer is not None  # noqa: S101 - one or the other
    answer = replace(answer, cropped=origin)
    thumbnail = small_copies.webp(context.services, file, THUMBNAIL)
    evidence = context.explainer.evidence(outcome.outputs)
    why = reasons(context.gallery, evidence, answer, ("saliency", "neighbours"))
    kept = {"attribution": Attribution.model_validate(answer).model_dump(), **why.model_dump()}
    name = PurePath(file.name or "").name[-255:]
    shared = SharedAnswer.objects.create(filename=name, answer=kept, thumbnail=thumbnail)
    return 201, Link(id=shared.pk)


@router.get(
    "/shared/{slug:shared_id}",  # what ids are made of; PostgreSQL fails on anything odder
    operation_id="getShared",
    summary="A shared answer",
    response={200: Shared, 404: Problem},
)
def shared(request: HttpRequest, response: HttpResponse, shared_id: str) -> Shared:  # noqa: ARG001
    """Everyone who has the id may see it."""
    found = SharedAnswer.objects.filter(pk=shared_id).first()
    if found is None:
        raise Http404
    response["Cache-Control"] = "private, no-store"  # staff may delete it
    return Shared(
        id=found.pk,
        created=found.created,
        filename=found.filename,
        thumbnail=data_uri(found.thumbnail, "webp"),
        **found.answer,
    )
