"""What `morelli.json` says: what a graph answers, and how a picture is brought to it.

It may be somebody else's: whatever it holds is bounded, and fits together.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from morelli import images
from morelli.bundles.records import Metrics, Provenance, Text
from morelli.images import Pixels

FORMAT = 1

MOST_LABELS = 10_000
"""Painters, or styles."""

MOST_BLOCKS = 200

Number: TypeAlias = Annotated[float, Field(ge=-1e9, le=1e9)]
"""Small enough that what is computed of it in float32 stays a number."""

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False
    )


class Label(_Section):
    """A class: its slug, and its name for people."""

    slug: Text
    name: Text


def _different(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    if len({label.slug for label in labels}) < len(labels):
        raise ValueError("two have the same slug")
    return labels


Labels: TypeAlias = Annotated[
    tuple[Label, ...], Field(max_length=MOST_LABELS), AfterValidator(_different)
]


class Preprocessing(_Section):
    """How pixels become the model's input; the only implementation there is.

    Attributes:
        size: side of the square, pixels.
        fit: "squash" ignores the proportions; "crop" scales the short side to `size` and
            takes the middle.
        interpolation: see `morelli.images.resize`.
    """

    size: int = Field(ge=8, le=2048)
    fit: Literal["squash", "crop"] = "squash"
    interpolation: Literal["bilinear", "bicubic", "lanczos"] = "bicubic"

    def square(self, pixels: Pixels) -> Pixels:
        """Bring a picture, uint8 (H, W, 3), to uint8 (size, size, 3)."""
        if self.fit == "crop":
            height, width = pixels.shape[:2]
            side = min(height, width)
            top, left = (height - side) // 2, (width - side) // 2
            pixels = pixels[top : top + side, left : left + side]
        return images.resize(pixels, (self.size, self.size), self.interpolation)

    def __call__(self, pictures: Sequence[Pixels]) -> NDArray[np.float32]:
        """Preprocess decoded pictures, uint8 (H, W, 3) each, to float32 (N, 3, size, size), 0..1.

        The mean and deviation a backbone wants are part of its graph.
        """
        squares = np.stack([self.square(pixels) for pixels in pictures])
        planes = np.ascontiguousarray(squares.transpose(0, 3, 1, 2), dtype=np.float32)
        return planes / np.float32(255)

    def decode(
        self,
        source: images.Source,
        limits: images.Limits | None = None,
        decode: images.Decode = images.decode,
    ) -> Pixels:
        """Decode a picture for this preprocessing, reduced while decoding where that is free."""
        return decode(source, limits=limits, at_least=5 * self.size // 3)


BlockKind: TypeAlias = Literal["mean", "deviation", "covariance", "token"]

ROOT_STEPS = 5
"""Steps of Newton and Schulz that make the root of a "covariance" (see `FeatureBlock.kind`)."""


class FeatureBlock(_Section):
    """Where a block of pooled features comes from; explanations are computed from it.

    Attributes:
        source: output of the graph whose maps (N, C, H, W) were pooled.
        kind: "mean" or "deviation" over space, "covariance", the upper triangle of the square
            root of the covariance of the maps, or "token", which no place in the picture has.
        start: first of its columns among the pooled features.
        width: number of columns: C, or C (C + 1) / 2 of a covariance.
    """

    source: Text
    kind: BlockKind
    start: int = Field(ge=0, le=10**7)
    width: int = Field(gt=0, le=10**7)


class Calibration(_Section):
    """From logits to honest probabilities; all fitted on validation data.

    Attributes:
        artist_temperature, style_temperature: logits are divided by these (Guo et al. 2017).
        style_weight: weight, 0..1, of what the painters say in `probabilities.style_probabilities`.
        style_given_artist: float (artists, styles), rows sum to 1: how often a training picture
            by the painter has the style. Empty where one of the heads is missing.
        familiarity: 101 quantiles (0 %, 1 %, … 100 %), rising, of the familiarity score
            (`probabilities.familiarity_scores`) on validation pictures by known painters; empty
            where the bundle can't tell.
        distance_weight: what a unit of distance from what is known (`ReferenceSet.distances`) takes
            from the familiarity score, in nats; 0 where the bundle has no reference set.
        unknown_below: pictures of less familiarity (0..1) are by "a painter I don't know".
        not_painting_below: pictures whose probability of being a painting is less are refused.
        artist_thresholds, style_thresholds: a class belongs to the prediction set where its
            probability reaches its threshold (`probabilities.prediction_sets`); empty where the
            bundle gives no sets.
    """

    artist_temperature: float = Field(default=1.0, ge=1e-3, le=1e3)
    style_temperature: float = Field(default=1.0, ge=1e-3, le=1e3)
    style_weight: Share = 0.0
    style_given_artist: tuple[tuple[Share, ...], ...] = ()
    familiarity: tuple[Number, ...] = Field(default=(), max_length=1001)
    distance_weight: float = Field(default=0.0, ge=0, le=1e9)
    unknown_below: Share = 0.05
    not_painting_below: Share = 0.5
    artist_thresholds: tuple[Share, ...] = ()
    style_thresholds: tuple[Share, ...] = ()

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if any(later < earlier for earlier, later in pairwise(self.familiarity)):
            raise ValueError("familiarity does not rise")
        return self

    def check_sizes(self, artists: int, styles: int) -> None:
        """Compare the lengths of the tables with the numbers of painters and styles.

        Raises:
            ValueError: a table is of another size; the message names it.
        """
        rows = self.style_given_artist
        expected = (artists, styles) if artists and styles else (0, 0)
        if rows and (len(rows), *{len(row) for row in rows}) != expected:
            raise ValueError(
                f"calibration.style_given_artist is not of {artists} painters and {styles} styles"
            )
        for name, table, count in (
            ("artist", self.artist_thresholds, artists),
            ("style", self.style_thresholds, styles),
        ):
            if len(table) not in (0, count):
                raise ValueError(
                    f"calibration.{name}_thresholds has {len(table)} numbers for {count} classes"
                )


_Weight: TypeAlias = Annotated[float, Field(gt=1e-6, le=1e6)]


class Recognition(_Section):
    """When a picture is said to show a work that is known; fitted by `morelli train`.

    Attributes:
        space: name of the space of the graph's `work_embedding`; indexes of other spaces can't be
            compared with it.
        weights, bias: of a candidate's cosine and structure (see `morelli.works.recognition`); they
            give the logit of its being the work.
        threshold: probability, 0..1, from which on the work is named.
    """

    space: str = Field(pattern=r"^[0-9a-f]{16}$")
    weights: tuple[_Weight, _Weight]
    bias: Number
    threshold: float = Field(gt=0, lt=1)

    @property
    def least_cosine(self) -> float:
        """A candidate less near than this is not named, however well it agrees."""
        cosine, structure = self.weights
        logit = float(np.log(self.threshold / (1 - self.threshold)))
        return (logit - self.bias - structure) / cosine


class Taught(_Section):
    """A painter whom `morelli teach` added, on top of the graph, and how well that went.

    Attributes:
        slug: whom; the name stands among the bundle's artists.
        pictures: how many it was learnt from.
        weights: float (K,), on the graph's `embedding`.
        bias: added to the product; the sum is the painter's logit.
        recognised: how many of the pictures are given to the painter first by what the others
            teach (leave-one-out).
        among_five: the same, among the first five.
        others: held-out pictures by all other painters.
        right_before: how many of those had the right painter first before.
        right_after: the same with the painter added.
    """

    slug: Text
    pictures: int = Field(gt=0)
    weights: tuple[Number, ...]
    bias: Number
    recognised: int = Field(ge=0)
    among_five: int = Field(ge=0)
    others: int = Field(ge=0)
    right_before: int = Field(ge=0)
    right_after: int = Field(ge=0)


class Manifest(_Section):
    """The content of `morelli.json`.

    Attributes:
        format: version of this layout.
        name: the bundle's name, which every answer carries.
        sha256: of `model.onnx`, in hexadecimal.
        background_sha256: of `background.json`; None where the bundle has none.
        works_sha256: of `works.index`; None where the bundle knows no works.
        recognition: how works are recognised; None where it knows none.
        artists, styles: the classes in the order of the logits; empty without that head.
        taught: of the artists the last ones, those whom the graph itself doesn't know.
        refuses: whether the graph has the output `painting_logits`.
        feature_blocks: the pooled features, block by block; "parts" in the file.
        provenance: recipe, data, seed, versions: what made this bundle.
        metrics: measured by `morelli evaluate` on this very graph.
    """

    format: int = FORMAT
    name: Text
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    background_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    works_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    recognition: Recognition | None = None
    artists: Labels
    styles: Labels
    taught: tuple[Taught, ...] = ()
    refuses: bool
    preprocessing: Preprocessing
    calibration: Calibration
    feature_blocks: tuple[FeatureBlock, ...] = Field(
        default=(),
        max_length=MOST_BLOCKS,
        validation_alias="parts",
        serialization_alias="parts",
    )
    provenance: Provenance = Field(default_factory=dict)
    metrics: Metrics = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.artists and not self.styles:
            raise ValueError("it knows neither painters nor styles")
        self.calibration.check_sizes(len(self.artists), len(self.styles))
        last = self.artists[len(self.artists) - len(self.taught) :]
        if [label.slug for label in last] != [taught.slug for taught in self.taught]:
            raise ValueError("the painters taught are not the last of the artists")
        if len({len(taught.weights) for taught in self.taught}) > 1:
            raise ValueError("the painters taught have weights of several lengths")
        if (self.works_sha256 is None) != (self.recognition is None):
            raise ValueError("works_sha256 and recognition belong together")
        return self
