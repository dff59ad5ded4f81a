"""The messages that a graph in ONNX is made of, so far as a bundle's may have them.

The field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from morelli.bundles.wire import Schema

MODEL: Schema = {
    1: ("ir_version", "int"),
    2: ("producer_name", "bytes"),
    3: ("producer_version", "bytes"),
    4: ("domain", "bytes"),
    5: ("model_version", "int"),
    6: ("doc_string", "bytes"),
    7: ("graph", "message"),
    8: ("opset_import", "messages"),
    14: ("metadata_props", "messages"),
}
OPSET: Schema = {1: ("domain", "text"), 2: ("version", "int")}
GRAPH: Schema = {
    1: ("node", "messages"),
    2: ("name", "bytes"),
    5: ("initializer", "messages"),
    10: ("doc_string", "bytes"),
    11: ("input", "messages"),
    12: ("output", "messages"),
    13: ("value_info", "messages"),
    16: ("metadata_props", "messages"),
}
NODE: Schema = {
    1: ("input", "texts"),
    2: ("output", "texts"),
    3: ("name", "text"),
    4: ("op_type", "text"),
    5: ("attribute", "messages"),
    6: ("doc_string", "bytes"),
    7: ("domain", "text"),
    9: ("metadata_props", "messages"),
}
# Without `g` and `graphs`, which hold control flow, `sparse_tensor` and `ref_attr_name`.
ATTRIBUTE: Schema = {
    1: ("name", "text"),
    2: ("f", "float"),
    3: ("i", "int"),
    4: ("s", "bytes"),
    5: ("t", "message"),
    7: ("floats", "floats"),
    8: ("ints", "ints"),
    9: ("strings", "messages"),
    13: ("doc_string", "bytes"),
    20: ("type", "int"),
}
# Without `external_data` and `data_location`, which name other files, and `string_data`.
TENSOR: Schema = {
    1: ("dims", "ints"),
    2: ("data_type", "int"),
    4: ("float_data", "floats"),
    5: ("int32_data", "ints"),
    7: ("int64_data", "ints"),
    8: ("name", "text"),
    9: ("raw_data", "bytes"),
    10: ("double_data", "floats"),
    11: ("uint64_data", "ints"),
    12: ("doc_string", "bytes"),
}
VALUE: Schema = {1: ("name", "text"), 2: ("type", "message"), 3: ("doc_string", "bytes")}
TYPE: Schema = {1: ("tensor_type", "message")}
TENSOR_TYPE: Schema = {1: ("elem_type", "int"), 2: ("shape", "message")}
SHAPE: Schema = {1: ("dim", "messages")}
DIM: Schema = {1: ("dim_value", "int"), 2: ("dim_param", "text"), 3: ("denotation", "text")}
