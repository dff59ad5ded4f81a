"""The graph of a bundle: backbones side by side, their pooled features, the heads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, compose, helper, numpy_helper
from sklearn.covariance import ledoit_wolf
from sklearn.neighbors import NearestNeighbors

from morelli.bundles.reference_set import MOST
from morelli.training.export.graphs import OPSET, LinearHeads, in_steps, public

TENTHS = 10

LEAST = 1e-5
"""What a class's weights add to those before it, or a direction's spread within classes, as a share
of the most; below, it is rounding."""


@dataclass(frozen=True)
class Projection:
    """How pooled features become an embedding: `(pooled - centre) @ basis`.

    Attributes:
        basis: float64 (D, K); its columns span what the heads read.
        centre: float64 (D,).
    """

    basis: NDArray[np.float64]
    centre: NDArray[np.float64]

    @classmethod
    def of(cls, heads: LinearHeads) -> "Projection":
        """An orthonormal basis of what the heads read.

        Directions that the heads tell apart by rounding alone are left out: a softmax says nothing
        of what all its classes share, and whitening would make them as loud as any other.
        """
        weights = np.concatenate([*heads.weights.values()]).astype(np.float64)
        basis, triangle = np.linalg.qr(weights.T)
        new = np.abs(np.diag(triangle))  # what each row says that those before it don't
        return cls(basis[:, new > LEAST * new.max()], np.zeros(len(basis)))

    def whitened(self, pooled: NDArray[np.float32], classes: NDArray[np.int64]) -> "Projection":
        """The same space, in which every class spreads alike in all directions.

        Distances in it are Mahalanobis distances of linear discriminant analysis (Fisher 1936):
        directions in which pictures of one painter differ count less. The covariance within
        classes is shrunk as Ledoit and Wolf (2004) say. Where no class has two pictures there is
        nothing to learn this from, and the space is only centred.

        Args:
            pooled: float32 (M, D), of pictures that the heads did not learn from.
            classes: their numbers (M,), negative where not known.
        """
        centre = pooled.mean(0, dtype=np.float64)
        counts = np.bincount(classes[classes >= 0])
        if not (counts > 1).any():
            return Projection(self.basis, centre)
        known = pooled[classes >= 0] @ self.basis
        numbers = classes[classes >= 0]
        sums = np.zeros((numbers.max() + 1, known.shape[1]))
        np.add.at(sums, numbers, known)
        means = sums / np.maximum(counts, 1)[:, None]
        several = counts[numbers] > 1
        inside = (known - means[numbers])[several]
        scale = np.maximum(inside.std(0), 1e-9)
        within, _ = ledoit_wolf(inside / scale, assume_centered=True)
        # Means are drawn from the same pictures: each takes one degree of freedom.
        within *= len(inside) / max(len(inside) - (counts > 1).sum(), 1)
        spread = np.linalg.eigvalsh(within)
        if spread[-1] <= 0:
            return Projection(self.basis, centre)
        # Pictures of a class may differ by rounding alone in some direction: it is not to be loud.
        within += max(LEAST * spread[-1] - spread[0], 0.0) * np.eye(len(within))
        inverse = np.linalg.inv(np.linalg.cholesky(within)).T
        return Projection(self.basis / scale @ inverse, centre)

    def shrinkage(self, pooled: NDArray[np.float32], classes: NDArray[np.int64]) -> float:
        """How many times as far from the pictures that whiten it fresh ones lie as those do apart.

        The fewer pictures there are for the space's dimensions, the closer whitening brings them to
        each other. Measured on a tenth of them at a time, by what the others whiten: the median of
        the distances to the nearest.

        Args:
            pooled: see `whitened`.
            classes: likewise.
        """
        if len(pooled) < 2 * TENTHS:
            return 1.0
        order = np.random.default_rng(0).permutation(len(pooled))
        far: list[NDArray[np.float64]] = []
        near: list[NDArray[np.float64]] = []
        for fresh in np.array_split(order, TENTHS):
            others = np.setdiff1d(order, fresh)
            projection = self.whitened(pooled[others], classes[others])
            some = others[np.linspace(0, len(others) - 1, min(len(others), MOST)).astype(int)]
            known = NearestNeighbors(n_neighbors=1).fit(projection.embed(pooled[some]))
            far.append(known.kneighbors(projection.embed(pooled[fresh]))[0])
            near.append(known.kneighbors()[0])
        return float(np.median(np.concatenate(far)) / max(np.median(np.concatenate(near)), 1e-9))

    def embed(self, pooled: NDArray[np.float32]) -> NDArray[np.float64]:
        """Embeddings (N, K) of pooled features (N, D)."""
        return np.asarray((pooled - self.centre) @ self.basis)


def assemble(
    graphs: Sequence[onnx.ModelProto],
    heads: LinearHeads,
    projection: Projection | None = None,
    *,
    works: Projection | None = None,
    compact: bool = False,
) -> onnx.ModelProto:
    """The graph of a bundle: backbones side by side, their pooled features, the heads.

    With `compact` the basis is stored in 255 steps for each feature, which moves logits by about a
    hundredth. That of `works` always is (see `rounded`).

    Outputs: `<head>_logits` for each head; `embedding`, float32 (N, K), the pooled features
    projected on an orthonormal basis of what the heads read (K: the number of all classes at most),
    by which paintings are compared; `basis` (D, K), from pooled features to it, and
    `head_<head>` (D, classes), the weights themselves, both for class-activation maps; and
    `feature_map_<backbone>_<level>`, the maps, and `projected_map_<backbone>_<level>`, those whose
    covariance is pooled. With `works` also `work_embedding`, float32 (N, W), of length 1, by which
    copies of a painting are found.
    """
    parts = [compose.add_prefix(graph, f"b{i}_") for i, graph in enumerate(graphs)]
    nodes: list[onnx.NodeProto] = []
    initializers: list[TensorProto] = []
    outputs: list[onnx.ValueInfoProto] = []
    for i, part in enumerate(parts):
        source = part.graph.input[0].name
        for node in part.graph.node:
            for k, name in enumerate(node.input):
                if name == source:
                    node.input[k] = "pictures"
        nodes += part.graph.node
        initializers += part.graph.initializer
        for value in part.graph.output[1:]:
            renamed = onnx.ValueInfoProto()
            renamed.CopyFrom(value)
            renamed.name = public(i, value.name.removeprefix(f"b{i}_"))
            nodes.append(helper.make_node("Identity", [value.name], [renamed.name]))
            outputs.append(renamed)
    pooled = [part.graph.output[0].name for part in parts]
    nodes.append(helper.make_node("Concat", pooled, ["pooled"], axis=1))
    head_nodes, head_initializers, head_outputs = _heads(
        heads, projection or Projection.of(heads), compact
    )
    if works is not None:
        work_nodes, work_initializers, work_output = _works(works)
        head_nodes += work_nodes
        head_initializers += work_initializers
        head_outputs.append(work_output)
    picture = parts[0].graph.input[0]
    picture.name = "pictures"
    graph = helper.make_graph(
        [*nodes, *head_nodes],
        "morelli",
        [picture],
        [*head_outputs, *outputs],
        [*initializers, *head_initializers],
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=10,
        producer_name="morelli",
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def _heads(
    heads: LinearHeads, projection: Projection, compact: bool
) -> tuple[list[onnx.NodeProto], list[TensorProto], list[onnx.ValueInfoProto]]:
    names = list(heads.weights)
    stacked = np.concatenate([heads.weights[name] for name in names]).astype(np.float64)
    # Columns are stored at a size of about one, so that none drowns in the steps of another.
    factor = (2.0 ** np.floor(np.log2(np.abs(projection.basis).max(0)))).astype(np.float32)
    unscaled = (projection.basis / factor).astype(np.float32)
    if compact:
        initializers, nodes = in_steps("basis_unscaled", unscaled, 0)
        steps, step = map(numpy_helper.to_array, initializers)
        unscaled = steps * step
    else:
        initializers, nodes = [numpy_helper.from_array(unscaled, "basis_unscaled")], []
    # The heads are solved for on the basis as it is stored, so that rounding it costs little.
    basis = (unscaled * factor).astype(np.float64)
    restored = np.linalg.lstsq(basis, stacked.T, rcond=None)[0].T
    centre = (projection.centre @ basis).astype(np.float32)
    nodes += [
        helper.make_node("Mul", ["basis_unscaled", "basis_factor"], ["basis"]),
        helper.make_node("MatMul", ["pooled", "basis"], ["projected"]),
        helper.make_node("Sub", ["projected", "embedding_centre"], ["embedding"]),
    ]
    initializers += [
        numpy_helper.from_array(factor, "basis_factor"),
        numpy_helper.from_array(centre, "embedding_centre"),
    ]
    outputs = [
        helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", basis.shape[1]]),
        helper.make_tensor_value_info("basis", TensorProto.FLOAT, list(basis.shape)),
    ]
    start = 0
    for name in names:
        count = len(heads.weights[name])
        rows = restored[start : start + count].astype(np.float32)
        # At the centre the logits are exact; what rounding the basis does grows from there.
        bias = heads.biases[name] + heads.weights[name].astype(np.float64) @ projection.centre
        start += count
        initializers.append(numpy_helper.from_array(rows.T.copy(), f"{name}_rows"))
        initializers.append(numpy_helper.from_array(bias.astype(np.float32), f"{name}_bias"))
        nodes.append(
            helper.make_node(
                "Gemm", ["embedding", f"{name}_rows", f"{name}_bias"], [f"{name}_logits"]
            )
        )
        nodes.append(helper.make_node("MatMul", ["basis", f"{name}_rows"], [f"head_{name}"]))
        outputs.append(
            helper.make_tensor_value_info(f"{name}_logits", TensorProto.FLOAT, ["batch", count])
        )
        outputs.append(
            helper.make_tensor_value_info(
                f"head_{name}", TensorProto.FLOAT, [basis.shape[0], count]
            )
        )
    return nodes, initializers, outputs


def rounded(projection: Projection) -> Projection:
    """The projection as a graph stores it: its basis in 255 steps for each feature."""
    steps, step = map(numpy_helper.to_array, in_steps("basis", projection.basis, 0)[0])
    return Projection((steps * step).astype(np.float64), projection.centre)


def _works(
    projection: Projection,
) -> tuple[list[onnx.NodeProto], list[TensorProto], onnx.ValueInfoProto]:
    initializers, nodes = in_steps("work_basis", projection.basis, 0)
    centre = (projection.centre @ rounded(projection).basis).astype(np.float32)
    initializers.append(numpy_helper.from_array(centre, "work_centre"))
    nodes += [
        helper.make_node("MatMul", ["pooled", "work_basis"], ["work_projected"]),
        helper.make_node("Sub", ["work_projected", "work_centre"], ["work_centred"]),
        helper.make_node("LpNormalization", ["work_centred"], ["work_embedding"], axis=1, p=2),
    ]
    shape = ["batch", projection.basis.shape[1]]
    return (
        nodes,
        initializers,
        helper.make_tensor_value_info("work_embedding", TensorProto.FLOAT, shape),
    )
