"""`POST /api/v1/saliency`: where the model looked in a picture, as a PNG to lay over it."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, UploadedFile
from ninja.decorators import decorate_view

from morelli.explain import Evidence, saliency_png
from morelli.images.small import fitted
from morelli.web.admission import admit
from morelli.web.attributions.schemas import Head
from morelli.web.openapi import REFUSED, image_response
from morelli.web.services import context_of
from morelli.web.uploads import ask

router = Router(tags=["explanations"])

SIDE = 512
"""Longest side of an overlay, in pixels."""

ClassSlug = Annotated[str, Query(alias="class", description="Slug of the painter or style.")]


@router.post(
    "/saliency",
    operation_id="createSaliency",
    summary="Where the model looked in a picture",
    response=REFUSED,
    openapi_extra=image_response(
        "png", "An overlay with the picture's proportions, at most 512 pixels a side."
    ),
)
@decorate_view(admit)
def saliency(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="The picture.")],
    slug: ClassSlug,
    head: Annotated[Head, Query(description="Which kind of class.")] = "artist",
) -> HttpResponse:
    """Places that speak for the class against the mean of all classes; transparent elsewhere."""
    context = context_of(request)
    context.explainer.number(head, slug)
    (outcome,) = ask(context, [file], top=1, explain=True)
    if outcome.error is not None:
        raise outcome.error
    assert outcome.size is not None  # noqa: S101 - one or the other
    return overlay(context.explainer.evidence(outcome.outputs), head, slug, outcome.size)


def overlay(evidence: Evidence, head: Head, slug: str, size: tuple[int, int]) -> HttpResponse:
    """The response for a picture of this height and width."""
    height, width = fitted(size, SIDE)
    body = saliency_png(evidence.saliency(head, slug).map, (height, width))
    sizes = {"X-Image-Width": str(width), "X-Image-Height": str(height)}
    return HttpResponse(body, content_type="image/png", headers=sizes)
