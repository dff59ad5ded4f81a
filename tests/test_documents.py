"""What others wrote is read within bounds, or refused with a reason."""

import json
import os
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from morelli import documents
from morelli.documents import first_fault, open_file, parse_json, read_file

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
)
VALUES = st.recursive(
    PLAIN | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=9,
)


@given(VALUES)
def test_what_is_finite_is_read_as_it_is(value):
    assert parse_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=40) | st.text('[]{},:"\\0123456789.eE+-NaInfity', max_size=40))
def test_anything_else_is_refused(content):
    raw = content if isinstance(content, bytes) else content.encode()
    try:
        found = parse_json(raw)
    except ValueError as error:
        assert str(error)
    else:
        assert not isinstance(found, float) or isfinite(found)


@pytest.mark.parametrize("text", ["[NaN]", "[1e999]", "[-Infinity]", '{"a": [{"b": 1e400}]}'])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        parse_json(text.encode())


def test_depth_and_number_of_values_are_bounded(monkeypatch):
    deepest = documents.DEEPEST
    parse_json(b"[" * deepest + b"]" * deepest)
    with pytest.raises(ValueError, match=f"more than {deepest} lists"):
        parse_json(b"[" * (deepest + 1) + b"]" * (deepest + 1))
    with pytest.raises(ValueError):
        parse_json(b"[" * 10**6)
    monkeypatch.setattr(documents, "MOST_VALUES", 3)
    parse_json(b"[1, 2, 3]")
    with pytest.raises(ValueError, match="more than 3 values"):
        parse_json(b"[1, 2, 3, 4]")


def test_only_regular_files_are_read_and_no_more_than_is_allowed(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    (tmp_path / "link").symlink_to(file)
    assert read_file(file, 5) == read_file(tmp_path / "link", 5) == b"12345"
    with pytest.raises(ValueError, match="more than 4 bytes"):
        read_file(file, 4)
    os.mkfifo(tmp_path / "pipe")
    for strange in (tmp_path / "pipe", "/dev/zero", tmp_path):
        with pytest.raises(ValueError, match="no regular file"):
            open_file(strange)
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "none", 5)


def test_a_field_is_named_in_one_line_whatever_it_is_called():
    class Wanted(BaseModel, extra="forbid"):
        number: int = 0

    for found, expected in (
        ({"number": "x"}, "number: Input should be"),
        ({"\x1b[31m\n": 1}, "Extra inputs"),
        (3, "the file: "),
    ):
        with pytest.raises(ValidationError) as refused:
            Wanted.model_validate(found)
        said = first_fault(refused.value)
        assert expected in said and said.isprintable()
