"""The gradient step, the same for heads on cached features and for whole networks on pictures."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import pytorch_lightning as pl
from torch import Tensor, nn

from morelli.recipes.recipe import Recipe
from morelli.training.data.mixing import mix
from morelli.training.fit.objective import cross_entropy, measures, penalised
from morelli.training.fit.optimiser import follows_steps, optimiser, schedule
from morelli.training.models.network import Heads, Network

Batch: TypeAlias = tuple[Tensor, dict[str, Tensor]]
"""Features (B, D) or pictures (B, 3, S, S), and for each head int64 (B,), `UNLABELLED` where the
label is not known."""


class GradientStep(pl.LightningModule):
    """Cross-entropy of each head, with the recipe's regularisers; Lightning takes the steps."""

    def __init__(
        self,
        model: Heads | Network,
        recipe: Recipe,
        learning: Sequence[tuple[nn.Parameter, float]] = (),
    ) -> None:
        """Train the heads of `model` and what `Network.unfreeze` says of its backbones."""
        super().__init__()
        self.model = model
        self.recipe = recipe
        self.learning = learning

    @property
    def heads(self) -> Heads:
        """The heads of the model, or the model itself."""
        return self.model.heads if isinstance(self.model, Network) else self.model

    def training_step(self, batch: Batch, _: int) -> Tensor:
        """The loss of a batch, penalties included."""
        inputs, targets = batch
        smoothing = self.recipe.regularisation.label_smoothing
        mixed = mix(inputs, self.recipe.augmentation)
        if mixed is None:
            loss = cross_entropy(self.model(inputs), targets, smoothing)
        else:
            logits = self.model(mixed.pictures)
            others = {head: numbers[mixed.partner] for head, numbers in targets.items()}
            loss = mixed.share * cross_entropy(logits, targets, smoothing)
            loss = loss + (1 - mixed.share) * cross_entropy(logits, others, smoothing)
        self.log("train_loss", loss, on_step=False, on_epoch=True, batch_size=len(inputs))
        return penalised(loss, self.heads.weights(), self.recipe.regularisation)

    def validation_step(self, batch: Batch, _: int) -> None:
        """Log what `measures` finds."""
        inputs, targets = batch
        options: dict[str, Any] = {"on_epoch": True, "prog_bar": True, "sync_dist": True}
        for name, value, count in measures(self.model(inputs), targets):
            self.log(name, value, batch_size=count, **options)

    def configure_optimizers(self) -> Any:
        """The recipe's optimiser and schedule, as Lightning wants them."""
        found = optimiser(self.recipe, self.heads, self.learning)
        steps = int(self.trainer.estimated_stepping_batches)
        rates = schedule(self.recipe.optimisation, found, steps)
        interval = "step" if follows_steps(rates) else "epoch"
        return {
            "optimizer": found,
            "lr_scheduler": {"scheduler": rates, "interval": interval, "monitor": "val_loss"},
        }
