"""`GET /api/v1/model/confusions`: the test pictures behind a cell of a confusion matrix."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from ninja import Field, Router, Schema

from morelli.web.attributions.schemas import Head
from morelli.web.openapi import image_response
from morelli.web.problems import InvalidParameters, Problem
from morelli.web.services import context_of
from morelli.web.small_copies import small

router = Router(tags=["model"])

SIDE = 240


class TestPicture(Schema):
    """A picture that the model was measured on."""

    number: int = Field(description="Names it in `/model/pictures/{head}/{number}`.")
    name: str = Field(description="Name of its file.")


class Behind(Schema):
    """The pictures of one class (truth) that were given to one (answer)."""

    pictures: list[TestPicture]


@router.get(
    "/model/confusions/{head}/{truth}/{answer}",
    operation_id="getConfusion",
    summary="The test pictures behind a cell",
    response={200: Behind, 422: InvalidParameters},
)
def confusion(request: HttpRequest, head: Head, truth: str, answer: str) -> Behind:
    """None where the server knows no evaluation's folder; see `pictures` in the model's card."""
    found = context_of(request).services.evaluated
    numbers = found.behind(head, truth, answer)
    return Behind(
        pictures=[TestPicture(number=n, name=found.of[head][n].file.name) for n in numbers]
    )


@router.get(
    "/model/pictures/{head}/{number}",
    operation_id="getTestPicture",
    summary="A test picture, small",
    response={404: Problem, 413: Problem, 415: Problem, 422: Problem | InvalidParameters},
    openapi_extra=image_response("webp", "The picture."),
)
def picture(request: HttpRequest, head: Head, number: int) -> HttpResponse:
    """WebP, its longer side at most 240 pixels."""
    services = context_of(request).services
    pictures = services.evaluated.of.get(head, ())
    if not 0 <= number < len(pictures):
        raise Http404
    try:
        data = pictures[number].file.read_bytes()
    except OSError as error:
        raise Http404 from error  # it has gone since it was measured
    response = HttpResponse(small(services, data, SIDE), content_type="image/webp")
    patch_cache_control(response, private=True, max_age=3600)
    return response
