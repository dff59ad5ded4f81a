"""`POST /api/v1/corrections`: a visitor says who painted it."""

import datetime
import hashlib
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, UploadedFile
from ninja.decorators import decorate_view

from morelli.taxonomy import Taxonomy, UnknownNameError
from morelli.web import small_copies
from morelli.web.admission import admit
from morelli.web.corrections.models import Correction
from morelli.web.problems import InvalidParameters, Problem
from morelli.web.services import context_of
from morelli.web.throttling.sparingly import sparingly
from morelli.web.uploads import content

router = Router(tags=["corrections"])

KEPT = 1024
"""Longest side of a picture that is kept, in pixels."""


Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""Text that every database takes: PostgreSQL has no letter of the number 0."""


class CorrectionForm(Schema):
    """What the visitor says."""

    said: Text = Field(min_length=1, max_length=200, description="The painter, in any spelling.")
    answered: Text = Field(default="", max_length=100, description="Slug the model named.")
    comment: Text = Field(default="", max_length=2000)
    agreed: bool = Field(default=False, description="Whether the picture may be kept.")


class CorrectionReceipt(Schema):
    """What was stored."""

    id: int
    received: datetime.datetime
    said: str = Field(description="Slug of the painter, or the name as typed where unknown.")
    picture: bool = Field(description="Whether the picture was kept.")


@router.post(
    "/corrections",
    operation_id="createCorrection",
    summary="Say who painted it",
    response={
        201: CorrectionReceipt,
        413: Problem,
        415: Problem,
        422: Problem | InvalidParameters,
        429: Problem,
    },
)
@decorate_view(sparingly, admit)
def correct(
    request: HttpRequest,
    form: Annotated[CorrectionForm, Form()],
    file: Annotated[UploadedFile | None, File(description="The picture, if agreed.")] = None,
) -> tuple[int, CorrectionReceipt]:
    """Send a form. A picture is kept only with `agreed`: made smaller, and without metadata.

    Which picture it is about the server knows from the picture alone, whatever a client says.
    """
    try:
        said = Taxonomy.load().find(form.said).slug
    except UnknownNameError:
        said = form.said.strip()
    context = context_of(request)
    data = content(file) if file is not None else b""
    kept = small_copies.small(context.services, data, KEPT) if data and form.agreed else None
    correction = Correction.objects.create(
        digest=hashlib.sha256(data).hexdigest() if data else "",
        bundle=context.classifier.bundle.name,
        answered=form.answered,
        said=said,
        comment=form.comment,
        picture=kept,
    )
    return 201, CorrectionReceipt(
        id=correction.pk, received=correction.received, said=said, picture=kept is not None
    )
