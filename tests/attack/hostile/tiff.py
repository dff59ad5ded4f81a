"""TIFF: strips, tags and pages without end, bombs, cycles, false offsets (TIFF 6.0)."""

import struct
import zlib

from hostile.made import MB, Kinds, deflated, healthy, ifd

_SHORT, _LONG, _UNDEFINED, _BYTE, _LONG8 = 3, 4, 7, 1, 16


def kinds() -> Kinds:
    """Names and makers."""
    for width, height in ((10_000, 10_000), (1, 60_000), (60_000, 1), (2**31, 2**31), (0, 0)):
        yield f"tiff/no-data-{width}x{height}", lambda w=width, h=height: _tiff(w, h)
    for count in (1_000, 60_000, 400_000):
        yield f"tiff/strips-{count}", lambda n=count: _strips(n)
        yield f"tiff/strips-packed-{count}", lambda n=count: _strips(n, compression=8)
        yield f"tiff/tiles-{count}", lambda n=count: _tiles(n)
    for name, number, data in (
        ("deflate", 8, deflated(300 * MB)),
        ("deflate-old", 32946, deflated(300 * MB)),
        ("packbits", 32773, b"\x81\0" * MB),
        ("lzw", 5, b"\x80\x00\x60\x50\x38\x24\x16\x0d\x07" * 50_000),
        ("fax3", 3, b"\0\x01" * MB),
        ("fax4", 4, b"\xff" * 9_999),
        ("jpeg", 7, healthy()["jpeg"]),
        ("jpeg-old", 6, healthy()["jpeg"]),
        ("zstd", 50000, b"\x28\xb5\x2f\xfd\xa4" + b"\0" * 99),
        ("lzma", 34925, b"\xfd7zXZ\0" + b"\0" * 99),
        ("webp", 50001, healthy()["webp"]),
        ("lerc", 34887, b"Lerc2 " + b"\0" * 99),
        ("jpeg-xl", 50002, b"\xff\x0a" + b"\0" * 99),
        ("thunderscan", 32809, b"\0" * 999),
        ("next", 32766, b"\0" * 999),
        ("sgilog", 34676, b"\0" * 999),
        ("pixarlog", 32909, deflated(MB)),
        ("nonsense", 61_234, b"\0" * 999),
    ):
        yield (
            f"tiff/packed-{name}",
            lambda n=number, d=data: _tiff(10_000, 10_000, compression=n, body=d),
        )
        yield (
            f"tiff/packed-{name}-small",
            lambda n=number, d=data: _tiff(64, 48, compression=n, body=d[:9_999]),
        )
    for bits in (1, 2, 4, 12, 16, 24, 32, 64, 65_535, 0):
        yield f"tiff/bits-{bits}", lambda bits=bits: _tiff(64, 48, bits=bits, body=bytes(64 * 48))
    yield "tiff/directory-in-itself", lambda: _tiff(4, 4, body=bytes(16), following=24)
    yield "tiff/directories-in-a-circle", _circle
    for count in (900, 100_000):
        yield f"tiff/pages-{count}", lambda n=count: _pages(n)
    yield "tiff/pages-with-much-in-tags", lambda: _pages(900, tag=True)
    yield "tiff/directory-beyond-the-end", lambda: b"II*\0\xff\xff\xff\x7f" + bytes(99)
    yield "tiff/directory-in-header", lambda: b"II*\0\0\0\0\0" + bytes(99)
    yield "tiff/tags-65535", lambda: _tags(65_535, 4)
    yield "tiff/tags-over-each-other", lambda: _tags(65_000, 18 * MB)
    yield "tiff/tag-of-2-to-the-32", lambda: _tiff(4, 4, extra=[(700, _LONG, 2**32 - 1, 8)])
    yield (
        "tiff/tag-of-shorts-18-mb",
        lambda: _tiff(4, 4, body=bytes(18 * MB), extra=[(60_000, _SHORT, 9 * MB, 8)]),
    )
    yield (
        "tiff/width-of-shorts-18-mb",
        lambda: ifd([(256, _SHORT, 9 * MB, 8), (257, _SHORT, 1, 4)], body=bytes(18 * MB)),
    )
    yield (
        "tiff/exif-in-itself",
        lambda: _tiff(4, 4, body=bytes(16), extra=[(34665, _LONG, 1, 24), (34853, _LONG, 1, 24)]),
    )
    yield (
        "tiff/sub-directories",
        lambda: _tiff(4, 4, body=struct.pack("<I", 24) * (4 * MB), extra=[(330, _LONG, 4 * MB, 8)]),
    )
    yield "tiff/samples-255", lambda: _tiff(64, 48, samples=255, body=bytes(64 * 48 * 4))
    yield "tiff/planes", lambda: _tiff(64, 48, samples=4, planar=2, body=bytes(64 * 48 * 4))
    yield "tiff/rows-per-strip-0", lambda: _tiff(64, 48, rows=0, body=bytes(64 * 48))
    yield "tiff/palette-missing", lambda: _tiff(64, 48, photometric=3, body=bytes(64 * 48))
    for photometric in (0, 2, 4, 5, 6, 8, 9, 32803, 34892, 65_535):
        yield (
            f"tiff/photometric-{photometric}",
            lambda p=photometric: _tiff(64, 48, photometric=p, body=bytes(64 * 48)),
        )
    yield "tiff/big-offsets", lambda: b"II+\0\x08\0\0\0" + struct.pack("<Q", 2**63) + bytes(99)
    yield (
        "tiff/big-many-tags",
        lambda: b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2**63) + bytes(9_999),
    )


def _tiff(
    width: int,
    height: int,
    *,
    compression: int = 1,
    bits: int = 8,
    photometric: int = 1,
    samples: int = 1,
    planar: int = 1,
    rows: int | None = None,
    body: bytes = b"",
    following: int = 0,
    extra: list[tuple[int, int, int, bytes | int]] = [],  # noqa: B006
) -> bytes:
    """A grey picture of one strip, which is all of `body`."""
    entries: list[tuple[int, int, int, bytes | int]] = [
        (256, _LONG, 1, width),
        (257, _LONG, 1, height),
        (258, _SHORT, 1, bits),
        (259, _SHORT, 1, compression),
        (262, _SHORT, 1, photometric),
        (273, _LONG, 1, 8),
        (277, _SHORT, 1, samples),
        (278, _LONG, 1, height if rows is None else rows),
        (279, _LONG, 1, len(body)),
        (284, _SHORT, 1, planar),
    ]
    return ifd(sorted([*entries, *extra]), body=body, following=following)


def _strips(count: int, compression: int = 1) -> bytes:
    """A row a strip, all of them at the same place."""
    body = zlib.compress(bytes(16)) if compression == 8 else bytes(16)
    offsets, lengths = struct.pack("<I", 8) * count, struct.pack("<I", len(body)) * count
    return ifd(
        [
            *((256, _LONG, 1, 16), (257, _LONG, 1, count), (258, _SHORT, 1, 8)),
            *((259, _SHORT, 1, compression), (262, _SHORT, 1, 1), (273, _LONG, count, offsets)),
            *((277, _SHORT, 1, 1), (278, _LONG, 1, 1), (279, _LONG, count, lengths)),
        ],
        body=body,
    )


def _tiles(count: int) -> bytes:
    """Tiles of 16 pixels a side, all of them at the same place."""
    body, across = bytes(256), 100
    offsets, lengths = struct.pack("<I", 8) * count, struct.pack("<I", 256) * count
    return ifd(
        [
            *((256, _LONG, 1, 16 * across), (257, _LONG, 1, 16 * (count // across))),
            *((258, _SHORT, 1, 8), (259, _SHORT, 1, 1), (262, _SHORT, 1, 1), (277, _SHORT, 1, 1)),
            *((322, _SHORT, 1, 16), (323, _SHORT, 1, 16)),
            *((324, _LONG, count, offsets), (325, _LONG, count, lengths)),
        ],
        body=body,
    )


def _directory(data: bytes) -> tuple[int, int]:
    (start,) = struct.unpack_from("<I", data, 4)
    return start, start + 2 + 12 * struct.unpack_from("<H", data, start)[0]


def _pages(count: int, tag: bool = False) -> bytes:
    extra: list[tuple[int, int, int, bytes | int]] = [(60_000, _UNDEFINED, 9 * MB, 8)]
    data = _tiff(4, 4, body=bytes(9 * MB if tag else 16), extra=extra if tag else [])
    start, end = _directory(data)
    page, pages = data[start:end], bytearray()
    for _ in range(count):
        pages += struct.pack("<I", end + 4 + len(pages)) + page
    first = struct.pack("<I", end + 4)
    return data[:end] + first + bytes(pages[4:]) + bytes(4)


def _circle() -> bytes:
    data = _pages(50)
    return data[:-4] + data[4:8]


def _tags(count: int, length: int) -> bytes:
    """So many tags that nobody knows, all at the same place."""
    body = bytes(max(length, 16))
    known = {256, 257, 258, 259, 262, 273, 277, 278, 279, 284}
    extra = [(tag, _UNDEFINED, length, 8) for tag in range(1, count) if tag not in known]
    return _tiff(4, 4, body=body, extra=extra)  # type: ignore[arg-type]
