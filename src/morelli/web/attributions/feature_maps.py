"""`GET /api/v1/feature-maps`: how the network sees a painting, layer by layer."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from morelli.explain import grey_png, levels
from morelli.images.small import data_uri
from morelli.web.admission import admit
from morelli.web.attributions.schemas import Painting
from morelli.web.problems import InvalidParameters, Problem
from morelli.web.services import context_of

router = Router(tags=["explanations"])


class Level(Schema):
    """One level of one of the model's networks, lowest first."""

    backbone: int = Field(description="Number of the network, from 0.")
    level: int = Field(description="Number of the level, from 0.")
    channels: int = Field(description="How many maps there are.")
    height: int = Field(description="Of each map, in places.")
    width: int
    tiles: list[str] = Field(description="The liveliest maps: grey PNGs as data URIs.")


class FeatureMaps(Schema):
    """What the model saw in a painting."""

    painting: Painting
    levels: list[Level]


@router.get(
    "/feature-maps",
    operation_id="getFeatureMaps",
    summary="What the model sees in a painting of the gallery",
    response={200: FeatureMaps, 404: Problem, 422: Problem | InvalidParameters, 429: Problem},
)
@decorate_view(admit)
def feature_maps(
    request: HttpRequest,
    painting: Annotated[str, Query(description="Id of a painting of the gallery.")],
    tiles: Annotated[int, Query(ge=1, le=32, description="How many maps of each level.")] = 8,
) -> FeatureMaps:
    """Real feature maps of the model that answers, from edges to parts."""
    service = context_of(request).gallery
    chosen = service.gallery[painting]
    return FeatureMaps(
        painting=Painting.model_validate(chosen),
        levels=[
            Level(
                backbone=level.backbone,
                level=level.level,
                channels=level.channels,
                height=level.height,
                width=level.width,
                tiles=[data_uri(grey_png(tile), "png") for tile in level.tiles],
            )
            for level in levels(service.look(chosen), tiles=tiles)
        ],
    )
