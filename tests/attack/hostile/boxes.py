"""AVIF and HEIF: boxes that lie about their lengths, counts and sizes (ISO 14496-12, 23008-12)."""

import struct

from PIL import Image

from hostile.made import MB, Kinds, encoded, healthy

_BOXES = (b"meta", b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"ipco", b"ispe", b"ipma", b"mdat")


def kinds() -> Kinds:
    """Names and makers."""
    for kind in ("avif", "heic"):
        data = healthy()[kind]
        for box in _BOXES:
            if box not in data:
                continue
            name = box.decode()
            for length in (0, 1, 7, 2**31, 2**32 - 1):
                yield (
                    f"{kind}/{name}-says-{length}",
                    lambda d=data, b=box, n=length: _says(d, b, n),
                )
            yield f"{kind}/{name}-renamed", lambda d=data, b=box: d.replace(b, b"abcd")
            yield f"{kind}/{name}-filled", lambda d=data, b=box: _filled(d, b)
        for size in ((10_000, 10_000), (65_535, 65_535), (2**32 - 1, 2**32 - 1), (0, 0)):
            yield (
                f"{kind}/size-{size[0]}x{size[1]}",
                lambda d=data, s=size: _sized(d, *s),
            )
        yield f"{kind}/boxes", lambda d=data: _behind_type(d, b"\0\0\0\x08free" * (2 * MB))
        yield f"{kind}/boxes-behind", lambda d=data: d + b"\0\0\0\x08free" * (2 * MB)
        yield f"{kind}/boxes-in-boxes", lambda d=data: _behind_type(d, _nested(5_000))
        yield f"{kind}/brands", lambda d=data: _brands(d)
        yield f"{kind}/type-alone", lambda d=data: d[: struct.unpack_from(">I", d)[0]]
    for kind, name in (("avif", "AVIF"), ("heic", "HEIF")):
        yield f"{kind}/blank-9-megapixels", lambda name=name: _blank(3_000, 3_000, name)
        yield f"{kind}/blank-tall", lambda name=name: _blank(64, 8_000, name)


def _says(data: bytes, box: bytes, length: int) -> bytes:
    at = data.index(box) - 4
    return data[:at] + struct.pack(">I", length) + data[at + 4 :]


def _filled(data: bytes, box: bytes) -> bytes:
    """The box's content is all ones: counts, offsets and flags at their largest."""
    at = data.index(box)
    length = min(struct.unpack_from(">I", data, at - 4)[0] - 8, len(data) - at - 4)
    return data[: at + 4] + b"\xff" * length + data[at + 4 + length :]


def _sized(data: bytes, width: int, height: int) -> bytes:
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def _behind_type(data: bytes, boxes: bytes) -> bytes:
    at = struct.unpack_from(">I", data)[0]
    return data[:at] + boxes + data[at:]


def _nested(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = struct.pack(">I", len(data) + 12) + b"meta" + bytes(4) + data
    return data


def _brands(data: bytes) -> bytes:
    at, brands = struct.unpack_from(">I", data)[0], data[8:12] * (4 * MB)
    return struct.pack(">I", at + len(brands)) + data[4:at] + brands + data[at:]


def _blank(width: int, height: int, kind: str) -> bytes:
    options = {"speed": 10} if kind == "AVIF" else {}
    return encoded(Image.new("RGB", (width, height), (9, 99, 199)), kind, quality=10, **options)
