"""Messages are read as protobuf's own readers read them, or refused."""

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.bundles import onnx_format, wire
from morelli.bundles.wire import Reader

INTS = st.integers(-(2**63), 2**63 - 1)


def read(content, schema):
    return Reader().read(memoryview(content), schema)


@given(st.text(max_size=9), st.lists(INTS, max_size=9), st.binary(max_size=9))
def test_what_protobuf_writes_is_read(name, dims, raw):
    tensor = onnx.TensorProto(name=name, dims=dims, raw_data=raw, data_type=1)
    found = read(tensor.SerializeToString(), onnx_format.TENSOR)
    assert found.text("name") == name and found.ints.get("dims", []) == dims
    assert bytes(found.part("raw_data")) == raw and found.int("data_type") == 1


@given(st.lists(INTS, min_size=1, max_size=9))
def test_packed_numbers_are_those_that_are_not(numbers):
    attribute = onnx.AttributeProto(name="a", ints=numbers)
    apart = read(attribute.SerializeToString(), onnx_format.ATTRIBUTE)
    tensor = onnx.TensorProto(int64_data=numbers)
    assert apart.ints["ints"] == numbers
    assert read(tensor.SerializeToString(), onnx_format.TENSOR).ints["int64_data"] == numbers


@given(st.binary(max_size=60))
def test_what_is_read_is_read_so_by_protobuf_too(content):
    try:
        found = read(content, onnx_format.TENSOR)
    except ValueError as error:
        assert str(error)
        return
    theirs = onnx.TensorProto.FromString(content)
    assert found.text("name") == theirs.name and found.ints.get("dims", []) == list(theirs.dims)
    assert bytes(found.part("raw_data")) == theirs.raw_data


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x08", "it is cut"),
        (b"\x42\x05ab", "it is cut"),
        (b"\x08" + b"\xff" * 10, "more than 64 bits"),
        (b"\x0b", "a group, or no message"),
        (b"\x42\x01a\x42\x01b", "name stands twice"),
        (b"\x40\x01", "name is of another kind"),
        (b"\x42\x01\xff", "utf-8"),
        (b"\xf8\x07\x01", "a field 127 that is not known"),
    ],
)
def test_what_is_refused(content, reason):
    with pytest.raises(ValueError, match=reason):
        read(content, onnx_format.TENSOR)


def test_fields_are_counted_in_all_messages_together(monkeypatch):
    monkeypatch.setattr(wire, "MOST_FIELDS", 5)
    reader = Reader()
    three = memoryview(b"\x08\x01" * 3)
    reader.read(three, onnx_format.TENSOR)
    with pytest.raises(ValueError, match="more than 5 fields"):
        reader.read(three, onnx_format.TENSOR)
