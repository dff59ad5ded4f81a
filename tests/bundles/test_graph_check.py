"""What morelli exports is let through; hostile graphs are in `hostile.py`."""

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from morelli.bundles import graph_check
from morelli.bundles.bundle import Bundle
from morelli.bundles.graph_check import OPERATORS


@pytest.mark.parametrize("name", ["default", "fast"])
def test_built_in_graphs_pass_though_they_are_not_asked(name):
    graph = graph_check.check(Bundle.open(name).graph)
    assert graph.inputs == {"pictures": ("batch", 3, 224, 224)}
    assert graph.outputs["artist_logits"] == ("batch", 233)


def test_a_trained_bundle_passes(trained):
    graph = graph_check.check(trained.bundle.graph)
    model = onnx.load_from_string(trained.bundle.graph)
    assert list(graph.outputs) == [output.name for output in model.graph.output]


def test_every_allowed_operator_is_one_of_onnx_that_has_no_body_and_no_chance():
    standard = {schema.name for schema in onnx.defs.get_all_schemas() if not schema.domain}
    assert not OPERATORS - standard
    assert not OPERATORS & {"Bernoulli", "Dropout", "Multinomial"}
    for name in OPERATORS:
        attributes = onnx.defs.get_schema(name).attributes.values()
        assert not any(a.type == onnx.defs.OpSchema.AttrType.GRAPH for a in attributes)


def test_a_shape_may_be_computed_of_shapes():
    """As `Reshape` in what is exported: of how many pictures there are, not of what they show."""
    sizes = numpy_helper.from_array(np.array([3 * 16 * 16]), "rest")
    nodes = [
        helper.make_node("Shape", ["pictures"], ["count"], end=1),
        helper.make_node("Concat", ["count", "rest"], ["shape"], axis=0),
        helper.make_node("Reshape", ["pictures", "shape"], ["flat"]),
    ]
    float32 = onnx.TensorProto.FLOAT
    pictures = helper.make_tensor_value_info("pictures", float32, ["batch", 3, 16, 16])
    flat = helper.make_tensor_value_info("flat", float32, ["batch", 768])
    model = helper.make_model(
        helper.make_graph(nodes, "g", [pictures], [flat], [sizes]),
        opset_imports=[helper.make_opsetid("", 20)],
    )
    assert graph_check.check(model.SerializeToString()).outputs == {"flat": ("batch", 768)}
