"""When training stops, and which epoch's weights are kept."""

from collections.abc import Mapping

import torch
from pytorch_lightning.callbacks import EarlyStopping

from morelli.recipes.fitting import Optimisation

MONITORS = {
    "loss": ("val_loss", "min"),
    "accuracy": ("val_accuracy", "max"),
    "epoch": ("epoch", "max"),
}
"""What is logged for a recipe's `optimisation.monitor`, and which way is better."""


class Patience(EarlyStopping):
    """Lightning's early stopping, which can be asked without a trainer, too."""

    def __init__(self, asked: Optimisation) -> None:
        """As the recipe asks."""
        monitor, mode = MONITORS[asked.monitor]
        super().__init__(monitor, mode=mode, patience=asked.patience)
        self.improved = False

    def ends(self, logged: Mapping[str, float]) -> bool:
        """Whether training stops after an epoch in which this was logged.

        `improved` then says whether that epoch was the best until then.
        """
        score = torch.tensor(logged[self.monitor])
        stop, _ = self._evaluate_stopping_criteria(score)
        self.improved = self.wait_count == 0 and bool(score.isfinite())
        return stop
