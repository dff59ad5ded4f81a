"""What an answer is made of, for every resource that gives one."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Literal

from ninja import Field, Query, Schema

from morelli.explain import Evidence, ExplainError, saliency_png
from morelli.images.small import data_uri
from morelli.inference import decision
from morelli.inference.sentence import Certainty
from morelli.web.gallery.service import GalleryService

Top = Annotated[int, Query(ge=1, le=1000, description="How many painters and styles, at most.")]
Explain = Annotated[
    str,
    Query(
        pattern=r"^((saliency|neighbours)(,(saliency|neighbours))*)?$",
        description="Reasons to give: `saliency`, `neighbours` or both with a comma.",
    ),
]
HEATS = 5
"""Candidates of each kind whose heat an answer carries; `/saliency` draws every one's."""

Share = Annotated[float, Field(ge=0, le=1)]
Head = Literal["artist", "style"]


class Candidate(Schema):
    """A painter or a style, and how probable it is."""

    slug: str
    name: str
    probability: Share = Field(description="Calibrated probability.")


class Corner(Schema):
    """A place in a picture."""

    x: Share = Field(description="Share of the picture's width, from the left.")
    y: Share = Field(description="Share of the picture's height, from the top.")


class Quadrilateral(Schema):
    """Where a painting is in a picture."""

    corners: list[Corner] = Field(description="Four, clockwise from the painting's top left.")


class Work(Schema):
    """A painting that is known, and that the picture shows."""

    title: str | None = Field(description="Null where nobody says.")
    artist: str | None = Field(description="Slug of its painter; null where nobody says.")
    artist_name: str | None
    year: int | None
    where: Literal["model", "gallery", "catalogue"] = Field(
        description="Whose index it stands in: the model's, the gallery's that hangs here, or a "
        "catalogue's that was added to this server."
    )
    id: str = Field(
        description="The gallery's id of the painting, or the catalogue's or model's own."
    )
    link: str | None = Field(description="Address of a page about it, where the catalogue has one.")
    similarity: Share = Field(description="How sure it is that the picture shows it.")


class Name(Schema):
    """A painter or a style that the sentence names."""

    slug: str
    name: str


class SentenceParts(Schema):
    """What the sentence names, but for a work: enough to say it in another language."""

    names: list[Name] = Field(
        description="The likeliest painters, or styles where the model knows no painters: one, or "
        "two where it isn't sure."
    )
    style: Name | None = Field(description="The likeliest style; null where nothing is said of it.")


class Attribution(Schema):
    """What the model says about one picture."""

    artists: list[Candidate] = Field(description="Painters, most probable first.")
    styles: list[Candidate] = Field(description="Styles, most probable first.")
    artist_set: list[Candidate] = Field(
        description="Prediction set: where the painter is known, the right one is among these for "
        "nine paintings in ten. Empty where the model gives no sets, as `style_set`."
    )
    style_set: list[Candidate] = Field(description="The same of styles.")
    familiarity: Share | None = Field(
        description="Share of known painters' validation pictures that look less familiar than "
        "this one; null where the model cannot tell."
    )
    painting: Share | None = Field(
        description="Probability that it is a painting at all; null where the model cannot tell."
    )
    verdict: Literal["known painter", "unknown painter", "not a painting", "painting on a wall"] = (
        Field(
            description="`painting on a wall` where the picture is no painting, but seems to be a "
            "photograph of some in which none could be told from the others; cut one out."
        )
    )
    certainty: Certainty | None = Field(
        default=None,
        description="How sure it is, which chooses the sentence; null in answers that were shared "
        "before there was such a code.",
    )
    parts: SentenceParts | None = Field(default=None, description="Null as `certainty`.")
    sentence: str = Field(description="The same in an English sentence for people.")
    bundle: str = Field(description="Name of the model that answered.")
    cropped: Quadrilateral | None = Field(
        default=None,
        description="Where in the picture the painting is that this is the answer for; null where "
        "it is for the whole picture.",
    )
    work: Work | None = Field(
        default=None,
        description="The painting that the picture shows, where it is recognised as one that is "
        "known; its painter is then the first of `artists`.",
    )


class Heat(Schema):
    """Where the model looked for one painter or style."""

    head: Head
    slug: str = Field(description="The painter or style.")
    png: str = Field(
        description="Transparent PNG as a data URI, to be laid over the whole picture, stretched."
    )


class Painting(Schema):
    """A painting of the gallery, as its manifest describes it."""

    id: str
    title: str
    artist: str | None = Field(description="Slug of the painter, where the taxonomy has one.")
    artist_name: str | None
    after: str | None = Field(description="Slug of the painter it is painted after.")
    year: int | None
    style: str | None = Field(description="Slug of the style, where the taxonomy has one.")
    style_name: str | None
    licence: str | None
    source: str | None
    width: int = Field(description="Of the whole picture, in pixels.")
    height: int


class Reasons(Schema):
    """Why the model answered so; each is null unless it was asked for."""

    saliency: list[Heat] | None = Field(
        default=None,
        description="Of the five most probable painters and styles named; null where unknown.",
    )
    neighbours: list[Painting] | None = Field(
        default=None, description="The gallery's most similar paintings, most similar first."
    )


def reasons(
    gallery: GalleryService,
    evidence: Evidence,
    answer: decision.Attribution,
    wanted: Sequence[str],
    *,
    but: str = "",
) -> Reasons:
    """The reasons wanted ("saliency", "neighbours"), leaving the painting `but` out."""
    found = Reasons(saliency=None, neighbours=None)
    if "saliency" in wanted:
        found.saliency = _heats(evidence, answer)
    if "neighbours" in wanted:
        nearest = gallery.nearest(evidence.embedding, but=but)
        found.neighbours = [Painting.model_validate(painting) for painting in nearest]
    return found


def _heats(evidence: Evidence, answer: decision.Attribution) -> list[Heat] | None:
    named: tuple[tuple[Head, Sequence[decision.Candidate]], ...] = (
        ("artist", answer.artists),
        ("style", answer.styles),
    )
    heats = []
    for head, candidates in named:
        for candidate in candidates[:HEATS]:
            with suppress(ExplainError):  # of a painter taught to an older graph, say
                evidence_map = evidence.saliency(head, candidate.slug).map
                png = data_uri(saliency_png(evidence_map), "png")
                heats.append(Heat(head=head, slug=candidate.slug, png=png))
    return heats or None
