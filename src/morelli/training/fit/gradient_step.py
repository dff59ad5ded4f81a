"""The gradient step, and the epochs of them until validation gets no better.

It is the same for heads on cached features and for whole networks on pictures.
"""

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import Callback, EMAWeightAveraging, ModelCheckpoint
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.utils.data import DataLoader

from morelli.recipes.recipe import Recipe
from morelli.storage import atomic_write
from morelli.training.data.mixing import mix
from morelli.training.fit.csv_logger import CSVLogger
from morelli.training.fit.early_stopping import MONITORS, Patience
from morelli.training.fit.objective import cross_entropy, measures, penalised
from morelli.training.fit.optimiser import follows_steps, optimiser, schedule
from morelli.training.models.network import Heads, Network

# Its hints are for those who write the loop, not for those who train.
logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
warnings.filterwarnings("ignore", module=r"pytorch_lightning\.")

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


def fit(
    model: Heads | Network,
    recipe: Recipe,
    train: DataLoader[Any],
    validation: DataLoader[Any],
    folder: Path,
    *,
    learning: Sequence[tuple[nn.Parameter, float]] = (),
    epochs: int | None = None,
    precision: Any = "32-true",
    accelerator: str = "auto",
    quiet: bool = False,
) -> None:
    """Train until validation gets no better, and leave the best weights in `model`.

    Every epoch is written into `folder`; the same call after a kill goes on from the last one,
    and once finished it only loads the result.

    Args:
        model: trained in place.
        recipe: optimiser, schedule and regularisers.
        train: batches, see `Batch`.
        validation: likewise.
        folder: checkpoints and `metrics.csv`, the learning curve.
        learning: what of the backbones learns, see `Network.unfreeze`; the heads always do.
        epochs: instead of the recipe's.
        precision: Lightning's.
        accelerator: Lightning's; "auto" takes GPUs where there are some.
        quiet: without a progress bar.
    """
    finished = folder / "weights.safetensors"
    if finished.is_file():
        model.load_state_dict(load_file(finished))
        return
    model.train()  # Lightning leaves modes as they are
    module = GradientStep(model, recipe, learning)
    monitor, mode = MONITORS[recipe.optimisation.monitor]
    best = ModelCheckpoint(folder, "best", monitor=monitor, mode=mode)
    # Lightning's own `save_last` is that of the best epoch, and a kill would cost all after it.
    latest = ModelCheckpoint(folder, "last", enable_version_counter=False)
    callbacks: list[Callback] = [best, latest, CSVLogger(folder, list(module.heads.linear))]
    if recipe.optimisation.monitor != "epoch":
        callbacks.append(Patience(recipe.optimisation))
    if recipe.fine_tuning.average and isinstance(model, Network):
        callbacks.append(EMAWeightAveraging(decay=recipe.fine_tuning.average))
    trainer = pl.Trainer(
        accelerator=accelerator,
        devices="auto",
        max_epochs=epochs or recipe.optimisation.epochs,
        precision=precision,
        callbacks=callbacks,
        logger=False,
        enable_progress_bar=not quiet,
        enable_model_summary=False,
        deterministic="warn",
        num_sanity_val_steps=0,
    )
    last = folder / "last.ckpt"
    trainer.fit(module, train, validation, ckpt_path=last if last.is_file() else None)
    state = torch.load(best.best_model_path, map_location="cpu", weights_only=True)["state_dict"]
    module.load_state_dict(state)
    save_weights(model.cpu(), finished)


def save_weights(model: nn.Module, file: Path) -> None:
    """Write a model's weights as safetensors, all of them or nothing."""
    weights = {name: value.contiguous() for name, value in model.state_dict().items()}
    with atomic_write(file) as partial:
        save_file(weights, partial)
