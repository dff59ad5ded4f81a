"""Class-activation maps that are exact: which places of a picture speak for a class.

The heads are linear on pooled features, so a logit is a sum over places (Zhou et al. 2016,
"Learning deep features for discriminative localization", for means; the same is done here for
deviations and covariances): with weights w, a mean is the sum of w·x / HW over places, a deviation,
sqrt(mean((x - m)^2) + e), the sum of w·((x - m)^2 + e) / (HW·deviation), and a square root of a
covariance C, which is C·R for some matrix R, the sum of (x - m)ᵀ·(WR + RW)/2·(x - m) / HW. Class
tokens of transformers have no place; what they and the bias add is told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import FeatureBlock
from morelli.bundles.manifest import ROOT_STEPS
from morelli.errors import MorelliError
from morelli.inference.classifier import Classifier
from morelli.inference.views import Picture

Map: TypeAlias = NDArray[np.float32]
Head: TypeAlias = Literal["artist", "style"]

GRID = 28
"""Side of the grid that levels of all sizes are brought to: 8 pixels of 224 a cell."""

EPSILON = 1e-6
"""What `morelli.training.models.backbones.mean_and_deviation` adds to a variance."""


class ExplainError(MorelliError):
    """The bundle cannot explain this."""


@dataclass(frozen=True, slots=True)
class Saliency:
    """The evidence for one class against the mean over all classes, in units of logits.

    Attributes:
        map: float32 (GRID, GRID), the evidence of each place, negative where it speaks against
            the class.
        placeless: what class tokens and the bias add. The sum of both is the class's logit
            minus the mean logit.
    """

    map: Map
    placeless: float


class Explainer:
    """Looks at pictures as a classifier does, and keeps what it saw. Safe from several threads."""

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier

    def look(self, picture: Picture) -> "Evidence":
        """Run the whole graph on one picture: a path, bytes, a PIL image or an array.

        Raises:
            PictureError: the picture was refused.
        """
        outputs = self.classifier.run([self.classifier.decode(picture)], self.needs)
        return self.evidence({name: values[0] for name, values in outputs.items()})

    @property
    def needs(self) -> list[str]:
        """Names of the outputs of the graph that reasons are found in."""
        bundle = self.classifier.bundle
        sources = dict.fromkeys(block.source for block in bundle.manifest.feature_blocks)
        heads = (("artist", bundle.artists), ("style", bundle.styles))
        return ["embedding", *(f"{head}_logits" for head, there in heads if there), *sources]

    def evidence(self, outputs: Mapping[str, NDArray[np.float32]]) -> "Evidence":
        """Reasons in what the graph gave already, `needs` without the batch axis."""
        return Evidence(self, dict(outputs))

    def number(self, head: Head, slug: str) -> int:
        """Which column of a head a class has.

        Raises:
            ExplainError: the bundle doesn't know the class.
        """
        bundle = self.classifier.bundle
        known = bundle.artists if head == "artist" else bundle.styles
        if slug not in known:
            raise ExplainError(f"{bundle.name} knows no {head} {slug[:60]!r}.")
        return known.index(slug)

    @cached_property
    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Weights (D, classes) of the heads "artist" and "style" that the bundle has."""
        bundle = self.classifier.bundle
        heads = [h for h, there in (("artist", bundle.artists), ("style", bundle.styles)) if there]
        square = np.zeros((8, 8, 3), dtype=np.uint8)  # weights depend on no picture
        found = self.classifier.run([square], [f"head_{head}" for head in heads])
        return {head: found[f"head_{head}"] for head in heads}


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the graph saw in one picture.

    Attributes:
        explainer: who looked.
        outputs: of the graph, without the batch axis: `embedding` (K,), `<head>_logits`
            (classes,) and the maps (C, H, W), lowest level first.
    """

    explainer: Explainer
    outputs: dict[str, NDArray[np.float32]]

    @property
    def embedding(self) -> NDArray[np.float32]:
        """Float32 (K,), by which paintings are compared."""
        return self.outputs["embedding"]

    @property
    def maps(self) -> dict[str, NDArray[np.float32]]:
        """The maps (C, H, W) by the name of the output."""
        return {name: m for name, m in self.outputs.items() if name.startswith("feature_map_")}

    def saliency(self, head: Head, slug: str) -> Saliency:
        """Where the picture looks like the work of a painter, or like a style.

        Raises:
            ExplainError: the bundle doesn't know the class, or doesn't say which pooled
                features come from which map.
        """
        bundle = self.explainer.classifier.bundle
        column = self.explainer.number(head, slug)
        placed = [block for block in bundle.manifest.feature_blocks if block.kind != "token"]
        if not placed:
            raise ExplainError(
                f"{bundle.name} doesn't say where its features come from; export it anew, or use"
                " another bundle."
            )
        weights = self.explainer.weights[head]
        if column >= weights.shape[1]:
            raise ExplainError(
                f"There is no heat map for {slug}: this painter was taught to a graph that doesn't"
                f" give what that takes. Train {bundle.name} anew with this morelli, and teach it."
            )
        contrast = weights[:, column] - weights.mean(axis=1)
        total = np.zeros((GRID, GRID))
        for block in placed:
            w = contrast[block.start : block.start + block.width].astype(np.float64)
            total += _spread(_evidence(block, self.outputs[block.source], w))
        logits = self.outputs[f"{head}_logits"][: weights.shape[1]].astype(np.float64)
        placeless = float(logits[column] - logits.mean() - total.sum())
        return Saliency(total.astype(np.float32), placeless)


def normalised(evidence: Map) -> Map:
    """Evidence (H, W) for showing: 0 where nothing speaks for the class, 1 where most does.

    Evidence below the median counts as none, since a map always has a level of its own.
    """
    above = np.maximum(evidence - np.median(evidence), 0)
    top = float(np.quantile(above, 0.995)) or 1.0
    return np.asarray(np.clip(above / top, 0, 1), dtype=np.float32)


def _evidence(block: FeatureBlock, maps: NDArray[np.float32], w: NDArray[Any]) -> NDArray[Any]:
    """Evidence (H, W) of one block of features with weights (C,), from its maps (C, H, W)."""
    x = maps.astype(np.float64)
    if block.kind == "covariance":
        return _together(x, w)
    if block.kind == "deviation":
        x = (x - x.mean(axis=(1, 2), keepdims=True)) ** 2 + EPSILON
        w = w / np.sqrt(x.mean(axis=(1, 2)))
    return np.asarray(np.tensordot(w, x, axes=1) / (x.shape[1] * x.shape[2]))


def _together(x: NDArray[np.float64], w: NDArray[Any]) -> NDArray[Any]:
    """Evidence (H, W) of maps (C, H, W) whose covariance's root has weights (C (C + 1) / 2,)."""
    channels, height, width = x.shape
    rows = x.reshape(channels, -1)
    rows = rows - rows.mean(axis=1, keepdims=True)
    weights = np.zeros((channels, channels))
    weights[np.triu_indices(channels)] = w / 2
    weights += weights.T
    ratio = _root_by_itself(rows @ rows.T / rows.shape[1])
    symmetric = (weights @ ratio + ratio @ weights) / 2
    return np.asarray(
        (rows * (symmetric @ rows)).sum(axis=0).reshape(height, width) / rows.shape[1]
    )


def _root_by_itself(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix R (C, C) by which `square_root` multiplies a covariance: a polynomial of it."""
    one = np.eye(len(covariance))
    trace = max(float(np.trace(covariance)), 1e-12)
    root, inverse, ratio = covariance / trace, one, one
    for _ in range(ROOT_STEPS):
        step = 1.5 * one - 0.5 * inverse @ root
        root, inverse, ratio = root @ step, step @ inverse, ratio @ step
    return np.asarray(ratio / np.sqrt(trace))


def _spread(evidence: NDArray[Any]) -> NDArray[Any]:
    """Bring evidence (H, W) to the grid, smoothly; its sum stays what it was."""
    height, width = evidence.shape
    return np.asarray(_weights(height) @ evidence @ _weights(width).T)


def _weights(count: int) -> NDArray[np.float64]:
    """How `count` places in a row are shared out over the grid: (GRID, count), columns sum to 1."""
    centres = (np.arange(GRID) + 0.5) * count / GRID - 0.5
    distance = np.abs(np.clip(centres, 0, count - 1)[:, None] - np.arange(count))
    shares = np.maximum(0, 1 - distance / max(1.0, count / GRID))
    return np.asarray(shares / shares.sum(axis=0))
