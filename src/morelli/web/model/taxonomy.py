"""`GET /api/v1/taxonomy`: the painters and styles there are, and which of them the model knows."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from morelli import taxonomy as names
from morelli.web.problems import Problem
from morelli.web.services import context_of

router = Router(tags=["taxonomy"])


class Style(Schema):
    """A style."""

    slug: str
    name: str
    painting91: bool = Field(description="Whether it is one of Painting-91's 13.")
    known: bool = Field(description="Whether the model can name it.")


class Artist(Schema):
    """A painter."""

    slug: str
    name: str
    born: int | None
    died: int | None
    style: str | None = Field(description="Slug of the style, where Painting-91 has one.")
    painting91: bool = Field(description="Whether it is one of Painting-91's 91.")
    known: bool = Field(description="Whether the model can name it.")


class Taxonomy(Schema):
    """Painters and styles."""

    artists: list[Artist]
    styles: list[Style]


@router.get(
    "/taxonomy",
    operation_id="getTaxonomy",
    summary="Painters and styles",
    response={200: Taxonomy, 500: Problem},
)
def taxonomy(request: HttpRequest) -> Taxonomy:
    """All painters and styles there are names for, with whether the model can name them."""
    there = names.Taxonomy.load()
    bundle = context_of(request).classifier.bundle
    listed = {artist.slug for artist in there.artists}
    others = [  # whom the model was taught, or learnt from somebody's own pictures
        names.Artist(slug=label.slug, name=label.name)
        for label in bundle.manifest.artists
        if label.slug not in listed
    ]
    return Taxonomy(
        artists=[
            Artist(
                slug=artist.slug,
                name=artist.name,
                born=artist.born,
                died=artist.died,
                style=artist.style,
                painting91=artist.painting91,
                known=artist.slug in bundle.artists,
            )
            for artist in (*there.artists, *others)
        ],
        styles=[
            Style(
                slug=style.slug,
                name=style.name,
                painting91=style in there.painting91_styles(),
                known=style.slug in bundle.styles,
            )
            for style in there.styles
        ],
    )
