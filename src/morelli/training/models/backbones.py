"""Backbones: what of a pretrained network the heads get to see."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import torch
from timm.layers.patch_dropout import PatchDropout
from timm.models import group_parameters
from torch import Tensor, nn

from morelli.bundles.manifest import BlockKind
from morelli.recipes.networks import BackboneError
from morelli.training.models.covariance import Covariance, covariance
from morelli.training.models.pretrained import create

MOST_LEVELS = 7
"""Of a transformer's many blocks, so many, evenly spread, are pooled unless a recipe says which."""


class Backbone(nn.Module):
    """A timm network without its classifier, from pictures to pooled features.

    It normalises the picture itself (mean and deviation are buffers), so that no caller can
    feed it with another backbone's normalisation. It stays in evaluation mode also while it is
    trained: batch-norm statistics of a few thousand paintings are worse than those of the
    pretraining.

    Attributes:
        name: as the recipe spells it.
        width: number of pooled features D.
    """

    mean: Tensor
    std: Tensor

    def __init__(
        self,
        name: str,
        *,
        size: int | None = None,
        pooling: str = "levels",
        levels: tuple[int, ...] | None = None,
        covariances: tuple[int, ...] = (),
        patch: int | None = None,
        pretrained: bool = True,
    ) -> None:
        """Build the network; see `Model` in `morelli.recipes.recipe` for the arguments.

        Raises:
            BackboneError: timm has no such network, its weights cannot be found, or it takes
                no pictures of this size.
        """
        super().__init__()
        self.name = name
        self.pooling = pooling
        # In evaluation mode from the start: a forward pass to learn the shapes must not move
        # the batch-norm statistics that came with the weights.
        self.net = create(name, size, pretrained, patch).eval()
        config = self.net.pretrained_cfg
        self.register_buffer("mean", torch.tensor(config["mean"]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(config["std"]).view(1, 3, 1, 1))
        self.size = size or int(config["input_size"][1])
        self.interpolation: str = config["interpolation"]
        self.prefix = int(getattr(self.net, "num_prefix_tokens", 0))
        self.is_transformer = hasattr(self.net, "blocks") and hasattr(self.net, "pos_embed")
        self.dropping: PatchDropout | None = None
        self.levels = self._choose(levels) if pooling == "levels" else ()
        self.adds_final = bool(self.levels) and levels is None and self._final_differs()
        if levels is not None and self.levels:
            self.net.prune_intermediate_layers(list(self.levels), prune_norm=True)
        lacking = sorted(set(covariances) - set(self.levels))
        if lacking:
            raise BackboneError(
                f"{name} pools levels {', '.join(map(str, self.levels))}; there is no {lacking[0]}"
                " to take a covariance of (model.covariances)."
            )
        self.covariances = nn.ModuleDict(
            {
                str(self.levels.index(level)): Covariance(self.net.feature_info[level]["num_chs"])
                for level in covariances
            }
        )
        try:
            with torch.no_grad():
                self.width = int(self(torch.zeros(1, 3, self.size, self.size))[0].shape[1])
        except (AssertionError, RuntimeError, ValueError) as error:
            raise BackboneError(
                f"{name} takes no pictures of {self.size} x {self.size} pixels: {error}"
            ) from error

    def forward(self, pictures: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Pool a batch.

        Args:
            pictures: float32 (N, 3, S, S), 0..1, sRGB.

        Returns:
            Pooled features, float32 (N, D), and the maps (N, C, H, W) they were pooled from:
            `feature_map_0`, … from the lowest level, and `projected_map_0`, … of the levels whose
            covariance is pooled.
        """
        blocks, maps = self._blocks(pictures)
        return torch.cat([features for _, _, features in blocks], 1), maps

    def _blocks(
        self, pictures: Tensor
    ) -> tuple[list[tuple[str, BlockKind, Tensor]], dict[str, Tensor]]:
        """Blocks of features (N, C), each with its map and its kind, and all maps."""
        x = (pictures - self.mean) / self.std
        if self.pooling == "gap":
            pooled, last = self._last(x)
            kind: BlockKind = "token" if self.prefix else "mean"
            return [("feature_map_0", kind, pooled)], {"feature_map_0": last}
        blocks: list[tuple[str, BlockKind, Tensor]] = []
        maps: dict[str, Tensor] = {}
        projected: dict[str, Tensor] = {}
        taken = self._taken()
        for i, (level, tokens) in enumerate(self._levels(x)):
            name, second = f"feature_map_{i}", f"projected_map_{i}"
            maps[name] = level
            blocks += [(name, "token", token) for token in tokens]
            if not taken:
                mean, deviation = mean_and_deviation(level)
                blocks += [(name, "mean", mean), (name, "deviation", deviation)]
                continue
            blocks.append((name, "mean", level.mean((2, 3))))
            if i in taken:
                root, projected[second] = taken[i](level)
                blocks.append((second, "covariance", root))
        return blocks, maps | projected

    def whiten(self, batches: Iterable[Tensor]) -> None:
        """Fit what covariances are taken of (`Covariance.learn`) to pictures (N, 3, S, S), 0..1."""
        taken = self._taken()
        sums = dict.fromkeys(taken, torch.zeros((), dtype=torch.double))
        count = 0
        with torch.no_grad():
            for pictures in batches:
                levels = self._levels((pictures - self.mean) / self.std)
                count += len(pictures)
                for number in taken:
                    of_each = covariance(levels[number][0].float().flatten(2))
                    sums[number] = sums[number] + of_each.double().sum(0)
        for number, total in sums.items():
            taken[number].learn(total / count)

    def _taken(self) -> dict[int, Covariance]:
        """What takes covariances, by the place of the level among those pooled."""
        found = self.covariances.items()
        return {int(number): one for number, one in found if isinstance(one, Covariance)}

    def _levels(self, x: Tensor) -> list[tuple[Tensor, list[Tensor]]]:
        """Maps (N, C, H, W) of each level, and its class token (N, C) if there is one."""
        options: dict[str, Any] = {"indices": list(self.levels), "norm": False}
        dropping = self.dropping is not None and self.dropping.training
        if self.is_transformer:
            options["return_prefix_tokens"] = self.prefix > 0
            options["output_fmt"] = "NLC" if dropping else "NCHW"
        if self.adds_final:
            final, levels = self.net.forward_intermediates(x, **options)
            levels = [*levels, final]
        else:
            levels = self.net.forward_intermediates(
                x, intermediates_only=True, stop_early=True, **options
            )
        found = []
        for level in levels:
            level_map, tokens = level if isinstance(level, tuple) else (level, None)
            if dropping:  # what is left of the patches is no square any more
                level_map = level_map.transpose(1, 2).unsqueeze(3)
            found.append((level_map, [] if tokens is None else [tokens[:, 0]]))
        return found

    def train(self, mode: bool = True) -> "Backbone":
        """Training mode for what drops patches, if anything, and for nothing else."""
        super().train(False)
        if self.dropping is not None:
            self.dropping.train(mode)
        return self

    def learn_from(self, share: float) -> None:
        """While it is trained, show it only a share (0..1) of the patches of each picture.

        Raises:
            BackboneError: it is no transformer whose patches can be dropped.
        """
        if share == 1:
            return
        if self.pooling != "levels" or not hasattr(self.net, "patch_drop"):
            raise BackboneError(
                f"{self.name} has no patches that it could do without; fine_tuning.tokens = 1"
                " takes whole pictures."
            )
        self.net.patch_drop = PatchDropout(1 - share, num_prefix_tokens=self.prefix)
        self.dropping = self.net.patch_drop

    def feature_blocks(self) -> list[tuple[str, BlockKind, int]]:
        """Pooled features block by block: name of the map, kind and width."""
        with torch.no_grad():
            blocks, _ = self._blocks(torch.zeros(1, 3, self.size, self.size))
        return [(source, kind, int(features.shape[1])) for source, kind, features in blocks]

    def layers(self) -> list[nn.Module]:
        """Modules that own parameters, lowest first: what "the top 30 % of layers" counts."""
        return [
            m for m in self.net.modules() if next(m.parameters(recurse=False), None) is not None
        ]

    def top(self, share: float, lowest: str | None = None) -> list[nn.Module]:
        """The layers that a share (0..1) means, or those from timm's module `lowest` up.

        Raises:
            BackboneError: there is no such module.
        """
        layers = self.layers()
        if lowest is None:
            return layers[len(layers) - round(share * len(layers)) :]
        names = dict(self.net.named_modules())
        if lowest not in names:
            close = get_close_matches(lowest, names, n=3) or list(self.net._modules)
            raise BackboneError(
                f"{self.name} has no module {lowest!r} (fine_tuning.lowest); close ones:"
                f" {', '.join(close)}."
            )
        inside = set(map(id, names[lowest].modules()))
        first = next((i for i, layer in enumerate(layers) if id(layer) in inside), None)
        if first is None:
            raise BackboneError(f"{self.name}: module {lowest!r} has nothing that can be trained.")
        return layers[first:]

    def heights(self) -> dict[nn.Parameter, int]:
        """How high each parameter's layer (a transformer's block) lies; the lowest is 0."""
        found = group_parameters(self.net, self.net.group_matcher(), reverse=True)
        return {parameter: found[name] for name, parameter in self.net.named_parameters()}

    def _last(self, x: Tensor) -> tuple[Tensor, Tensor]:
        features = self.net.forward_features(x)
        if getattr(self.net, "output_fmt", "NCHW") == "NHWC":
            features = features.permute(0, 3, 1, 2)
        if features.ndim == 4:
            return features.mean((2, 3)), features
        patches = features[:, self.prefix :]
        side = round(patches.shape[1] ** 0.5)
        grid = patches.transpose(1, 2).unflatten(2, (side, side))
        return features[:, 0] if self.prefix else patches.mean(1), grid

    def _choose(self, levels: tuple[int, ...] | None) -> tuple[int, ...]:
        if not hasattr(self.net, "forward_intermediates"):
            raise BackboneError(f'timm cannot show the levels of {self.name}; use pooling = "gap".')
        count = len(self.net.feature_info)
        if levels is None:
            if count <= MOST_LEVELS:
                return tuple(range(count))
            step = count / MOST_LEVELS
            return tuple(round((i + 1) * step) - 1 for i in range(MOST_LEVELS))
        wrong = [level for level in levels if not 0 <= level < count]
        if wrong:
            raise BackboneError(f"{self.name} has levels 0 to {count - 1}; there is no {wrong[0]}.")
        return tuple(sorted(set(levels)))

    def _final_differs(self) -> bool:
        """Some networks widen the last stage once more before pooling; that is a level too."""
        info = self.net.feature_info
        return not self.is_transformer and bool(
            self.net.num_features != info[len(info) - 1]["num_chs"]
        )


def mean_and_deviation(level: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation over space, each (N, C), of maps (N, C, H, W)."""
    mean = level.mean((2, 3))
    centred = level - mean[:, :, None, None]
    return mean, (centred.square().mean((2, 3)) + 1e-6).sqrt()
