"""From backbones to ONNX graphs, in the precision the bundle stores.

`morelli.training.export.assembly` puts the graph of a bundle together from the graph of each
backbone, exported here by torch, and the heads. Frozen backbones are exported *before* the heads
are trained, and the heads learn from the features of that very graph, so that what is served is
what was learnt from.
"""

import copy
import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from timm.layers.layer_scale import LayerScale
from torch import Tensor, nn

from morelli.training.models.backbones import Backbone

OPSET = 20
SMALLEST_PACKED = 2048
"""Weights with fewer numbers stay in float32: packing them would save nothing."""


@dataclass(frozen=True)
class LinearHeads:
    """Linear heads on pooled features, as plain arrays.

    Attributes:
        weights: per output ("artist", "style", "painting") float32 (classes, D).
        biases: per output float32 (classes,).
    """

    weights: dict[str, NDArray[np.float32]]
    biases: dict[str, NDArray[np.float32]]

    def logits(self, pooled: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Logits (N, classes) of each output for pooled features (N, D)."""
        return {name: pooled @ w.T + self.biases[name] for name, w in self.weights.items()}


class _Flat(nn.Module):
    """A backbone with its outputs in a flat tuple, as the exporter wants them."""

    def __init__(self, backbone: Backbone) -> None:
        super().__init__()
        self.backbone = backbone

    def forward(self, pictures: Tensor) -> tuple[Tensor, ...]:
        pooled, maps = self.backbone(pictures)
        return (pooled, *maps.values())


def backbone_graphs(
    backbones: Sequence[Backbone], storage: Mapping[str, str]
) -> list[onnx.ModelProto]:
    """Backbones as they ship, each in the precision that a recipe's `model.storage` says."""
    return [backbone_graph(b, storage.get(b.name, "float32")) for b in backbones]


def backbone_graph(backbone: Backbone, storage: str = "float32") -> onnx.ModelProto:
    """Export a backbone: input `pictures`, outputs `pooled` and the maps that it names.

    Args:
        backbone: in whatever mode; it is exported in evaluation mode.
        storage: "float32", "float16" or "int8"; see `pack`.
    """
    backbone = _folded(backbone)
    example = torch.zeros(2, 3, backbone.size, backbone.size)
    with torch.no_grad():
        maps = list(backbone(example)[1])
    quiet = logging.getLogger("torch.onnx")
    level = quiet.level
    quiet.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                _Flat(backbone),
                (example,),
                input_names=["pictures"],
                output_names=["pooled", *maps],
                dynamic_shapes=({0: torch.export.Dim("batch")},),
                opset_version=OPSET,
                dynamo=True,
                verbose=False,
            )
    finally:
        quiet.setLevel(level)
    if program is None:
        raise RuntimeError("torch.onnx.export returned nothing")
    model = program.model_proto
    _strip(model)
    return pack(model, storage)


def _folded(backbone: Backbone) -> Backbone:
    """A copy in evaluation mode, a transformer's layer scales in the products before them.

    That saves a pass over all tokens for each.
    """
    copied = copy.deepcopy(backbone).eval()
    for block in getattr(copied.net, "blocks", ()):
        for scale, product in (("ls1", "attn.proj"), ("ls2", "mlp.fc2")):
            if isinstance(getattr(block, scale, None), LayerScale):
                linear = block.get_submodule(product)
                with torch.no_grad():
                    factors = getattr(block, scale).gamma
                    linear.weight.mul_(factors[:, None])
                    linear.bias.mul_(factors)
                setattr(block, scale, nn.Identity())
    return copied


def public(backbone: int, name: str) -> str:
    """What the graph of a bundle calls a map of one of its backbones, `feature_map_1_0` say."""
    kind, number = name.rsplit("_", 1)
    return f"{kind}_{backbone}_{number}"


def pack(model: onnx.ModelProto, storage: str) -> onnx.ModelProto:
    """Store large weights in fewer bits; the arithmetic stays in float32.

    "float16" rounds every large tensor. "int8" rounds the matrices of convolutions and
    products to 255 steps per output channel and the rest to float16. A cast (and a product
    with the step) in front of each restores float32; onnxruntime folds it when it loads the
    graph, so every machine computes the same, at the speed of float32.
    """
    if storage == "float32":
        return model
    axes = _channel_axes(model) if storage == "int8" else {}
    nodes: list[onnx.NodeProto] = []
    kept: list[TensorProto] = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALLEST_PACKED:
            kept.append(tensor)
            continue
        name, packed = tensor.name, f"{tensor.name}_packed"
        if name in axes:
            more, restoring = in_steps(name, values, axes[name])
            kept += more
            nodes += restoring
        else:
            kept.append(numpy_helper.from_array(values.astype(np.float16), packed))
            nodes.append(cast(packed, name))
    everything = [*nodes, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(everything)
    return model


def in_steps(
    name: str, values: NDArray[np.floating[Any]], axis: int
) -> tuple[list[TensorProto], list[onnx.NodeProto]]:
    """A tensor rounded to 255 steps, the finest that hold each slice along `axis`.

    Returns:
        What is stored, int8 `<name>_packed` and float32 `<name>_step`, and the nodes that make
        the float32 tensor `name` of them.
    """
    others = tuple(i for i in range(values.ndim) if i != axis)
    step = (np.abs(values).max(axis=others, keepdims=True) / 127).astype(np.float32)
    step[step == 0] = 1
    steps = np.clip(np.rint(values / step), -127, 127).astype(np.int8)
    stored = [
        numpy_helper.from_array(steps, f"{name}_packed"),
        numpy_helper.from_array(step, f"{name}_step"),
    ]
    nodes = [
        cast(f"{name}_packed", f"{name}_steps"),
        helper.make_node("Mul", [f"{name}_steps", f"{name}_step"], [name]),
    ]
    return stored, nodes


def repack(graph: bytes, storage: str) -> bytes:
    """The graph of a bundle with its float32 weights stored otherwise; see `pack`."""
    packed: bytes = pack(onnx.load_from_string(graph), storage).SerializeToString(
        deterministic=True
    )
    return packed


def cast(source: str, target: str) -> onnx.NodeProto:
    """A node that turns what is stored as `source` into float32."""
    return helper.make_node("Cast", [source], [target], to=TensorProto.FLOAT)


def _channel_axes(model: onnx.ModelProto) -> dict[str, int]:
    """Axis of the output channels of each weight used by a convolution or a product."""
    axes: dict[str, int] = {}
    for node in model.graph.node:
        if node.op_type == "Conv":
            axes[node.input[1]] = 0
        elif node.op_type == "MatMul":
            axes[node.input[1]] = 1
        elif node.op_type == "Gemm":
            transposed = any(a.name == "transB" and a.i for a in node.attribute)
            axes[node.input[1]] = 0 if transposed else 1
    return axes


def _strip(model: onnx.ModelProto) -> None:
    """Drop what the exporter notes about the machine it ran on (source files, stack traces)."""
    for holder in (model, model.graph, *model.graph.node):
        del holder.metadata_props[:]
        holder.doc_string = ""
    for value in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]
        value.doc_string = ""
    del model.graph.value_info[:]
