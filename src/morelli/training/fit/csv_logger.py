"""Learning curves on disk: a row for each epoch, also across kills."""

import csv
from pathlib import Path

import pytorch_lightning as pl
from pytorch_lightning.callbacks import Callback

from morelli.storage import atomic_write

NAME = "metrics.csv"


class CSVLogger(Callback):
    """Writes losses, accuracies and learning rates of every epoch into `metrics.csv`.

    A run that goes on after a kill keeps the rows of the epochs it keeps.
    """

    def __init__(self, folder: Path, heads: list[str]) -> None:
        """Write into `folder` what is logged of the heads named."""
        self.file = folder / NAME
        accuracies = [f"val_{head}" for head in heads]
        self.columns = ["epoch", "train_loss", "val_loss", *accuracies, "rate", "backbone_rate"]

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:  # noqa: ARG002
        """Drop the rows of epochs that are trained again."""
        if not trainer.is_global_zero:
            return
        self._write([row for row in read(self.file) if int(row["epoch"]) < trainer.current_epoch])

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:  # noqa: ARG002
        """Add this epoch's row."""
        if not trainer.is_global_zero:
            return
        row = {"epoch": str(trainer.current_epoch)}
        for name in self.columns:
            if name in trainer.callback_metrics:
                row[name] = f"{float(trainer.callback_metrics[name]):.6g}"
        groups = trainer.optimizers[0].param_groups
        for name, group in zip(("rate", "backbone_rate"), groups, strict=False):
            row[name] = f"{group['lr']:.6g}"
        self._write([*read(self.file), row])

    def _write(self, rows: list[dict[str, str]]) -> None:
        with (
            atomic_write(self.file) as partial,
            partial.open("w", newline="", encoding="utf-8") as file,
        ):
            writer = csv.DictWriter(file, self.columns)
            writer.writeheader()
            writer.writerows(rows)


def read(file: Path) -> list[dict[str, str]]:
    """The rows of a learning curve; none where there is no such file yet."""
    if not file.is_file():
        return []
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def columns(file: Path) -> dict[str, list[float]]:
    """The same as numbers, column by column; NaN where a row has none."""
    rows = read(file)
    names = list(rows[0]) if rows else []
    return {name: [float(row[name] or "nan") for row in rows] for name in names}
