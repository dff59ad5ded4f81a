"""Reads messages in the wire format of Protocol Buffers, strictly and without copies.

Where readers of the format differ (fields nobody knows, a message given twice and merged), a
message could be one thing here and another in onnxruntime. All of that is refused; see
https://protobuf.dev/programming-guides/encoding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "int", "ints", "float", "floats", "text", "texts", "bytes", "message", "messages"
]
"""What a field holds; in the plural it may stand several times, and numbers may be packed."""

Schema: TypeAlias = Mapping[int, tuple[str, Kind]]
"""The fields that a message may have: by number, what they are called and hold."""

MOST_FIELDS = 1_000_000
"""Fields of all messages in one file, as many as are read in about a second."""

LONGEST_TEXT = 1_000
"""Bytes of a name."""

_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5
_WIRES: dict[Kind, tuple[int, ...]] = {
    "int": (_VARINT,),
    "ints": (_VARINT, _LENGTH),
    "float": (_FOUR,),
    "floats": (_EIGHT, _FOUR, _LENGTH),
    "text": (_LENGTH,),
    "texts": (_LENGTH,),
    "bytes": (_LENGTH,),
    "message": (_LENGTH,),
    "messages": (_LENGTH,),
}
_SEVERAL = frozenset(("ints", "floats", "texts", "messages"))


@dataclass(frozen=True, slots=True)
class Message:
    """What a message holds, by the names of its fields; a field that isn't there is empty.

    Attributes:
        ints: of the kinds "int" and "ints", signed.
        texts: of the kinds "text" and "texts".
        parts: of all other kinds, as they lie in the file; packed numbers together.
    """

    ints: dict[str, list[int]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, list[memoryview]] = field(default_factory=dict)

    def int(self, name: str) -> int:
        """A number; 0 where there is none."""
        return self.ints.get(name, [0])[0]

    def text(self, name: str) -> str:
        """A text; empty where there is none."""
        return self.texts.get(name, [""])[0]

    def part(self, name: str) -> memoryview:
        """Bytes or a message; empty where there is none."""
        return self.parts.get(name, [memoryview(b"")])[0]

    def __contains__(self, name: str) -> bool:
        return name in self.ints or name in self.texts or name in self.parts


class Reader:
    """Reads the messages of one file, which together may have `MOST_FIELDS` fields."""

    def __init__(self) -> None:
        self._left = MOST_FIELDS

    def read(self, content: memoryview, schema: Schema) -> Message:
        """One message.

        Args:
            content: its bytes.
            schema: the fields that it may have.

        Raises:
            ValueError: it is no message, has another field, or one of them twice.
        """
        message = Message()
        for number, wire, value in self._fields(content):
            if number not in schema:
                raise ValueError(f"a field {number} that is not known")
            name, kind = schema[number]
            if wire not in _WIRES[kind]:
                raise ValueError(f"{name} is of another kind")
            if name in message and kind not in _SEVERAL:
                raise ValueError(f"{name} stands twice")
            if isinstance(value, int):
                message.ints.setdefault(name, []).append(_signed(value))
            elif kind == "ints":
                message.ints.setdefault(name, []).extend(self._packed(value))
            elif kind in ("text", "texts"):
                message.texts.setdefault(name, []).append(_text(value, name))
            else:
                message.parts.setdefault(name, []).append(value)
        return message

    def _fields(self, content: memoryview) -> Iterator[tuple[int, int, int | memoryview]]:
        at, end = 0, len(content)
        while at < end:
            self._count()
            key, at = _varint(content, at)
            wire = key & 7
            if wire == _VARINT:
                value, at = _varint(content, at)
                yield key >> 3, wire, value
                continue
            if wire == _LENGTH:
                size, at = _varint(content, at)
            elif wire in (_EIGHT, _FOUR):
                size = 8 if wire == _EIGHT else 4
            else:
                raise ValueError("a group, or no message at all")
            if size > end - at:
                raise ValueError("it is cut")
            yield key >> 3, wire, content[at : at + size]
            at += size

    def _packed(self, content: memoryview) -> Iterator[int]:
        at = 0
        while at < len(content):
            self._count()
            value, at = _varint(content, at)
            yield _signed(value)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise ValueError(f"it has more than {MOST_FIELDS:,} fields, too many")


def _varint(content: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(content):
            raise ValueError("it is cut")
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value >> 64:
                break
            return value, at
    raise ValueError("a number of more than 64 bits")


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _text(value: memoryview, name: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"{name} has more than {LONGEST_TEXT:,} bytes, too many")
    return str(value, "utf-8")
