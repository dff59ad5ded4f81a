"""A bundle as small as one can be: three painters, two styles, pictures of 16 pixels.

It is made without training, in milliseconds, and has all that a bundle may have.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from morelli.bundles.bundle import Bundle, save
from morelli.bundles.manifest import (
    Calibration,
    FeatureBlock,
    Label,
    Manifest,
    Preprocessing,
    Recognition,
)
from morelli.bundles.reference_set import ReferenceSet
from morelli.works.index import Index
from morelli.works.miniature import BYTES
from morelli.works.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPACE = "0123456789abcdef"
SIDE = 16
DRAW = np.random.default_rng(5)


def stored(name: str, *shape: int) -> TensorProto:
    return numpy_helper.from_array(DRAW.normal(size=shape).astype(np.float32), name)


def output(name: str, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def graph() -> onnx.ModelProto:
    """Means of the three colours, projected, and the heads on that."""
    node = helper.make_node
    nodes = [
        node("Identity", ["pictures"], ["feature_map_0_0"]),
        node("ReduceMean", ["pictures", "axes"], ["pooled"], keepdims=0),
        node("Identity", ["projection"], ["basis"]),
        node("MatMul", ["pooled", "projection"], ["projected"]),
        node("Sub", ["projected", "centre"], ["embedding"]),
        node("MatMul", ["embedding", "artist_rows"], ["artist_logits"]),
        node("MatMul", ["embedding", "style_rows"], ["style_logits"]),
        node("MatMul", ["embedding", "painting_rows"], ["painting_logits"]),
        node("MatMul", ["basis", "artist_rows"], ["head_artist"]),
        node("MatMul", ["basis", "style_rows"], ["head_style"]),
        node("LpNormalization", ["embedding"], ["work_embedding"], axis=1, p=2),
    ]
    initializers = [
        numpy_helper.from_array(np.array([2, 3], np.int64), "axes"),
        stored("projection", 3, 3),
        stored("centre", 3),
        stored("artist_rows", 3, 3),
        stored("style_rows", 3, 2),
        stored("painting_rows", 3, 1),
    ]
    outputs = [
        output("embedding", "batch", 3),
        output("basis", 3, 3),
        output("artist_logits", "batch", 3),
        output("head_artist", 3, 3),
        output("style_logits", "batch", 2),
        output("head_style", 3, 2),
        output("painting_logits", "batch", 1),
        output("work_embedding", "batch", 3),
        output("feature_map_0_0", "batch", 3, SIDE, SIDE),
    ]
    made = helper.make_graph(
        nodes, "tiny", [output("pictures", "batch", 3, SIDE, SIDE)], outputs, initializers
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


def build(folder: Path) -> Bundle:
    """Write the bundle into a folder."""
    measure = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 100}
    head = {"accuracy": measure, "top5": measure, "chance": 0.3, "confusion": {"a": {"b": 3}}}
    manifest = Manifest(
        name="tiny",
        sha256="0" * 64,
        artists=tuple(Label(slug=s, name=s.upper()) for s in ("a", "b", "c")),
        styles=tuple(Label(slug=s, name=s.upper()) for s in ("x", "y")),
        refuses=True,
        preprocessing=Preprocessing(size=SIDE),
        calibration=Calibration(
            style_weight=0.5,
            style_given_artist=((0.5, 0.5), (0.1, 0.9), (1.0, 0.0)),
            familiarity=tuple(np.linspace(-2, 0, 101)),
            distance_weight=0.1,
            artist_thresholds=(0.1, 0.1, 0.2),
            style_thresholds=(0.3, 0.3),
        ),
        feature_blocks=(FeatureBlock(source="feature_map_0_0", kind="mean", start=0, width=3),),
        provenance={"recipe": {"seed": 1}, "data": {"training_pictures": 9, "sources": {"s": 9}}},
        metrics={"bundle": "tiny", "skipped": 0, "artist": head, "style": head},
    )
    known = ReferenceSet(
        np.arange(12) % 3,
        DRAW.normal(size=(12, 3)).astype(np.float32),
        DRAW.normal(size=(12, 3)).astype(np.float32),
    )
    rule = Recognition(space=SPACE, weights=(16.0, 15.0), bias=-13.0, threshold=0.9)
    manifest = manifest.model_copy(update={"recognition": rule})
    return save(folder, manifest, graph().SerializeToString(), known.to_json(), index().to_bytes())


def index(wide: int = 3, space: str = SPACE) -> Index:
    rows = DRAW.normal(size=(4, wide))
    miniatures = DRAW.integers(0, 256, (4, BYTES), dtype=np.uint8)
    return Index.of(space, rows, miniatures, [Work(f"Work {n}") for n in range(4)])


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "morelli.json").read_bytes())
    return found


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest."""
    document = manifest(folder)
    change(document)
    (folder / "morelli.json").write_text(json.dumps(document))


def put(folder: Path, file: str, content: bytes) -> None:
    """Put a file into the bundle, its checksum into the manifest."""
    field = {"model.onnx": "sha256", "background.json": "background_sha256"}
    (folder / file).unlink()
    (folder / file).write_bytes(content)
    named = field.get(file, "works_sha256")
    edit(folder, lambda document: document.update({named: hashlib.sha256(content).hexdigest()}))


def regraph(folder: Path, change: Callable[[onnx.ModelProto], object]) -> None:
    """Change the graph, its checksum in the manifest."""
    model = onnx.load_from_string((folder / "model.onnx").read_bytes())
    changed = change(model)
    put(folder, "model.onnx", changed if isinstance(changed, bytes) else model.SerializeToString())
