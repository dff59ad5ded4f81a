"""The descent, the same for heads on cached features and for whole networks on pictures."""

import logging
import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytorch_lightning as pl
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own custom
from pytorch_lightning.callbacks import (
    Callback,
    EarlyStopping,
    EMAWeightAveraging,
    ModelCheckpoint,
)
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR, ReduceLROnPlateau
from torch.utils.data import DataLoader

from morelli.recipes.recipe import Recipe
from morelli.storage import atomic_write
from morelli.training.data.mixing import mix
from morelli.training.fit.csv_logger import Curve
from morelli.training.models.network import Heads, Network

# Its hints are for those who write the loop, not for those who train.
logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
warnings.filterwarnings("ignore", module=r"pytorch_lightning\.")

Schedule: TypeAlias = LambdaLR | ReduceLROnPlateau

UNLABELLED = -1
"""Target of a picture whose painter or style is not known: its loss is masked."""

MONITORS = {
    "loss": ("val_loss", "min"),
    "accuracy": ("val_accuracy", "max"),
    "epoch": ("epoch", "max"),
}
"""What is logged for a recipe's `optimisation.monitor`, and which way is better."""


class Descent(pl.LightningModule):
    """Cross-entropy of each head, with the recipe's regularisers.

    A batch is (inputs, targets): features (N, D) or pictures (N, 3, S, S), and for each head
    int64 (N,) with `UNLABELLED` where the label is not known.
    """

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

    def training_step(self, batch: tuple[Tensor, dict[str, Tensor]], _: int) -> Tensor:
        """The loss of a batch, penalties included."""
        inputs, targets = batch
        regularisation = self.recipe.regularisation
        smoothing = regularisation.label_smoothing
        mixed = mix(inputs, self.recipe.augmentation)
        if mixed is None:
            loss = self._loss(self.model(inputs), targets, smoothing)
        else:
            logits = self.model(mixed.pictures)
            others = {head: numbers[mixed.partner] for head, numbers in targets.items()}
            loss = mixed.share * self._loss(logits, targets, smoothing)
            loss = loss + (1 - mixed.share) * self._loss(logits, others, smoothing)
        self.log("train_loss", loss, on_step=False, on_epoch=True, batch_size=len(inputs))
        for weight in self.heads.weights():
            if regularisation.l1:
                loss = loss + regularisation.l1 * weight.abs().sum()
            if regularisation.l2:
                loss = loss + regularisation.l2 / 2 * weight.square().sum()
        return loss

    def validation_step(self, batch: tuple[Tensor, dict[str, Tensor]], _: int) -> None:
        """Log plain cross-entropy and each head's accuracy."""
        inputs, targets = batch
        logits = self.model(inputs)
        options: dict[str, Any] = {"on_epoch": True, "prog_bar": True, "sync_dist": True}
        self.log("val_loss", self._loss(logits, targets), batch_size=len(inputs), **options)
        for name, target in targets.items():
            known = target != UNLABELLED
            if known.any():
                right = (logits[name].argmax(1) == target)[known].float().mean()
                count = int(known.sum())
                self.log(f"val_{name}", right, batch_size=count, **options)
                self.log("val_accuracy", right, batch_size=count, **options)

    def configure_optimizers(self) -> Any:
        """The recipe's optimiser and schedule, as Lightning wants them."""
        optimiser = self.optimiser()
        steps = int(self.trainer.estimated_stepping_batches)
        schedule = self.schedule(optimiser, steps)
        each = "step" if isinstance(schedule, LambdaLR) else "epoch"
        return {
            "optimizer": optimiser,
            "lr_scheduler": {"scheduler": schedule, "interval": each, "monitor": "val_loss"},
        }

    def optimiser(self) -> torch.optim.Optimizer:
        """The recipe's; the backbone has rates of its own."""
        o = self.recipe.optimisation
        groups: list[dict[str, Any]] = [
            {"params": list(self.heads.parameters()), "lr": o.learning_rate}
        ]
        by_share: dict[float, list[nn.Parameter]] = {}
        for parameter, share in self.learning:
            by_share.setdefault(share, []).append(parameter)
        for share in sorted(by_share, reverse=True):
            rate = self.recipe.fine_tuning.learning_rate * share
            groups.append({"params": by_share[share], "lr": rate})
        # Fused: one pass over the weights instead of ten, several times as fast on the CPU.
        if o.optimiser == "sgd":
            return torch.optim.SGD(groups, lr=o.learning_rate, momentum=0.9, fused=True)
        if o.optimiser == "adamw":
            return torch.optim.AdamW(groups, lr=o.learning_rate, fused=True)
        return torch.optim.Adam(groups, lr=o.learning_rate, fused=True)

    def schedule(self, optimiser: torch.optim.Optimizer, steps: int) -> Schedule:
        """The recipe's: a cosine goes on with each of so many steps, a plateau each epoch."""
        o = self.recipe.optimisation
        if o.schedule == "cosine":
            lowest = min(o.minimum_rate / o.learning_rate, 1.0)
            rising = steps * o.warmup // o.epochs
            return LambdaLR(optimiser, lambda step: share_of_rate(step, steps, rising, lowest))
        return ReduceLROnPlateau(
            optimiser,
            factor=o.plateau_factor,
            patience=o.plateau_patience,
            min_lr=[min(o.minimum_rate, float(g["lr"])) for g in optimiser.param_groups],
        )

    def _loss(
        self, logits: dict[str, Tensor], targets: dict[str, Tensor], smoothing: float = 0.0
    ) -> Tensor:
        """Sum over the heads of the mean over the labelled pictures; 0 where there are none."""
        total = torch.zeros((), device=next(iter(logits.values())).device)
        for name, target in targets.items():
            known = int((target != UNLABELLED).sum())
            summed = F.cross_entropy(
                logits[name],
                target,
                ignore_index=UNLABELLED,
                label_smoothing=smoothing,
                reduction="sum",
            )
            total = total + summed / max(known, 1)
        return total


def share_of_rate(step: int, steps: int, rising: int, lowest: float) -> float:
    """Share of the learning rate at a step: a line up, then half a cosine down.

    Args:
        step: from 0.
        steps: of the whole training.
        rising: of the line.
        lowest: share at the end, 0..1.
    """
    if step < rising:
        return (step + 1) / rising
    done = min((step - rising) / max(steps - rising, 1), 1.0)
    return lowest + (1 - lowest) * (1 + math.cos(math.pi * done)) / 2


def descend(
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
        train: see `Descent` for what a batch is.
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
    module = Descent(model, recipe, learning)
    monitor, mode = MONITORS[recipe.optimisation.monitor]
    best = ModelCheckpoint(folder, "best", monitor=monitor, mode=mode)
    # Lightning's own `save_last` is that of the best epoch, and a kill would cost all after it.
    latest = ModelCheckpoint(folder, "last", enable_version_counter=False)
    callbacks: list[Callback] = [
        best,
        latest,
        Curve(folder, list(module.heads.linear)),
    ]
    if recipe.optimisation.monitor != "epoch":
        patience = recipe.optimisation.patience
        callbacks.append(EarlyStopping(monitor, mode=mode, patience=patience))
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
