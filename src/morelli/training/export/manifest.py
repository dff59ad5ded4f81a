"""What `morelli.json` says of a bundle that was trained: classes, and blocks of features."""

from collections.abc import Sequence
from typing import Any

from morelli.bundles.bundle import Calibration, FeatureBlock, Label, Manifest
from morelli.taxonomy import Taxonomy, UnknownNameError
from morelli.training.data.training_set import TrainingSet
from morelli.training.export.graphs import LinearHeads, public
from morelli.training.models.backbones import Backbone

NOT_YET = "0" * 64
"""Stands for the digest of the graph until the bundle is saved."""


def manifest(
    name: str,
    training: TrainingSet,
    heads: LinearHeads,
    calibration: Calibration,
    provenance: dict[str, Any],
) -> Manifest:
    """The manifest of a bundle, see `Manifest`, before it is known what else the bundle holds."""
    return Manifest(
        name=name,
        sha256=NOT_YET,
        artists=class_labels("artist", training.classes.get("artist", ())),
        styles=class_labels("style", training.classes.get("style", ())),
        refuses="painting" in heads.weights,
        preprocessing=training.preprocessing,
        calibration=calibration,
        feature_blocks=feature_blocks(training.backbones),
        provenance=provenance,
    )


def class_labels(head: str, slugs: Sequence[str]) -> tuple[Label, ...]:
    """Classes of a head ("artist" or "style") with their names, where the taxonomy has them."""
    taxonomy = Taxonomy.load()
    find = taxonomy.artist if head == "artist" else taxonomy.style
    found = []
    for slug in slugs:
        try:
            name = find(slug).name
        except UnknownNameError:
            name = slug.replace("-", " ").title()
        found.append(Label(slug=slug, name=name))
    return tuple(found)


def feature_blocks(backbones: Sequence[Backbone]) -> tuple[FeatureBlock, ...]:
    """The pooled features of backbones side by side, block by block."""
    blocks: list[FeatureBlock] = []
    start = 0
    for i, backbone in enumerate(backbones):
        for name, kind, width in backbone.feature_blocks():
            blocks.append(FeatureBlock(source=public(i, name), kind=kind, start=start, width=width))
            start += width
    return tuple(blocks)
