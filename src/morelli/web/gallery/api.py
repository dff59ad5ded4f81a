"""`GET /api/v1/gallery`: the paintings on the walls, and what the model says about each."""

from mimetypes import guess_type
from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from morelli.gallery import Side, UnknownPaintingError
from morelli.web.admission import admit
from morelli.web.attributions.saliency import ClassSlug, overlay
from morelli.web.attributions.schemas import (
    Attribution,
    Explain,
    Head,
    Painting,
    Reasons,
    Top,
    reasons,
)
from morelli.web.openapi import image_response
from morelli.web.problems import InvalidParameters, Problem
from morelli.web.services import context_of

router = Router(tags=["gallery"])

_DRAWN = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")
"""What every browser draws by itself."""

_WEBP = image_response("webp", "The thumbnail.")
_WEBP["responses"][304] = {"description": "It is still the one named in `If-None-Match`."}


class FilterChoice(Schema):
    """A painter or style to filter by, and how many paintings it leaves."""

    slug: str
    name: str
    count: int


class GalleryPage(Schema):
    """A page of the paintings asked for."""

    paintings: list[Painting]
    total: int = Field(description="How many paintings were found, on all pages.")
    page: int
    pages: int
    artists: list[FilterChoice] = Field(description="Painters of the whole gallery.")
    styles: list[FilterChoice] = Field(description="Styles of the whole gallery.")


class GalleryAnswer(Reasons):
    """What the model says about a painting of the gallery."""

    painting: Painting
    attribution: Attribution


@router.get(
    "/gallery",
    operation_id="listGallery",
    summary="Paintings of the gallery",
    response={200: GalleryPage, 422: InvalidParameters},
)
def paintings(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Words in title, painter or style.")] = "",
    style: Annotated[str | None, Query(description="Slug of a style.")] = None,
    artist: Annotated[str | None, Query(description="Slug of a painter.")] = None,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=500, description="Paintings on a page.")] = 48,
) -> GalleryPage:
    """Search and filter; a page beyond the last is empty."""
    gallery = context_of(request).gallery.gallery
    found = gallery.search(q, style=style or None, artist=artist or None, page=page, size=size)
    return GalleryPage(
        paintings=[Painting.model_validate(painting) for painting in found.paintings],
        total=found.total,
        page=found.number,
        pages=found.pages,
        artists=[FilterChoice.model_validate(choice) for choice in gallery.artists],
        styles=[FilterChoice.model_validate(choice) for choice in gallery.styles],
    )


@router.get(
    "/gallery/{painting_id}",
    operation_id="getPainting",
    summary="One painting",
    response={200: Painting, 404: Problem},
)
def painting(request: HttpRequest, painting_id: str) -> Painting:
    """What the manifest says about it."""
    return Painting.model_validate(context_of(request).gallery.gallery[painting_id])


@router.get(
    "/gallery/{painting_id}/thumbnail/{side}",
    operation_id="getThumbnail",
    summary="A small version of a painting",
    response={404: Problem, 422: Problem},
    openapi_extra=_WEBP,
)
def thumbnail(
    request: HttpRequest, painting_id: str, side: Literal["small", "large"]
) -> HttpResponse:
    """WebP, its longer side 480 (`small`) or 1200 pixels (`large`), never enlarged."""
    service, size = context_of(request).gallery, Side[side.upper()]
    chosen = service.gallery[painting_id]
    etag = service.thumbnails.etag(chosen, size)
    response = HttpResponse(status=304)
    if etag not in _etags(request):
        small = service.thumbnails.get(chosen, size)
        response = HttpResponse(small.data, content_type="image/webp")
        response["X-Image-Width"], response["X-Image-Height"] = str(small.width), str(small.height)
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=3600, stale_while_revalidate=86_400)
    return response


@router.get(
    "/gallery/{painting_id}/picture",
    operation_id="getPicture",
    summary="A painting with all its pixels",
    response={404: Problem},
    openapi_extra={"responses": {200: {"description": "The file, or the large thumbnail."}}},
)
def picture(request: HttpRequest, painting_id: str) -> HttpResponseBase:
    """The file as it is; of a format that browsers don't draw, the large thumbnail."""
    gallery = context_of(request).gallery.gallery
    chosen = gallery[painting_id]
    path = gallery.path(chosen)
    kind, _ = guess_type(path.name)
    if kind not in _DRAWN:
        return thumbnail(request, painting_id, "large")
    try:
        response = FileResponse(path.open("rb"), content_type=kind)
    except OSError as error:
        raise UnknownPaintingError(f"{chosen.file} cannot be read any more.") from error
    patch_cache_control(response, private=True, max_age=3600)
    return response


@router.get(
    "/gallery/{painting_id}/attribution",
    operation_id="getGalleryAttribution",
    summary="What the model says about a painting",
    response={
        200: GalleryAnswer,
        404: Problem,
        422: Problem | InvalidParameters,
        429: Problem,
        503: Problem,
    },
)
@decorate_view(admit)
def attribution(
    request: HttpRequest,
    painting_id: str,
    top: Top = 5,
    explain: Explain = "",
) -> GalleryAnswer:
    """Computed once for a picture and a model, and kept."""
    service, wanted = context_of(request).gallery, explain.split(",")
    chosen = service.gallery[painting_id]
    answer, evidence = service.answer(chosen, top, maps="saliency" in wanted)
    why = reasons(service, evidence, answer, wanted, but=chosen.id)
    return GalleryAnswer(
        painting=Painting.model_validate(chosen),
        attribution=Attribution.model_validate(answer),
        **dict(why),
    )


@router.get(
    "/gallery/{painting_id}/saliency",
    operation_id="getGallerySaliency",
    summary="Where the model looked in a painting",
    response={404: Problem, 422: Problem | InvalidParameters, 429: Problem, 503: Problem},
    openapi_extra=image_response(
        "png", "An overlay with the painting's proportions, at most 512 pixels a side."
    ),
)
@decorate_view(admit)
def saliency(
    request: HttpRequest,
    painting_id: str,
    slug: ClassSlug,
    head: Annotated[Head, Query(description="Which kind of class.")] = "artist",
) -> HttpResponse:
    """The same as `POST /api/v1/saliency`, for a painting of the gallery."""
    service = context_of(request).gallery
    chosen = service.gallery[painting_id]
    return overlay(service.look(chosen), head, slug, (chosen.height, chosen.width))


def _etags(request: HttpRequest) -> list[str]:
    named = request.headers.get("If-None-Match", "")
    return [etag.strip().removeprefix("W/") for etag in named.split(",")]
