"""Cropping to the painting: the parameter of answers, and `POST /api/v1/crops` to look at it."""

from typing import Annotated

import numpy as np
from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, UploadedFile
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from PIL import Image

from morelli.cropping.quadrilateral import Quadrilateral, QuadrilateralError
from morelli.images.small import fitted, webp
from morelli.inference import views
from morelli.web.admission import admit
from morelli.web.openapi import REFUSED, image_response
from morelli.web.services import context_of
from morelli.web.uploads import content

router = Router(tags=["crops"])

AUTOMATIC, NONE = "auto", "none"
SIDE = 1600
"""Longest side of a cropped picture, in pixels."""

CropTo = Annotated[
    str,
    Query(
        description="`auto` looks for the painting in the picture, as in a photograph of a wall;"
        " `none` takes all of the picture; eight numbers with commas between say where the painting"
        " is: x and y of its corners, clockwise from the top left, as shares of the picture's width"
        " and height."
    ),
]


def where(crop: str) -> Quadrilateral | bool:
    """What the parameter says: to where, True to have it looked for, or False not to crop.

    Raises:
        ValidationError: it is no quadrilateral.
    """
    if crop in ("", AUTOMATIC, NONE):
        return crop != NONE
    return quadrilateral(crop, "crop")


def quadrilateral(numbers: str, parameter: str) -> Quadrilateral:
    """What eight numbers with commas between say.

    Raises:
        ValidationError: they are no quadrilateral; it names the parameter.
    """
    try:
        return Quadrilateral.parse(numbers)
    except QuadrilateralError as error:
        raise ValidationError([{"loc": ("query", parameter), "msg": str(error)}]) from error


@router.post(
    "/crops",
    operation_id="createCrop",
    summary="The painting in a photograph of it",
    response=REFUSED,
    openapi_extra=image_response(
        "webp", "The painting as seen from the front, at most 1,600 pixels a side."
    ),
)
@decorate_view(admit)
def crop(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="The picture.")],
    crop: CropTo = AUTOMATIC,
) -> HttpResponse:
    """Cut out and seen from the front; the whole picture where no painting is found in it."""
    data = content(file)
    to = where(crop)
    photograph = views.Cropped(data, None if to is True else to) if to else data
    context = context_of(request)
    with context.services.queue.decoding(data):
        image = Image.fromarray(context.classifier.decode(photograph))
        small = np.asarray(image.resize(fitted(image.size, SIDE), Image.Resampling.LANCZOS))
        del image
    return HttpResponse(webp(small, 92), content_type="image/webp")
