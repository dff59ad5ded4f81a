"""Structured pruning: a transformer with fewer hidden units costs less, and says nearly as much."""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from timm.layers.mlp import Mlp
from torch import Tensor, nn

from morelli.recipes.networks import BackboneError
from morelli.training.models.backbones import Backbone

SMALLEST_SHARE = 1e-4
"""Of the units' mean variance, added to each one's, so that copies of each other do no harm."""


@dataclass(frozen=True)
class Perceptron:
    """What has hidden units in a block: `second(activation(first(tokens)))`."""

    module: Mlp
    first: nn.Linear
    second: nn.Linear


def perceptrons(backbone: Backbone, kept: int) -> list[Perceptron]:
    """What has hidden units in each block, lowest first.

    Raises:
        BackboneError: there are none, or fewer than `kept`.
    """
    found = [
        Perceptron(m, m.fc1, m.fc2)
        for m in backbone.net.modules()
        if type(m) is Mlp and isinstance(m.fc1, nn.Linear) and isinstance(m.fc2, nn.Linear)
    ]
    if not found:
        raise BackboneError(
            f"{backbone.name} has no blocks with hidden units to leave out (model.hidden_units)."
        )
    fewest = min(one.first.out_features for one in found)
    if kept > fewest:
        raise BackboneError(
            f"{backbone.name} has {fewest} hidden units a block; {kept} can't be kept"
            " (model.hidden_units)."
        )
    return found


def prune(backbone: Backbone, kept: int, batches: Iterable[Tensor]) -> None:
    """Keep so many hidden units of each block, those that move most of what it adds.

    What the others added is given to the weights of those kept, by least squares over the tokens
    of some pictures (as for channels in Luo et al. 2017, arXiv:1707.06342).

    Args:
        backbone: changed in place.
        kept: hidden units, at most as many as there are.
        batches: pictures, float32 (N, 3, S, S), 0..1.

    Raises:
        BackboneError: see `perceptrons`.
    """
    found = [(one, _Moments(one.first.out_features)) for one in perceptrons(backbone, kept)]
    hooks = [one.second.register_forward_pre_hook(moments) for one, moments in found]
    with torch.no_grad():
        for pictures in batches:
            backbone(pictures)
        for hook in hooks:
            hook.remove()
        for one, moments in found:
            one.module.fc1, one.module.fc2 = _pruned(one, kept, moments)


class _Moments:
    """Sums over tokens of hidden units, float64 (H,), and of their products, (H, H)."""

    def __init__(self, units: int) -> None:
        self.count = 0
        self.sums = torch.zeros(units, dtype=torch.double)
        self.products = torch.zeros(units, units, dtype=torch.double)

    def __call__(self, _: nn.Module, inputs: tuple[Tensor]) -> None:
        rows = inputs[0].flatten(0, -2)
        self.count += len(rows)
        self.sums += rows.sum(0)
        self.products += rows.T @ rows


def _pruned(one: Perceptron, kept: int, moments: _Moments) -> tuple[nn.Linear, nn.Linear]:
    mean = moments.sums / moments.count
    covariance = moments.products / moments.count - mean.outer(mean)
    out = one.second.weight.double()
    moved = covariance.diagonal() * out.square().sum(0)
    stay = moved.topk(kept).indices.sort().values
    among = covariance[stay][:, stay]
    among += SMALLEST_SHARE * among.diagonal().mean() * torch.eye(kept, dtype=torch.double)
    weight = out @ torch.linalg.solve(among, covariance[stay]).T
    first = nn.Linear(one.first.in_features, kept)
    second = nn.Linear(kept, one.second.out_features)
    first.weight.copy_(one.first.weight[stay])
    first.bias.copy_(one.first.bias[stay])
    second.weight.copy_(weight)
    second.bias.copy_(one.second.bias + out @ mean - weight @ mean[stay])
    return first, second
