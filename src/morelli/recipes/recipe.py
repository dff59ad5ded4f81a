"""A recipe: everything that changes a result, in one TOML file.

Example of a file:
    name = "sketch"
    [model]
    backbones = ["efficientnet_b0"]
    pooling = "levels"
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
NAME = r"^[a-z0-9][a-z0-9-]*$"
Levels = Annotated[tuple[int, ...], Field(min_length=1)]
Patch = Annotated[int, Field(ge=1)]
Units = Annotated[int, Field(ge=1)]


class Part(BaseModel):
    """A table of a recipe: unknown fields are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Model(Part):
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


class FineTuning(Part):
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


class Augmentation(Part):
    """Changes of training pictures: the study's, against the traces of a source, for photographs.

    Fine-tuning draws them anew each time. With a frozen backbone, whose features are cached,
    the heads learn from looks at each picture that are fixed: the picture itself, its mirror image
    where `mirrored` says so, and so many changed `views`.

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
        views: changed views of each picture for a frozen backbone.
        view_share: share of all these views that is learnt from in each epoch, drawn anew; fewer
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
    views: int = Field(default=0, ge=0, le=32)
    view_share: float = Field(default=1.0, gt=0, le=1)

    @property
    def looks(self) -> int:
        """At each picture, with a frozen backbone: views come last."""
        return 1 + self.mirrored + self.resaved + self.views

    @property
    def changes(self) -> bool:
        """Whether views would differ from the picture."""
        of_looks = self.model_dump(include={"mirrored", "resaved", "views", "view_share"})
        return self != Augmentation.model_validate(of_looks)


class Regularisation(Part):
    """What holds the heads back.

    Attributes:
        dropout: share of pooled features dropped before the heads.
        l1: weight of the sum of absolute head weights in the loss.
        l2: weight of half the sum of squared head weights in the loss.
        label_smoothing: probability spread over the wrong classes (Szegedy et al. 2016).
    """

    dropout: float = Field(default=0.0, ge=0, lt=1)
    l1: float = Field(default=0.0, ge=0)
    l2: float = Field(default=0.0, ge=0)
    label_smoothing: float = Field(default=0.0, ge=0, lt=1)


class Optimisation(Part):
    """The descent.

    Attributes:
        optimiser: "adam" as in the study, "adamw", or "sgd" with momentum 0.9.
        learning_rate: the heads'; the study used 1e-2 for feature extraction.
        batch_size: pictures a step.
        epochs: at most this many.
        monitor: what training stops by, and whose best weights are kept: validation "loss", or
            "accuracy" (over the labels of all heads) as in the study; with "epoch" it goes on for
            all `epochs`, and the last weights are kept.
        patience: epochs without a better one before training stops.
        schedule: "plateau" as in the study, or "cosine": half a cosine from the rate down to
            `minimum_rate` over all `epochs`.
        warmup: epochs in which a cosine's rate first rises in a straight line.
        plateau_patience: epochs without a lower validation loss before the rate is multiplied
            by `plateau_factor`.
        plateau_factor: see `plateau_patience`.
        minimum_rate: the rate is never reduced below this.
        shuffle: draw training pictures in a new order each epoch (the study did not).
        most_of_source: of a painter's pictures from one source each epoch draws so many at most,
            unless it is the largest source; 0 for all. Where a painter is known by one source,
            its traces would be learnt instead of the painter's.
    """

    optimiser: Literal["adam", "adamw", "sgd"] = "adam"
    learning_rate: float = Field(default=1e-3, gt=0)
    batch_size: int = Field(default=64, ge=1)
    epochs: int = Field(default=50, ge=1)
    monitor: Literal["loss", "accuracy", "epoch"] = "loss"
    patience: int = Field(default=8, ge=1)
    schedule: Literal["plateau", "cosine"] = "plateau"
    warmup: int = Field(default=0, ge=0)
    plateau_patience: int = Field(default=5, ge=1)
    plateau_factor: float = Field(default=0.2, gt=0, lt=1)
    minimum_rate: float = Field(default=1e-5, ge=0)
    shuffle: bool = True
    most_of_source: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _warmup_belongs_to_a_cosine(self) -> "Optimisation":
        if self.warmup and self.schedule != "cosine":
            raise ValueError('warmup is not read where schedule is "plateau"; use "cosine"')
        if self.warmup >= self.epochs:
            raise ValueError(f"warmup of {self.warmup} epochs leaves none of {self.epochs}")
        return self


class Validation(Part):
    """What is held out of the training split to stop, to calibrate and to set thresholds.

    Attributes:
        share: held out for fine-tuning.
        by: "painter" holds out a share of every painter's pictures; "source" holds out small
            sources whole, which tells how well pictures from anywhere else are answered (see
            `morelli.datasets.splits.by_source`).
        folds: with a frozen backbone, 2 or more folds calibrate on out-of-fold answers, and the
            heads that ship are the mean of the folds'; 0 holds out `share`. With a `start` folds
            are made of what that held out, and so every picture is learnt from in the end.
    """

    share: float = Field(default=0.2, gt=0, lt=1)
    by: Literal["painter", "source"] = "painter"
    folds: int = Field(default=0, ge=0, le=20)

    @field_validator("folds")
    @classmethod
    def _not_one(cls, folds: int) -> int:
        if folds == 1:
            raise ValueError("one fold leaves nothing to train on; use 0, or 2 and more")
        return folds


FEWEST_BLANKS = 20
"""Pictures that hold nothing: two of each kind."""


class Refusal(Part):
    """What the head that tells paintings from other pictures learns from, beside `not_paintings`.

    Attributes:
        blanks: so many pictures that hold nothing are drawn for it: sheets, walls, gradients,
            noise (see `morelli.training.data.blanks`); 0 for none.
    """

    blanks: int = Field(default=0, ge=0)

    @field_validator("blanks")
    @classmethod
    def _some_of_every_kind(cls, blanks: int) -> int:
        if 0 < blanks < FEWEST_BLANKS:
            raise ValueError(f"fewer than {FEWEST_BLANKS} teach nothing; use 0, or more of them")
        return blanks


MAY_CHANGE = {"size", "storage"}
"""Fields of the model in which a recipe may differ from the one it starts from."""

NEW_FEATURES = {"covariances", "hidden_units"}
"""And those in which one may that trains no layers."""


class Recipe(Part):
    """A whole recipe; see each part.

    In its file `start` names the file of another recipe, beside it.

    Attributes:
        name: of the bundle.
        seed: drives splits, weights, order and augmentation.
        start: the recipe whose trained network this one goes on from, instead of pretrained
            weights and heads of their own: a first round at a smaller size, or without mixing.
            A recipe that trains no layers takes its backbones, and fits heads of its own.
    """

    name: str = Field(pattern=NAME)
    seed: int = Field(default=0, ge=0)
    start: "Recipe | None" = None
    model: Model
    fine_tuning: FineTuning = FineTuning()
    augmentation: Augmentation = Augmentation()
    regularisation: Regularisation = Regularisation()
    optimisation: Optimisation = Optimisation()
    validation: Validation = Validation()
    refusal: Refusal = Refusal()

    @property
    def members(self) -> tuple["Recipe"]:
        """The recipe itself: what an ensemble has several of."""
        return (self,)

    @model_validator(mode="after")
    def _parts_agree(self) -> "Recipe":
        frozen, augmentation = self.fine_tuning.frozen, self.augmentation
        if frozen and (augmentation.mixup or augmentation.cutmix):
            raise ValueError("augmentation.mixup and cutmix need trained layers (fine_tuning)")
        if self.fine_tuning.lowest is not None and len(self.model.backbones) > 1:
            raise ValueError("fine_tuning.lowest names a module of one backbone; there are several")
        if augmentation.view_share < 1 and not augmentation.views:
            raise ValueError("augmentation.view_share needs views (augmentation.views)")
        if frozen and augmentation.changes and not augmentation.views:
            raise ValueError(
                "a frozen backbone's features are cached: say how many views augmentation makes"
                " (augmentation.views), or train some layers (fine_tuning.share)"
            )
        if augmentation.views and not (frozen and augmentation.changes):
            raise ValueError("augmentation.views needs a frozen backbone and some change to make")
        if augmentation.mirrored and not frozen:
            raise ValueError("augmentation.mirrored needs a frozen backbone; use augmentation.flip")
        if augmentation.resaved and not frozen:
            raise ValueError(
                "augmentation.resaved needs a frozen backbone; use augmentation.history"
            )
        if self.model.hidden_units and not frozen:
            raise ValueError(
                "model.hidden_units needs a frozen backbone; train it first, as the start of a"
                " recipe that trains no layers"
            )
        if not frozen and self.validation.folds:
            raise ValueError("validation.folds needs a frozen backbone; use validation.share")
        return self

    @model_validator(mode="after")
    def _goes_on(self) -> "Recipe":
        start = self.start
        if start is None:
            if self.fine_tuning.keep:
                raise ValueError("fine_tuning.keep keeps weights of a start, and there is none")
            return self
        if start.fine_tuning.frozen:
            raise ValueError("start trains no layers (fine_tuning.share); leave it out")
        if self.name == start.name:
            raise ValueError("start has the same name; it works in a folder named so")
        may_change = MAY_CHANGE | (NEW_FEATURES if self.fine_tuning.frozen else set())
        same = self.model.model_dump(exclude=may_change)
        there = start.model.model_dump(exclude=MAY_CHANGE)
        for field, ours, theirs in (
            ("seed", self.seed, start.seed),
            ("validation", self.validation.model_copy(update={"folds": 0}), start.validation),
            *((f"model.{name}", value, there[name]) for name, value in same.items()),
        ):
            if ours != theirs:
                raise ValueError(
                    f"start differs in {field} ({theirs} instead of {ours}); only its training"
                    " and model.size may, and it must hold out the same pictures"
                )
        return self
