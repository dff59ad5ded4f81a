"""GIF: canvases out of nothing, frames, sub-blocks and bytes without end (GIF89a)."""

import struct

from hostile.made import MB, Kinds, healthy, noise

_PIXEL = b"\x02\x02\x44\x01\0"
"""Packed data of one pixel."""


def kinds() -> Kinds:
    """Names and makers."""
    for side in (1_000, 10_000, 14_000, 65_535):
        yield f"gif/canvas-{side}", lambda side=side: _gif(side, side, _image(1, 1))
        yield f"gif/frame-{side}", lambda side=side: _gif(1, 1, _image(side, side))
        yield (
            f"gif/transparent-canvas-{side}",
            lambda side=side: _gif(side, side, _control(1) + _image(1, 1)),
        )
        yield f"gif/offset-{side}", lambda side=side: _gif(1, 1, _image(1, 1, side, side))
        yield f"gif/interlaced-{side}", lambda side=side: _gif(1, 1, _image(side, side, flags=0x40))
    yield "gif/canvas-of-nothing", lambda: _gif(0, 0, _image(0, 0))
    for frames in (100, 10_000, 1_000_000):
        yield f"gif/frames-{frames}", lambda n=frames: _gif(9_000, 9_000, _image(1, 1) * n)
    yield "gif/controls", lambda: _gif(9, 9, _control(1) * (2 * MB) + _image(9, 9))
    yield "gif/comment-of-full-blocks", lambda: _gif(9, 9, _comment(255) + _image(9, 9))
    yield "gif/comment-of-single-bytes", lambda: _gif(9, 9, _comment(1) + _image(9, 9))
    yield "gif/comments", lambda: _gif(9, 9, b"\x21\xfe\1a\0" * (3 * MB) + _image(9, 9))
    yield "gif/comments-behind", lambda: _gif(9, 9, _image(9, 9) + b"\x21\xfe\1a\0" * (3 * MB))
    yield (
        "gif/applications",
        lambda: _gif(9, 9, b"\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0" * MB + _image(9, 9)),
    )
    yield (
        "gif/xmp-without-end",
        lambda: _gif(9, 9, b"\x21\xff\x0bXMP DataXMP" + b"\1a" * (9 * MB) + b"\0" + _image(9, 9)),
    )
    yield "gif/stray-bytes", lambda: _gif(9, 9, b"\0" * (19 * MB) + _image(9, 9))
    yield "gif/stray-bytes-behind", lambda: _gif(9, 9, _image(9, 9) + b"\0" * (19 * MB))
    yield "gif/unknown-extensions", lambda: _gif(9, 9, b"\x21\x99\0" * (6 * MB) + _image(9, 9))
    yield "gif/data-in-single-bytes", lambda: _gif(3_000, 3_000, _bytewise(3_000))
    yield "gif/data-of-empty-blocks", lambda: _gif(9, 9, _image(9, 9, data=b"\x02" + b"\0" * MB))
    yield "gif/clear-codes", lambda: _gif(9, 9, _image(9, 9, data=_clears()))
    yield "gif/packed-to-the-utmost", lambda: _gif(9_999, 9_999, _packed(9_999))
    for bits in (0, 1, 12, 255):
        data = bytes([bits]) + b"\2\x44\x01\0"
        yield (
            f"gif/code-of-{bits}-bits",
            lambda data=data: _gif(9, 9, _image(9, 9, data=data)),
        )
    yield "gif/noise-for-codes", lambda: _gif(99, 99, _image(99, 99, data=b"\x08\xff" + noise(255)))
    yield "gif/no-image", lambda: _gif(9, 9, b"")
    yield "gif/no-terminator", lambda: _gif(9, 9, _image(9, 9))[:-1]
    yield "gif/block-beyond-the-end", lambda: _gif(9, 9, b"\x2c" + bytes(4))[:-3]
    yield "gif/no-palette", lambda: b"GIF89a\t\0\t\0\0\0\0" + _image(9, 9) + b";"
    yield (
        "gif/first-frame-out-of-canvas",
        lambda: healthy()["gif"].replace(b"\x2c\0\0\0\0", b"\x2c\xff\xff\xff\xff", 1),
    )


def _gif(width: int, height: int, blocks: bytes) -> bytes:
    palette = b"\0\0\0\xff\xff\xff\x99\x33\x11\x22\x44\x88"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x81, 0, 0) + palette + blocks + b";"


def _image(
    width: int, height: int, left: int = 0, top: int = 0, flags: int = 0, data: bytes = _PIXEL
) -> bytes:
    return b"\x2c" + struct.pack("<HHHHB", left, top, width, height, flags) + data


def _control(flags: int) -> bytes:
    return b"\x21\xf9\4" + bytes([flags, 0, 0, 0]) + b"\0"


def _comment(length: int) -> bytes:
    return b"\x21\xfe" + (bytes([length]) + b"c" * length) * (18 * MB // (length + 1)) + b"\0"


def _blocks(codes: bytes) -> bytes:
    parts = [codes[i : i + 255] for i in range(0, len(codes), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def _bits(codes: list[tuple[int, int]]) -> bytes:
    """Codes of so many bits each, the first in the lowest ones."""
    number, at = 0, 0
    for code, width in codes:
        number |= code << at
        at += width
    return number.to_bytes(-(-at // 8), "little")


def _bytewise(side: int) -> bytes:
    """Pixels that aren't packed at all, in blocks of one byte."""
    codes = b"\x84\x10\x42\x08\x21" * (side * side // 8)  # clear, four pixels, of three bits each
    return _image(
        side,
        side,
        data=b"\x02" + b"".join(b"\1" + codes[i : i + 1] for i in range(9 * MB // 2)) + b"\0",
    )


def _clears() -> bytes:
    return b"\x02" + _blocks(b"\x24\x49\x92" * (6 * MB))


def _packed(side: int) -> bytes:
    """One colour: each code stands for one pixel more than the last."""
    codes, width, following, run = [(4, 3)], 3, 6, 1
    while following <= 4095:
        codes.append((0 if run == 1 else following - 1, width))
        run += 1
        following += run > 2
        if following == 1 << width and width < 12:
            width += 1
    once = _bits(codes)
    return _image(side, side, data=b"\x02" + _blocks(once * 40))
