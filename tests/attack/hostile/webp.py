"""WebP: canvases, chunks and frames without end (RFC 9649)."""

import struct

from PIL import Image

from hostile.made import MB, Kinds, encoded, healthy


def kinds() -> Kinds:
    """Names and makers."""
    for side in (1_000, 9_900, 16_383, 2**24):
        yield f"webp/canvas-{side}", lambda side=side: _riff(_extended(side, side, 2) + _frame())
        yield (
            f"webp/still-canvas-{side}",
            lambda side=side: _riff(_extended(side, side) + healthy()["webp"][12:]),
        )
        yield (
            f"webp/frame-at-{side}",
            lambda side=side: _riff(_extended(64, 48, 2) + _frame(left=side // 2, top=side // 2)),
        )
    for kind in ("lossless", "lossy", "transparent"):
        for size in ((4_000, 4_000), (16_383, 1_000), (1, 16_383)):
            yield (
                f"webp/blank-{kind}-{size[0]}x{size[1]}",
                lambda size=size, kind=kind: _blank(*size, kind),
            )
    yield "webp/blank-lossless-9900x9900", lambda: _blank(9_900, 9_900, "lossless")
    for frames in (100, 8_000):
        yield (
            f"webp/frames-{frames}",
            lambda n=frames: _riff(_extended(9_900, 9_900, 2) + _frame() * n),
        )
    yield "webp/chunks", lambda: _riff(_extended(64, 48) + b"abcd\0\0\0\0" * (2 * MB) + _still())
    yield "webp/chunks-behind", lambda: _riff(_still() + b"abcd\0\0\0\0" * (2 * MB))
    yield "webp/exif-chunks", lambda: _riff(_extended(64, 48, 8) + _still() + _part(b"EXIF") * MB)
    yield (
        "webp/profile-18-mb",
        lambda: _riff(_extended(64, 48, 32) + _part(b"ICCP", b"p" * 18 * MB) + _still()),
    )
    for length in (2**32 - 1, 2**31, 0):
        yield f"webp/file-says-{length}", lambda n=length: _says(healthy()["webp"], 4, n)
        yield f"webp/chunk-says-{length}", lambda n=length: _says(healthy()["webp"], 16, n)
        yield f"webp/frame-says-{length}", lambda n=length: _says(_animation(), 34, n)
    yield "webp/animation-of-nothing", lambda: _riff(_extended(9_900, 9_900, 2))
    yield "webp/frames-within-frames", lambda: _riff(_extended(64, 48, 2) + _nested())
    yield "webp/nothing-inside", lambda: _riff(b"")
    yield (
        "webp/lossless-size-only",
        lambda: _riff(_part(b"VP8L", b"\x2f" + struct.pack("<I", 0x0FFFFFFF) + b"\0" * 9)),
    )
    yield (
        "webp/lossless-zeros",
        lambda: _riff(
            _part(b"VP8L", b"\x2f" + struct.pack("<I", 9_898 | 9_898 << 14) + b"\x88\x88\x08" * 9)
        ),
    )
    yield (
        "webp/lossy-size-only",
        lambda: _riff(
            _part(b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + struct.pack("<HH", 9_999, 9_999) + b"\0" * 99)
        ),
    )


def _riff(chunks: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _part(name: bytes, data: bytes = b"") -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _three(number: int) -> bytes:
    return struct.pack("<I", number & 0xFFFFFF)[:3]


def _extended(width: int, height: int, flags: int = 0) -> bytes:
    return _part(b"VP8X", bytes([flags, 0, 0, 0]) + _three(width - 1) + _three(height - 1))


def _still() -> bytes:
    return healthy()["webp"][12:]


def _frame(left: int = 0, top: int = 0) -> bytes:
    head = _three(left) + _three(top) + _three(63) + _three(47) + _three(10) + b"\0"
    return _part(b"ANMF", head + _still())


def _animation() -> bytes:
    return _riff(_extended(64, 48, 2) + _frame())


def _nested() -> bytes:
    data = _frame()
    for _ in range(1_000):
        data = _part(b"ANMF", bytes(16) + data)
    return data


def _says(data: bytes, at: int, length: int) -> bytes:
    return data[:at] + struct.pack("<I", length) + data[at + 4 :]


def _blank(width: int, height: int, kind: str) -> bytes:
    """One colour."""
    if kind == "transparent":
        image = Image.new("RGBA", (width, height), (9, 99, 199, 99))
        return encoded(image, "WEBP", lossless=True, method=0, quality=0)
    image = Image.new("RGB", (width, height), (9, 99, 199))
    return encoded(image, "WEBP", lossless=kind == "lossless", method=0, quality=0)
