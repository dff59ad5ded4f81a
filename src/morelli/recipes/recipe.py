"""A recipe: everything that changes a result, in one TOML file.

Example of a file:
    name = "sketch"
    [model]
    backbones = ["efficientnet_b0"]
    pooling = "levels"
"""

from pydantic import Field, model_validator

from morelli.recipes.fitting import Optimisation, OutOfDomain, Regularisation, Validation
from morelli.recipes.sections import Augmentation, FineTuning, Model, Section

NAME = r"^[a-z0-9][a-z0-9-]*$"

MAY_CHANGE = {"size", "storage"}
"""Fields of the model in which a recipe may differ from the one it starts from."""

NEW_FEATURES = {"covariances", "hidden_units"}
"""And those in which one may that trains no layers."""


class Recipe(Section):
    """A whole recipe; see each section.

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
    out_of_domain: OutOfDomain = OutOfDomain()

    @property
    def members(self) -> tuple["Recipe"]:
        """The recipe itself: what an ensemble has several of."""
        return (self,)

    @property
    def compact(self) -> bool:
        """Whether some weights are stored in fewer than 32 bits."""
        return any(storage != "float32" for storage in self.model.storage.values())

    @model_validator(mode="after")
    def _sections_agree(self) -> "Recipe":
        frozen, augmentation = self.fine_tuning.frozen, self.augmentation
        if frozen and (augmentation.mixup or augmentation.cutmix):
            raise ValueError("augmentation.mixup and cutmix need trained layers (fine_tuning)")
        if self.fine_tuning.lowest is not None and len(self.model.backbones) > 1:
            raise ValueError("fine_tuning.lowest names a module of one backbone; there are several")
        if augmentation.copy_share < 1 and not augmentation.copies:
            raise ValueError("augmentation.copy_share needs copies (augmentation.copies)")
        if frozen and augmentation.changes and not augmentation.copies:
            raise ValueError(
                "a frozen backbone's features are cached: say how many copies augmentation makes"
                " (augmentation.copies), or train some layers (fine_tuning.share)"
            )
        if augmentation.copies and not (frozen and augmentation.changes):
            raise ValueError("augmentation.copies needs a frozen backbone and some change to make")
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
