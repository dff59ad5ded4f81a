"""The network that is trained: backbones, and linear heads on their pooled features."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from morelli.training.export.graphs import LinearHeads
from morelli.training.models.backbones import Backbone


class Heads(nn.Module):
    """Linear softmax heads on standardised pooled features.

    Standardising matters: levels differ in scale by orders of magnitude, and a penalty on
    weights is fair only between features of one scale.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, width: int, classes: dict[str, int], dropout: float = 0.0) -> None:
        """Heads named by `classes` (name: number of classes) on `width` features."""
        super().__init__()
        self.width = width
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("std", torch.ones(width))
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.ModuleDict({name: nn.Linear(width, n) for name, n in classes.items()})
        for layer in self.linear.values():
            assert isinstance(layer, nn.Linear)  # noqa: S101 - built two lines above
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def standardise(self, pooled: Tensor) -> None:
        """Take mean and deviation from the training features, float32 (N, D)."""
        self.mean.copy_(pooled.mean(0))
        self.std.copy_(pooled.std(0).clamp_min(1e-6))

    def forward(self, pooled: Tensor) -> dict[str, Tensor]:
        """Logits (N, classes) of each head for pooled features (N, D)."""
        x = self.dropout((pooled - self.mean) / self.std)
        return {name: layer(x) for name, layer in self.linear.items()}

    def weights(self) -> list[Tensor]:
        """The matrices that L1 and L2 hold back; biases are free."""
        return [layer.weight for layer in self.linear.values() if isinstance(layer, nn.Linear)]

    def folded(self) -> LinearHeads:
        """The same heads on features that are not standardised."""
        weights, biases = {}, {}
        with torch.no_grad():
            for name, layer in self.linear.items():
                assert isinstance(layer, nn.Linear)  # noqa: S101
                matrix = (layer.weight / self.std).double()
                weights[name] = matrix.float().cpu().numpy()
                biases[name] = (layer.bias - matrix @ self.mean.double()).float().cpu().numpy()
        return LinearHeads(weights, biases)


class Network(nn.Module):
    """Backbones side by side and the heads on their features together."""

    def __init__(self, backbones: Sequence[Backbone], heads: Heads) -> None:
        super().__init__()
        self.backbones = nn.ModuleList(backbones)
        self.heads = heads

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Logits of each head for pictures, float32 (N, 3, S, S), 0..1."""
        pooled = torch.cat([backbone(pictures)[0] for backbone in self.backbones], 1)
        return self.heads.forward(pooled)

    def unfreeze(
        self, share: float, lowest: str | None = None, decay: float = 1.0
    ) -> list[tuple[nn.Parameter, float]]:
        """Let the top of each backbone learn (see `Backbone.top`).

        Returns:
            Its parameters, each with its share of the learning rate: 1 in a backbone's top
            layer, and less by the factor `decay` in each layer below.
        """
        learning: list[tuple[nn.Parameter, float]] = []
        for backbone in self.backbones:
            assert isinstance(backbone, Backbone)  # noqa: S101
            for parameter in backbone.parameters():
                parameter.requires_grad_(False)
            found = [
                parameter
                for layer in backbone.top(share, lowest)
                for parameter in layer.parameters(recurse=False)
            ]
            heights = backbone.heights() if decay < 1 else dict.fromkeys(found, 0)
            top = max((heights[parameter] for parameter in found), default=0)
            for parameter in found:
                parameter.requires_grad_(True)
                learning.append((parameter, decay ** (top - heights[parameter])))
        return learning


def average(folds: Sequence[LinearHeads]) -> LinearHeads:
    """The mean of linear heads, which answers with the mean of their logits."""
    first = folds[0]
    return LinearHeads(
        {name: np.mean([f.weights[name] for f in folds], 0) for name in first.weights},
        {name: np.mean([f.biases[name] for f in folds], 0) for name in first.biases},
    )
