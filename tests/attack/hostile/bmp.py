"""BMP: false sizes, runs that are worked through byte by byte."""

import struct

from hostile.made import MB, Kinds

_RLE8, _RLE4, _FIELDS, _JPEG, _PNG = 1, 2, 3, 4, 5


def kinds() -> Kinds:
    """Names and makers."""
    for size in ((10_000, 10_000), (2**31 - 1, 2**31 - 1), (1, 2**31 - 1), (0, 0), (-9, -9)):
        yield f"bmp/no-data-{size[0]}x{size[1]}", lambda size=size: _bmp(*size, b"")
    for name, data in (
        ("runs-of-nothing", b"\0\0" * (9 * MB)),
        ("runs-of-one", b"\1\1" * (9 * MB)),
        ("runs-of-255", b"\xff\1" * MB),
        ("deltas", b"\0\2\xff\xff" * (4 * MB)),
        ("deltas-of-nothing", b"\0\2\0\0" * (4 * MB)),
        ("absolute", b"\0\3abc\0" * (3 * MB)),
        ("ends-of-line", b"\1\1\0\0" * (4 * MB)),
    ):
        for kind, bits in ((_RLE8, 8), (_RLE4, 4)):
            yield (
                f"bmp/rle{bits}-{name}",
                lambda d=data, k=kind, b=bits: _bmp(10_000, 10_000, d, b, k),
            )
    for kind in (_FIELDS, _JPEG, _PNG, 11, 99):
        yield f"bmp/compression-{kind}", lambda k=kind: _bmp(64, 48, bytes(9_999), 32, k)
    for bits in (0, 1, 2, 3, 16, 64, 255):
        yield f"bmp/bits-{bits}", lambda b=bits: _bmp(64, 48, bytes(64 * 48 * 8), b)
    yield "bmp/palette-of-2-to-the-31", lambda: _bmp(64, 48, bytes(9_999), 8, colours=2**31 - 1)
    yield "bmp/offset-beyond", lambda: _bmp(64, 48, b"", 24, offset=2**31)
    yield "bmp/blank", lambda: _bmp(2_500, 2_500, bytes(2_500 * 2_500 * 3), 24)
    yield "bmp/one-wide", lambda: _bmp(1, 4_500_000, bytes(18 * MB), 24)


def _bmp(
    width: int,
    height: int,
    data: bytes,
    bits: int = 24,
    compression: int = 0,
    colours: int = 0,
    offset: int | None = None,
) -> bytes:
    palette = bytes(range(256)) * 4 if bits <= 8 else b""
    at = 54 + len(palette) if offset is None else offset
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, 0, 1, 1, colours, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(data), 0, 0, at) + head + palette + data
