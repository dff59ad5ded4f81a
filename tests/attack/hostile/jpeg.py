"""JPEG: scans without end, padding, floods of segments, false sizes (ITU T.81, annexes B, G)."""

import struct

from PIL import Image

from hostile.made import MB, Kinds, encoded, healthy, segment

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
_SOF0, _SOF2, _DHT, _SOS, _DQT, _DRI, _COM = 0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xFE


def kinds() -> Kinds:
    """Names and makers."""
    for count in (100, 1_000, 20_000):
        yield f"jpeg/sequential-scans-{count}", lambda count=count: _sequential(count, 640)
    yield "jpeg/sequential-scans-large", lambda: _sequential(300, 5_000)
    for count, side in ((90, 8_000), (900, 1_000), (990, 3_000), (20_000, 64)):
        yield (
            f"jpeg/progressive-scans-{count}-of-{side}",
            lambda count=count, side=side: _progressive(count, side),
        )
    yield "jpeg/scans-hidden-behind-eoi", lambda: _hidden(900, 1_000)
    for size in (1, 10, 19):
        yield f"jpeg/fill-bytes-{size}-mb", lambda size=size: _before(b"\xff" * (size * MB))
        yield (
            f"jpeg/junk-{size}-mb",
            lambda size=size: _before(segment(_COM, b"") + b"\x2a" * (size * MB)),
        )
    yield "jpeg/escaped-bytes", lambda: _before(b"\xff\0" * (9 * MB))
    for name, data in (("empty", b""), ("short", b"x" * 8), ("full", b"x" * 65_533)):
        for marker in (_COM, 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xEF):
            many = 19 * MB // (len(data) + 4)
            yield (
                f"jpeg/segments-{marker:02x}-{name}",
                lambda m=marker, d=data, n=many: _before(segment(m, d) * n),
            )
    yield "jpeg/huffman-tables", lambda: _before(segment(_DHT, _table()) * (19 * MB // 25))
    yield "jpeg/quantisation-tables", lambda: _before(segment(_DQT, b"\0" * 65) * (19 * MB // 69))
    yield "jpeg/restart-intervals", lambda: _before(segment(_DRI, b"\0\1") * (19 * MB // 6))
    yield "jpeg/huffman-tables-between-scans", lambda: _between(segment(_DHT, _table()))
    yield "jpeg/comments-between-scans", lambda: _between(segment(_COM, b""))
    yield "jpeg/starts-of-image", lambda: _before(SOI * (9 * MB))
    yield "jpeg/restart-markers-before", lambda: _before(b"\xff\xd0" * (9 * MB))
    yield "jpeg/restart-markers-within", lambda: _within(b"\xff\xd0" * (9 * MB))
    yield "jpeg/fill-bytes-within", lambda: _within(b"\xff" * (19 * MB))
    yield "jpeg/restarts-wrong-order", lambda: _within(b"\xff\xd5\xff\xd1" * 1000)
    yield "jpeg/frames-of-many-sizes", lambda: _before(_frame(_SOF0, 8, 8, 3) * 100_000)
    for size in ((65_535, 65_535), (1, 65_535), (65_535, 1), (0, 9), (9, 0), (10_000, 10_000)):
        yield f"jpeg/size-{size[0]}x{size[1]}", lambda size=size: _sized(*size)
    for components in (0, 1, 2, 4, 255):
        yield (
            f"jpeg/components-{components}",
            lambda components=components: _replaced(_frame(_SOF0, 48, 64, components)),
        )
    for kind in (0xC1, 0xC3, 0xC5, 0xC9, 0xCA, 0xCF):
        yield f"jpeg/process-{kind:02x}", lambda kind=kind: _replaced(_frame(kind, 48, 64, 3))
    yield "jpeg/sampling-zero", lambda: _replaced(_frame(_SOF0, 48, 64, 3, 0x00))
    yield "jpeg/sampling-16", lambda: _replaced(_frame(_SOF0, 48, 64, 3, 0xFF))
    yield "jpeg/huffman-oversubscribed", lambda: _before(segment(_DHT, b"\0" + b"\xff" * 16))
    yield "jpeg/segment-of-length-0", lambda: _before(b"\xff\xfe\0\0")
    yield "jpeg/segment-beyond-the-end", lambda: _before(b"\xff\xfe\xff\xff")
    yield "jpeg/no-tables", lambda: SOI + _frame(_SOF0, 48, 64, 3) + _scan(1, 2, 3) + EOI
    yield "jpeg/blank-100-megapixels", lambda: _blank(10_000, 10_000)
    yield "jpeg/blank-progressive-98-megapixels", lambda: _blank(9_900, 9_900, progressive=True)


def _frame(kind: int, height: int, width: int, components: int, sampling: int = 0x11) -> bytes:
    """A frame header (B.2.2)."""
    parts = b"".join(bytes([i + 1 & 255, sampling, 0]) for i in range(components))
    return segment(kind, struct.pack(">BHHB", 8, height, width, components) + parts)


def _scan(*components: int, low: int = 0, high: int = 63, approximation: int = 0) -> bytes:
    """A scan header (B.2.3)."""
    parts = b"".join(bytes([component, 0]) for component in components)
    return segment(_SOS, bytes([len(components)]) + parts + bytes([low, high, approximation]))


def _table(kind: int = 0, values: bytes = b"\0") -> bytes:
    """A Huffman table whose codes all have one more bit: 0, 10, 110 … (B.2.4.2)."""
    lengths = bytes(1 if i < len(values) else 0 for i in range(16))
    return bytes([kind]) + lengths + values


def _tables() -> bytes:
    quantisation = segment(_DQT, b"\0" + b"\1" * 64)
    return (
        quantisation + segment(_DHT, _table()) + segment(_DHT, _table(0x10, b"\0\xe0\xd0\xc0\x10"))
    )


def _sequential(scans: int, side: int) -> bytes:
    """One scan for a component over and over: every block walks again over all."""
    data = b"\0" * (2 * ((side + 7) // 8) ** 2 // 8 + 1)  # each block: no difference, end of block
    scan = _scan(1) + data
    most = min(scans, 19 * MB // len(scan))
    if scans > 1_000:
        scan, most = _scan(1), scans  # no data at all: libjpeg fills up with zeros
    return SOI + _tables() + _frame(_SOF0, side, side, 3) + scan * most + _scan(2) + _scan(3) + EOI


def _progressive(scans: int, side: int) -> bytes:
    """Refinements without data: a few bytes for a walk over all coefficients (annex G)."""
    first = _scan(1, 2, 3, high=0) + b"\0" * 8
    refining = _scan(1, low=1, high=63, approximation=0x00) + b"\xf0"
    return SOI + _tables() + _frame(_SOF2, side, side, 3) + first + refining * scans + EOI


def _hidden(scans: int, side: int) -> bytes:
    """A comment that says the picture ends stands before the scans."""
    data = _progressive(scans, side)
    at = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    return data[:at] + segment(_COM, EOI * 4) + data[at:]


def _before(padding: bytes) -> bytes:
    """Padding before everything else in a healthy file."""
    return SOI + padding + healthy()["jpeg"][2:]


def _within(padding: bytes) -> bytes:
    data = healthy()["jpeg"]
    return data[:-200] + padding + data[-200:]


def _between(segment: bytes) -> bytes:
    """Padding between the scans of a progressive file."""
    data = healthy()["jpeg-progressive"]
    at = data.rindex(b"\xff\xda")
    return data[:at] + segment * (19 * MB // len(segment)) + data[at:]


def _replaced(frame: bytes) -> bytes:
    """A healthy file with another frame header."""
    data = healthy()["jpeg"]
    at = data.index(b"\xff\xc0")
    return data[:at] + frame + data[at + 2 + struct.unpack_from(">H", data, at + 2)[0] :]


def _sized(width: int, height: int) -> bytes:
    data = bytearray(healthy()["jpeg"])
    struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, height, width)
    return bytes(data)


def _blank(width: int, height: int, progressive: bool = False) -> bytes:
    """One colour, which packs to little."""
    return encoded(Image.new("RGB", (width, height), (9, 99, 199)), "JPEG", progressive=progressive)
