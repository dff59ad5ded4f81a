"""`GET /api/v1/model`: what answers, how good it is, and what it accepts."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from morelli.bundles.bundle import Bundle, Label
from morelli.evaluation.columns import compared
from morelli.evaluation.metrics import proportion
from morelli.images import FORMATS, Limits
from morelli.web.attributions.schemas import Head
from morelli.web.problems import Problem
from morelli.web.services import Context, context_of

router = Router(tags=["model"])


class Accepts(Schema):
    """What a request may hold."""

    formats: list[str] = Field(description="Formats of pictures, e.g. `JPEG`.")
    bytes: int = Field(description="Largest picture, in bytes.")
    pixels: int = Field(description="Largest width x height.")
    files: int = Field(description="Most pictures in one request.")


class Measured(Schema):
    """A number measured on test pictures, with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int = Field(description="How many pictures it was measured on.")


class Comparison(Schema):
    """A number measured at home and elsewhere, each null where it was not measured."""

    measure: str = Field(description="Its path in `metrics`, e.g. `artist.accuracy`.")
    home: Measured | None = Field(description="On pictures from the training pictures' sources.")
    elsewhere: Measured | None = Field(
        description="On new paintings from other sources: what to expect of one's own pictures."
    )


class Mistaken(Schema):
    """A class that was named instead, and how often."""

    slug: str
    name: str
    count: int


class ClassCard(Schema):
    """How well the model knows one painter or style."""

    slug: str
    name: str
    accuracy: Measured | None = Field(description="Share of its test pictures named rightly.")
    confused_with: list[Mistaken] = Field(description="Named instead, most often first.")


class Confusion(Schema):
    """How often test pictures of one class (truth) were given to one (answer), rightly or not."""

    truth: str
    answer: str
    count: int


class HeadCard(Schema):
    """What was measured of painters or of styles."""

    head: Head
    accuracy: Measured | None
    top5: Measured | None
    calibration_error: Measured | None
    classes: list[ClassCard] = Field(description="All classes, in the order of their names.")
    confusions: list[Confusion] = Field(description="Cells of the matrix that aren't 0.")
    pictures: bool = Field(description="Whether the pictures behind the cells can be shown.")


class Model(Schema):
    """The model's card."""

    name: str
    artists: int = Field(description="How many painters it can name.")
    styles: int = Field(description="How many styles it can name.")
    metrics: dict[str, Any] = Field(description="Measured on the test split, with intervals.")
    comparisons: list[Comparison] = Field(description="At home and elsewhere, side by side.")
    accepts: Accepts
    heads: list[HeadCard] = Field(description="What was measured, head by head and class by class.")
    provenance: dict[str, Any] = Field(description="Recipe, data and versions it was made with.")


@router.get(
    "/model",
    operation_id="getModel",
    summary="The model and its limits",
    response={200: Model, 500: Problem},
)
def model(request: HttpRequest) -> HttpResponse:
    """The model that answers, and what a request to it may hold."""
    return HttpResponse(_card(context_of(request)), content_type="application/json; charset=utf-8")


@lru_cache(maxsize=1)
def _card(context: Context) -> str:
    """The answer: always the same, and of all that are no pictures it takes longest to make."""
    bundle, services = context.classifier.bundle, context.services
    card = Model(
        name=bundle.name,
        artists=len(bundle.artists),
        styles=len(bundle.styles),
        metrics=bundle.metrics,
        comparisons=[Comparison.model_validate(asdict(row)) for row in compared(bundle.metrics)],
        accepts=Accepts(
            formats=list(FORMATS),
            bytes=services.environment.max_bytes,
            pixels=Limits().pixels,
            files=services.environment.max_files,
        ),
        heads=_heads(bundle, services.evaluated.of),
        provenance=bundle.manifest.provenance,
    )
    return card.model_dump_json()


def _heads(bundle: Bundle, pictures: Collection[str]) -> list[HeadCard]:
    """The heads that the bundle has; `pictures` of some of them can be shown."""
    labels: tuple[tuple[Head, tuple[Label, ...]], ...] = (
        ("artist", bundle.manifest.artists),
        ("style", bundle.manifest.styles),
    )
    return [
        _head(name, known, bundle.metrics.get(name, {}), name in pictures)
        for name, known in labels
        if known
    ]


def _head(
    head: Head, labels: Sequence[Label], measured: dict[str, Any], pictures: bool
) -> HeadCard:
    """What the bundle's evaluation says of a head; empty lists where it was not measured."""
    names = {label.slug: label.name for label in labels}
    confusion: dict[str, dict[str, int]] = measured.get("confusion", {})
    return HeadCard(
        head=head,
        accuracy=measured.get("accuracy"),
        top5=measured.get("top5"),
        calibration_error=measured.get("calibration_error"),
        classes=[
            _class(slug, names, confusion.get(slug, {}))
            for slug in sorted(names, key=lambda slug: names[slug].casefold())
        ],
        confusions=[
            Confusion(truth=truth, answer=answer, count=count)
            for truth, answers in confusion.items()
            for answer, count in answers.items()
        ],
        pictures=pictures,
    )


def _class(slug: str, names: dict[str, str], answers: dict[str, int]) -> ClassCard:
    count, right = sum(answers.values()), answers.get(slug, 0)
    wrong = sorted((a for a in answers if a != slug), key=lambda a: (-answers[a], a))
    return ClassCard(
        slug=slug,
        name=names[slug],
        accuracy=Measured(**asdict(proportion(right, count))) if count else None,
        confused_with=[Mistaken(slug=a, name=names.get(a, a), count=answers[a]) for a in wrong],
    )
