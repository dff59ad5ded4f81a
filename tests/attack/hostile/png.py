"""PNG: bombs, floods of chunks, false sizes (PNG, third edition)."""

import struct
import zlib

from hostile.made import MB, Kinds, chunk, deflated, healthy

MAGIC = b"\x89PNG\r\n\x1a\n"
_END = chunk(b"IEND", b"")


def kinds() -> Kinds:
    """Names and makers."""
    for width, height in (
        *((1, 100_000_000), (100_000_000, 1), (10, 9_999_999), (10_000, 10_000)),
        *((65_535, 1_500), (20_000, 20_000), (2**31 - 1, 2**31 - 1), (0, 5), (5, 0)),
    ):
        yield f"png/blank-{width}x{height}", lambda w=width, h=height: _blank(w, h)
    for depth, colour in ((8, 2), (16, 6), (8, 6), (16, 0), (8, 3), (1, 3)):
        yield (
            f"png/blank-{depth}-bits-of-kind-{colour}",
            lambda d=depth, c=colour: _blank(10_000, 10_000, d, c),
        )
    yield "png/interlaced", lambda: _blank(10_000, 10_000, interlaced=1)
    yield "png/interlaced-tall", lambda: _blank(1, 60_000_000, interlaced=1)
    for name in (b"IDAT", b"tEXt", b"zTXt", b"iTXt", b"gAMA", b"tIME", b"abCd", b"fdAT", b"eXIf"):
        kind = name.decode()
        yield f"png/empty-chunks-{kind}", lambda name=name: _flood(chunk(name, b""))
        yield f"png/small-chunks-{kind}", lambda name=name: _flood(chunk(name, b"a\0" + b"0" * 6))
    yield "png/pixels-in-chunks-of-one-byte", _in_bytes
    bomb = deflated(300 * MB)
    for name, head in ((b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"), (b"iCCP", b"a\0\0")):
        kind = name.decode()
        data = chunk(name, head + bomb)
        yield f"png/bomb-{kind}", lambda data=data: _with(data)
        yield f"png/bomb-{kind}-behind", lambda data=data: _with(data, behind=True)
        small = chunk(name, head + deflated(900_000))
        yield f"png/many-bombs-{kind}", lambda data=small: _with(data * 15_000)
    yield "png/profile-bytes-18-mb", lambda: _with(chunk(b"iCCP", b"a\0\0" + zlib.compress(b"")))
    yield "png/more-pixels-than-said", lambda: _blank(10, 10, data=deflated(1_000 * MB))
    yield "png/fewer-pixels-than-said", lambda: _blank(10_000, 10_000, data=deflated(1_000))
    yield "png/no-pixels", lambda: MAGIC + _header(10_000, 10_000) + _END
    yield "png/noise-for-pixels", lambda: _blank(10_000, 10_000, data=b"\x78\x9c" + b"\xaa" * MB)
    for length in (2**32 - 1, 2**31, 2**31 - 1, 30 * MB):
        yield f"png/chunk-says-{length}", lambda n=length: _with(chunk(b"tEXt", b"a\0b", n))
    yield "png/wrong-checksums", lambda: _with(b"\0\0\0\1IDATxabcd" * 1000)
    yield "png/palette-of-6-mb", lambda: _with(chunk(b"PLTE", b"\1\2\3" * 2 * MB))
    yield "png/palettes", lambda: _with(chunk(b"PLTE", b"\1\2\3" * 256) * 24_000)
    yield "png/transparency-of-6-mb", lambda: _with(chunk(b"tRNS", b"\1" * 6 * MB))
    for frames in (2, 1_000, 2**31 - 1, 2**32 - 1):
        yield f"apng/frames-{frames}", lambda n=frames: _animated(n)
    yield "apng/frame-larger-than-canvas", lambda: _frame(10_000, 10_000, 0, 0)
    yield "apng/frame-out-of-canvas", lambda: _frame(64, 48, 2**31 - 1, 2**31 - 1)
    yield "apng/many-controls", lambda: _with(_control(64, 48, 0, 0) * 500_000)
    for depth, colour in ((3, 0), (16, 3), (8, 5), (255, 255)):
        yield (
            f"png/nonsense-{depth}-bits-of-kind-{colour}",
            lambda d=depth, c=colour: _blank(64, 48, d, c),
        )


def _header(width: int, height: int, depth: int = 1, colour: int = 0, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def _blank(
    width: int,
    height: int,
    depth: int = 1,
    colour: int = 0,
    interlaced: int = 0,
    data: bytes | None = None,
) -> bytes:
    """A picture of zeros."""
    if data is None:
        channels = {2: 3, 4: 2, 6: 4}.get(colour, 1)
        length = height * (1 + -(-width * depth * channels // 8))
        data = deflated(min(length + length // 2 * interlaced, 900 * MB))
    palette = chunk(b"PLTE", b"\1\2\3" * 2) if colour == 3 else b""
    header = _header(width, height, depth, colour, interlaced)
    return MAGIC + header + palette + chunk(b"IDAT", data) + _END


def _with(chunks: bytes, behind: bool = False) -> bytes:
    """A healthy file with more chunks, before its pixels or behind."""
    data = healthy()["png"]
    at = len(data) - 12 if behind else 33
    return data[:at] + chunks + data[at:]


def _flood(chunk: bytes) -> bytes:
    return _with(chunk * (19 * MB // len(chunk)))


def _in_bytes() -> bytes:
    pixels = zlib.compress(bytes(700 * 701), 0)
    return (
        MAGIC
        + _header(700, 700, 8)
        + b"".join(chunk(b"IDAT", pixels[i : i + 1]) for i in range(len(pixels)))
        + _END
    )


def _animated(frames: int) -> bytes:
    data = bytearray(healthy()["apng"])
    at = data.index(b"acTL") + 4
    struct.pack_into(">I", data, at, frames)
    struct.pack_into(">I", data, at + 8, zlib.crc32(data[at - 4 : at + 8]))
    return bytes(data)


def _control(width: int, height: int, left: int, top: int) -> bytes:
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, width, height, left, top, 1, 1, 0, 0))


def _frame(width: int, height: int, left: int, top: int) -> bytes:
    data = healthy()["apng"]
    at = data.index(b"fcTL") - 4
    return data[:at] + _control(width, height, left, top) + data[at + 38 :]
