"""Sections of a recipe: the networks, how they are fine-tuned, how pictures are augmented."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
Levels = Annotated[tuple[int, ...], Field(min_length=1)]
Patch = Annotated[int, Field(ge=1)]
Units = Annotated[int, Field(ge=1)]


class Section(BaseModel):
    """A table of a recipe: unknown fields are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Model(Section):
    """What is trained.

    Attributes:
        backbones: names of timm or the study's short names; features are concatenated.
        levels: per backbone, which stages (or transformer blocks, from 0) are pooled; all by
            default. A network is cut off after its last level.
        patches: per transformer, the side of its patches in pixels, where it isn't its own; larger
            ones are fewer and so cost less (FlexiViT, Beyer et al. 2023, arXiv:2212.08013).
        pooling: "gap", the mean of the last map, as in the study; "levels", the mean and the
            standard deviation of every level's map (and the class token of a transformer).
        covariances: per backbone, the levels of which the covariance of the channels is pooled,
            too, as its square root (see `Covariance`); no deviations are pooled then.
        hidden_units: per transformer, how many hidden units of each block are kept, where not all
            are; fewer cost less (see `morelli.training.models.structured_pruning`).
        size: side of the square the picture is brought to, in pixels; the first backbone's own
            by default.
        fit: "squash" ignores the proportions, "crop" keeps them and takes the middle.
        interpolation: the first backbone's own by default.
        heads: what is predicted.
        storage: precision in which the bundle stores each backbone's weights.
        pretrained: start from pretrained weights; otherwise at random, with a warning.
    """

    backbones: tuple[str, ...] = Field(min_length=1)
    levels: dict[str, Levels] = Field(default_factory=dict)
    covariances: dict[str, Levels] = Field(default_factory=dict)
    patches: dict[str, Patch] = Field(default_factory=dict)
    hidden_units: dict[str, Units] = Field(default_factory=dict)
    pooling: Literal["gap", "levels"] = "levels"
    size: int | None = Field(default=None, ge=32, le=1024)
    fit: Literal["squash", "crop"] = "squash"
    interpolation: Literal["bilinear", "bicubic", "lanczos"] | None = None
    heads: tuple[Literal["artist", "style"], ...] = Field(default=("artist", "style"), min_length=1)
    storage: dict[str, Literal["float32", "float16", "int8"]] = Field(default_factory=dict)
    pretrained: bool = True

    @model_validator(mode="after")
    def _names_agree(self) -> "Model":
        for field in ("levels", "covariances", "patches", "hidden_units", "storage"):
            for name in set(getattr(self, field)) - set(self.backbones):
                raise ValueError(f"{field} names {name!r}, which is not among the backbones")
        if (self.levels or self.covariances) and self.pooling == "gap":
            field = "levels" if self.levels else "covariances"
            raise ValueError(f'{field} are not read where pooling is "gap"; use pooling = "levels"')
        return self


class FineTuning(Section):
    """How much of the backbone is trained, and how.

    Attributes:
        share: share of the layers, counted from the top, that is trained: 0 is feature
            extraction from cached features; the study used 0.1, 0.15, 0.3 and 1.
        lowest: timm's name of the lowest module that is trained, with everything above it;
            instead of `share`, where a very cut is to be repeated.
        learning_rate: the backbone's top layer's, lower than the heads'.
        layer_decay: the rate of each layer (a transformer's block), as a share of the rate of
            the one above it (Clark et al. 2020, arXiv:2003.10555); 1 gives all the same.
        tokens: share of a transformer's patches that each picture is learnt from, drawn anew
            each time (Liu et al. 2022, arXiv:2208.07220): half of them take half the time.
        head_first: epochs in which only the heads are trained.
        average: decay of the moving average of the weights that is evaluated and shipped;
            0 ships the last weights as they are.
        keep: share of the weights of the recipe's `start` in the mean of them and the new ones
            that ships (Wortsman et al. 2022, arXiv:2109.01903); 0 ships the new ones.
    """

    share: Share = 0.0
    lowest: str | None = None
    learning_rate: float = Field(default=1e-4, gt=0)
    layer_decay: float = Field(default=1.0, gt=0, le=1)
    tokens: float = Field(default=1.0, gt=0, le=1)
    head_first: int = Field(default=1, ge=0)
    average: Share = 0.0
    keep: Share = 0.0

    @property
    def frozen(self) -> bool:
        """Whether nothing of the backbone is trained: feature extraction."""
        return self.share == 0 and self.lowest is None

    @model_validator(mode="after")
    def _one_cut(self) -> "FineTuning":
        if self.share and self.lowest is not None:
            raise ValueError("share and lowest both say where training begins; keep one of them")
        return self


class Augmentation(Section):
    """Changes of training pictures: the study's, against the traces of a source, for photographs.

    Fine-tuning draws them anew each time. With a frozen backbone, whose features are cached,
    the heads learn from copies of each picture that are fixed: the picture itself, its mirror image
    where `mirrored` says so, and so many random `copies`.

    Attributes:
        history: share of the pictures that are seen as if they came from another source, reduced,
            toned, sharpened and compressed at random (see `morelli.training.data.history`).
        flip: mirror left and right, half of the time.
        zoom: largest relative change of scale, 0.1 for 10 %.
        translation: largest shift, as a share of the side.
        rotation: largest turn, in degrees.
        contrast: largest relative change of contrast.
        crop: smallest share of the area kept by a random resized crop; 1 for none.
        randaugment: operations of RandAugment a picture (Cubuk et al. 2020); the study used 3.
        resolution: smallest factor by which a picture is shrunk and enlarged again; 1 for none.
        sharpness: largest relative change of sharpness, either way.
        jpeg: lowest quality at which a picture is compressed again; 100 for none.
        photographs: share of the pictures that are seen as a visitor's photograph of them: framed,
            from the side, in bad light, with glare, blurred.
        mixup: alpha of mixup (Zhang et al. 2018), for fine-tuning; 0 for none.
        cutmix: alpha of CutMix (Yun et al. 2019), for fine-tuning; 0 for none. With both, each
            batch draws one of them.
        mirrored: with a frozen backbone, every picture's mirror image is learnt from, too.
        resaved: with a frozen backbone, every picture is learnt from as the largest source would
            have saved it, too.
        copies: augmented copies of each picture, changed at random, for a frozen backbone.
        copy_share: share of all these copies that is learnt from in each epoch, drawn anew; fewer
            cost less of what the heads know of pictures as they are.
    """

    history: Share = 0.0
    flip: bool = False
    zoom: float = Field(default=0.0, ge=0, lt=1)
    translation: Share = 0.0
    rotation: float = Field(default=0.0, ge=0, le=180)
    contrast: Share = 0.0
    crop: float = Field(default=1.0, gt=0, le=1)
    randaugment: int = Field(default=0, ge=0, le=16)
    resolution: float = Field(default=1.0, gt=0, le=1)
    sharpness: float = Field(default=0.0, ge=0, le=4)
    jpeg: int = Field(default=100, ge=1, le=100)
    photographs: Share = 0.0
    mixup: float = Field(default=0.0, ge=0)
    cutmix: float = Field(default=0.0, ge=0)
    mirrored: bool = False
    resaved: bool = False
    copies: int = Field(default=0, ge=0, le=32)
    copy_share: float = Field(default=1.0, gt=0, le=1)

    @property
    def rows_per_picture(self) -> int:
        """Copies of each picture, itself included, that a frozen backbone's heads learn from."""
        return 1 + self.mirrored + self.resaved + self.copies

    @property
    def changes(self) -> bool:
        """Whether random copies would differ from the picture."""
        others = self.model_dump(include={"mirrored", "resaved", "copies", "copy_share"})
        return self != Augmentation.model_validate(others)
