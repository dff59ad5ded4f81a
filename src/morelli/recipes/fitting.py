"""Sections of a recipe: how heads are fitted, by what they are judged, what they refuse."""

from typing import Literal

from pydantic import Field, field_validator, model_validator

from morelli.recipes.sections import Section


class Regularisation(Section):
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


class Optimisation(Section):
    """How the loss is brought down.

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


class Validation(Section):
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


class OutOfDomain(Section):
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
