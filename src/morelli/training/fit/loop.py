"""Epochs of gradient steps, until validation gets no better."""

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import Callback, EMAWeightAveraging, ModelCheckpoint
from safetensors.torch import load_file, save_file
from torch import nn
from torch.utils.data import DataLoader

from morelli.recipes.recipe import Recipe
from morelli.storage import atomic_write
from morelli.training.fit.csv_logger import CSVLogger
from morelli.training.fit.early_stopping import MONITORS, Patience
from morelli.training.fit.gradient_step import GradientStep
from morelli.training.models.network import Heads, Network

# Its hints are for those who write the loop, not for those who train.
logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
warnings.filterwarnings("ignore", module=r"pytorch_lightning\.")


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
        train: batches, see `gradient_step.Batch`.
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
