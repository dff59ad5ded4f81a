"""`POST /api/v1/previews`: a picture as every browser draws it, whatever its format."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile
from ninja.decorators import decorate_view

from morelli.web import small_copies
from morelli.web.admission import admit
from morelli.web.openapi import REFUSED, image_response
from morelli.web.services import context_of

router = Router(tags=["previews"])

SIDE = 640
"""Longest side of a preview, in pixels."""


@router.post(
    "/previews",
    operation_id="createPreview",
    summary="A small copy of a picture, to look at",
    response=REFUSED,
    openapi_extra=image_response(
        "webp", "The preview: upright, at most 640 pixels a side, without metadata."
    ),
)
@decorate_view(admit)
def preview(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="The picture.")],
) -> HttpResponse:
    """For formats that a browser can't draw itself, as HEIC or TIFF. Nothing is kept."""
    small = small_copies.webp(context_of(request).services, file, SIDE)
    return HttpResponse(small, content_type="image/webp")
