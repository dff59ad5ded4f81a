"""Reads what a graph in ONNX is made of, and refuses what a bundle's has no need of.

A graph is a program that somebody else wrote, and onnxruntime runs it in this process. What is
allowed is what a network that is exported by `morelli train` holds: operators of ONNX's standard
domain that compute, on numbers that are part of the file. No loops and branches, no functions, no
other files, nothing random, and no tensor whose shape depends on what is seen in the picture, so
that one run on any picture (`morelli.bundles.trial`) shows what all runs cost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from morelli.bundles import onnx_format
from morelli.bundles.wire import Message, Reader

MOST_NODES = 20_000
"""Nodes, and stored tensors; a network of a billion weights has some thousand."""

MOST_OUTPUTS = 500
MOST_AXES = 8

LARGEST_SIDE = 1 << 31
"""Numbers along one axis, and in one tensor."""

OPSETS = range(13, 31)
"""Versions of the standard domain."""

Shape: TypeAlias = tuple[int | str, ...]
"""Of a tensor; a text where any length will do."""

# Whoever exports another network with timm and misses one here finds its name in the refusal.
_NAMES = """
Abs Acos Add And ArgMax ArgMin Asin Atan AveragePool BatchNormalization BitShift Cast CastLike
Ceil Celu Clip Concat Constant ConstantOfShape Conv ConvTranspose Cos CumSum DepthToSpace
DequantizeLinear Div DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand Flatten Floor Gather
GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual
GridSample GroupNormalization HardSigmoid HardSwish Identity InstanceNormalization IsInf IsNaN
LRN LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization LpPool MatMul
MatMulInteger Max MaxPool Mean Min Mish Mod Mul Neg Not OneHot Or PRelu Pad Pow
QuantizeLinear RMSNormalization Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum
ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu
Reshape Resize Round ScatterElements ScatterND Selu Shape Sigmoid Sign Sin Size Slice Softmax
Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tan Tanh ThresholdedRelu Tile TopK
Transpose Trilu Unsqueeze Where Xor
"""
OPERATORS = frozenset(_NAMES.split())

_SHAPED_BY: dict[str, slice] = {
    **dict.fromkeys(("ConstantOfShape", "Range"), slice(0, None)),
    **dict.fromkeys(
        ("Expand", "OneHot", "Pad", "Reshape", "Resize", "Slice", "Split", "Squeeze", "Tile"),
        slice(1, None),
    ),
    **dict.fromkeys(("TopK", "Unsqueeze"), slice(1, None)),
    **dict.fromkeys(
        (op for op in OPERATORS if op.startswith("Reduce")),
        slice(1, None),
    ),
}
"""Inputs by which these operators decide on the shape of what they give."""

_SHAPES = frozenset(("Shape", "Size"))

_BYTES = {1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 16: 2}
"""Bytes of a number by its type (`TensorProto.DataType`); texts and what is packed have none."""

_FLOAT = 1


@dataclass(frozen=True, slots=True)
class Graph:
    """What a graph takes and gives: the shapes of float32 tensors by their names."""

    inputs: dict[str, Shape]
    outputs: dict[str, Shape]


def check(content: bytes) -> Graph:
    """What a graph takes and gives.

    Raises:
        ValueError: it is no ONNX, or has what no bundle's graph needs; the message says which.
    """
    return _Check().model(memoryview(content))


class _Check:
    """One look at a graph, from its first byte to its last."""

    def __init__(self) -> None:
        self._read = Reader().read
        self._fixed: set[str] = set()  # tensors that are the same for every picture
        self._known: set[str] = {""}  # what stands for an input that is left out

    def model(self, content: memoryview) -> Graph:
        try:
            model = self._read(content, onnx_format.MODEL)
            graph = self._read(model.part("graph"), onnx_format.GRAPH)
        except ValueError as error:
            raise ValueError(f"it is not ONNX as morelli writes it: {error}") from error
        if "graph" not in model:
            raise ValueError("it is not ONNX as morelli writes it: it has no graph")
        self._opsets(model)
        for part, most in (("node", MOST_NODES), ("initializer", MOST_NODES)):
            if len(graph.parts.get(part, ())) > most:
                raise ValueError(f"it has more than {most:,} {part}s, too many")
        for stored in graph.parts.get("initializer", ()):
            name = self._tensor(stored, "a stored tensor")
            self._name(name)
            self._fixed.add(name)
        inputs = self._values(graph, "input")
        for name in inputs:
            self._name(name)
        for node in graph.parts.get("node", ()):
            self._node(self._read(node, onnx_format.NODE))
        outputs = self._values(graph, "output")
        if missing := sorted(outputs.keys() - self._known):
            raise ValueError(f"nothing gives its output {missing[0]!r}")
        return Graph(inputs, outputs)

    def _opsets(self, model: Message) -> None:
        imports = [
            self._read(part, onnx_format.OPSET) for part in model.parts.get("opset_import", ())
        ]
        for domain in (one.text("domain") for one in imports):
            if domain not in ("", "ai.onnx"):
                raise ValueError(f"it uses operators of the domain {domain!r}")
        if len(imports) != 1 or imports[0].int("version") not in OPSETS:
            first, last = OPSETS[0], OPSETS[-1]
            raise ValueError(f"it is for no version of ONNX's operators from {first} to {last}")

    def _name(self, name: str) -> None:
        if name in self._known:
            raise ValueError(f"it has two tensors named {name!r}")
        self._known.add(name)

    def _node(self, node: Message) -> None:
        operator, domain = node.text("op_type"), node.text("domain")
        if domain not in ("", "ai.onnx") or operator not in OPERATORS:
            full = f"{domain}.{operator}" if domain else operator
            raise ValueError(f"it has the operator {full!r}, which is not allowed in a bundle")
        for part in node.parts.get("attribute", ()):
            try:
                attribute = self._read(part, onnx_format.ATTRIBUTE)
            except ValueError as error:
                raise ValueError(f"an attribute of {operator} is not allowed: {error}") from error
            if "t" in attribute:
                self._tensor(attribute.part("t"), f"an attribute of {operator}")
        inputs = node.texts.get("input", [])
        for name in inputs:
            if name not in self._known:
                raise ValueError(f"{operator} needs {name!r}, which nothing before it gives")
        fixed = self._fixed.issuperset(name for name in inputs if name)
        shaped_by = inputs[_SHAPED_BY.get(operator, slice(0))]
        if not self._fixed.issuperset(name for name in shaped_by if name):
            raise ValueError(f"the shape of what {operator} gives depends on the picture's content")
        for name in node.texts.get("output", ()):
            if name:
                self._name(name)
                if fixed or operator in _SHAPES:
                    self._fixed.add(name)

    def _tensor(self, content: memoryview, what: str) -> str:
        """Check a tensor whose numbers are all here; its name."""
        try:
            tensor = self._read(content, onnx_format.TENSOR)
        except ValueError as error:
            raise ValueError(f"{what} is not one whose numbers are in the file: {error}") from error
        name, dims = tensor.text("name"), tensor.ints.get("dims", [])
        size = _BYTES.get(tensor.int("data_type"))
        if size is None:
            raise ValueError(f"{what}, {name!r}, is not of numbers")
        count = _volume(dims, name)
        typed = sum(map(len, (tensor.ints.get(f"{kind}_data", ()) for kind in _WHOLE)))
        floats = {"float_data": 4, "double_data": 8}
        typed += sum(len(p) // floats[f] for f in floats for p in tensor.parts.get(f, ()))
        there = len(tensor.part("raw_data")) / size + typed
        if there != count:
            raise ValueError(f"{what}, {name!r}, has {there:g} numbers where its shape has {count}")
        return name

    def _values(self, graph: Message, part: str) -> dict[str, Shape]:
        found: dict[str, Shape] = {}
        values = graph.parts.get(part, ())
        if len(values) > MOST_OUTPUTS:
            raise ValueError(f"it has more than {MOST_OUTPUTS} {part}s, too many")
        for content in values:
            value = self._read(content, onnx_format.VALUE)
            name = value.text("name")
            try:
                kind = self._read(value.part("type"), onnx_format.TYPE)
                tensor = self._read(kind.part("tensor_type"), onnx_format.TENSOR_TYPE)
                shape = self._read(tensor.part("shape"), onnx_format.SHAPE)
                dims = [self._read(dim, onnx_format.DIM) for dim in shape.parts.get("dim", ())]
            except ValueError as error:
                raise ValueError(
                    f"{part} {name!r} is not of a type that is known: {error}"
                ) from error
            if name in found:
                raise ValueError(f"it has two {part}s named {name!r}")
            if tensor.int("elem_type") != _FLOAT or "shape" not in tensor:
                raise ValueError(f"{part} {name!r} is not float32 of a shape that is said")
            lengths = [dim.int("dim_value") for dim in dims if "dim_value" in dim]
            _volume(lengths, name)
            found[name] = tuple(
                dim.int("dim_value") if "dim_value" in dim else dim.text("dim_param")
                for dim in dims
            )
        return found


_WHOLE = ("int32", "int64", "uint64")


def _volume(dims: Iterable[int], name: str) -> int:
    """How many numbers a tensor of these lengths has."""
    lengths = list(dims)
    if len(lengths) > MOST_AXES or not all(0 <= length < LARGEST_SIDE for length in lengths):
        raise ValueError(f"the shape of {name!r} is impossible")
    count = prod(lengths)
    if count >= LARGEST_SIDE:
        raise ValueError(f"{name!r} has {count:,} numbers, too many")
    return count
