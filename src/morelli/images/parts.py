"""What a file is made of, walked over before a decoder sees it: work is bounded by its parts.

Decoders go through segments, chunks and blocks one by one, some of them byte by byte, and nothing
says that there must be few. Each function here goes through a file of its format no slower than
it is copied, refuses what has too many parts, and gives the file back; of an animation the first
frame alone, which needs neither the canvas nor the frames behind it.
"""

import re
import struct
from collections.abc import Callable, Iterator
from typing import TypeAlias

from morelli.images.errors import PictureTooLargeError, TruncatedPictureError
from morelli.images.limits import Limits

Walk: TypeAlias = Callable[[bytes, Limits], bytes]
"""The file, or what of it is to be decoded.

Raises:
    PictureTooLargeError: it has more parts, or frames, than the limits allow.
    TruncatedPictureError: it ends before a picture begins.
    IndexError, struct.error: it ends within a part.
"""

STRAY = 65_536
"""Most bytes of a JPEG's header that belong to no segment, each a step for the decoder, and most
fill bytes at once behind it."""

PROFILES = 4
"""Most colour profiles of a PNG, which may have one; each is unpacked."""

RUN_LENGTH_PIXELS, RUN_LENGTH_BYTES = 4_000_000, 4_000_000
"""Most of a BMP that is run-length encoded: its decoder takes each run in Python."""


def whole(data: bytes, limits: Limits) -> bytes:  # noqa: ARG001
    """A format whose decoder bounds its parts itself."""
    return data


_FILL = re.compile(rb"\xff+")
_LONG_FILL = b"\xff" * STRAY  # looked for again and again by the decoder, which waits for its end
_SCAN = 0xDA


def jpeg(data: bytes, limits: Limits) -> bytes:
    """Segments up to the first scan (ITU T.81, annex B); what follows is counted as scans."""
    at, stray, segments, marker = 2, 0, 0, 0
    while marker != _SCAN and at < len(data):
        start = data.find(b"\xff", at)
        fill = _FILL.match(data, start) if start >= 0 else None
        end = fill.end() if fill else len(data)
        stray += end - at - 1
        segments += 1
        _refuse_beyond(limits.parts, segments, "segments")
        _refuse_padding(stray)
        marker, at = int.from_bytes(data[end : end + 1]), end + 1
        if marker > 0x01 and not 0xD0 <= marker <= 0xD9:
            at += max(2, int.from_bytes(data[at : at + 2]))
    _refuse_beyond(limits.parts, data.count(b"8BIM", 0, at), "Photoshop blocks")
    if data.find(_LONG_FILL, at) >= 0:
        _refuse_padding(STRAY + 1)
    return data


def _refuse_padding(length: int) -> None:
    if length > STRAY:
        raise PictureTooLargeError(
            f"The file has more than {STRAY:,} bytes of padding; save it anew."
        )


def png(data: bytes, limits: Limits) -> bytes:
    """Chunks up to IEND (PNG, third edition, section 5)."""
    at, chunks, profiles = 8, 0, 0
    while at < len(data) and (name := data[at + 4 : at + 8]) != b"IEND":
        chunks += 1
        profiles += name == b"iCCP"
        _refuse_beyond(PROFILES, profiles, "colour profiles")
        _refuse_beyond(limits.parts, chunks, "chunks")
        at += 12 + int.from_bytes(data[at : at + 4])
    return data


_GIF_BLOCK = re.compile(rb"[\x21\x2c\x3b]")


def gif(data: bytes, limits: Limits) -> bytes:
    """The first frame, on a canvas of its own size (GIF89a specification, appendix B).

    Frames behind it are counted. Data blocks are full but for the last, so that only shorter
    ones are parts.
    """
    parts = frames = 0
    control, first = b"", b""
    at = 13 + _palette(data[10])
    while (block := _GIF_BLOCK.search(data, at)) and block[0] != b"\x3b":
        start = block.start()
        image = block[0] == b"\x2c"
        at = start + (11 + _palette(data[start + 9]) if image else 2)
        while length := data[at] if at < len(data) else 0:
            at += length + 1
            parts += length < 255
            if parts > limits.parts:
                break
        at += 1
        parts += 1
        _refuse_beyond(limits.parts, parts, "blocks")
        if image:
            frames += 1
            _refuse_beyond(limits.frames, frames, "frames")
            first = first or _alone(data, control, start, at)
        elif data[start + 1] == 0xF9:
            control = data[start:at]
    if not first:
        raise TruncatedPictureError("The picture is cut short or damaged (it has no frame).")
    return first


def _palette(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _alone(data: bytes, control: bytes, start: int, end: int) -> bytes:
    """A GIF of the one frame from `start` to `end`."""
    size, colours = data[start + 5 : start + 9], data[10 : 13 + _palette(data[10])]
    image = b"\x2c" + bytes(4) + data[start + 5 : end]
    return data[:6] + size + colours + control + image + b";" * (end <= len(data))


def webp(data: bytes, limits: Limits) -> bytes:
    """Of an animation the first frame as a still picture (RFC 9649, section 2.7)."""
    if data[12:16] != b"VP8X" or not data[20] & _ANIMATION:
        return data
    frame, kept, frames = b"", {b"ICCP": b"", b"EXIF": b"", b"XMP ": b""}, 0
    for name, start, end in _riff(data, limits):
        if name == b"ANMF":
            frames += 1
            _refuse_beyond(limits.frames, frames, "frames")
            frame = frame or data[start:end]
        elif kept.get(name) == b"":
            kept[name] = data[start - 8 : end + (end - start) % 2]
    if not frame:
        return data
    flags = bytes([data[20] & ~_ANIMATION, 0, 0, 0])
    canvas = b"VP8X" + struct.pack("<I", 10) + flags + frame[6:12]
    body = b"WEBP" + canvas + kept[b"ICCP"] + frame[16:] + kept[b"EXIF"] + kept[b"XMP "]
    return b"RIFF" + struct.pack("<I", len(body)) + body


_ANIMATION = 2


def _riff(data: bytes, limits: Limits) -> Iterator[tuple[bytes, int, int]]:
    """Name, and where the content begins and ends, of each chunk of a WebP file."""
    at, chunks = 12, 0
    while at + 8 <= len(data):
        chunks += 1
        _refuse_beyond(limits.parts, chunks, "chunks")
        (length,) = struct.unpack_from("<I", data, at + 4)
        yield data[at : at + 4], at + 8, min(at + 8 + length, len(data))
        at += 8 + length + length % 2


_TEXTS = (1, 2, 6, 7)
"""Types of tags that are bytes, and read at once."""

_CURVES = (301, 320)
"""Tags with a number for each level: transfer function, palette."""


def tiff(data: bytes, limits: Limits) -> bytes:
    """Directories, and what the tags of the first say of strips and tiles (TIFF 6.0, BigTIFF)."""
    order, big = "<" if data[:2] == b"II" else ">", data[2:4] in (b"+\0", b"\0+")
    count, entry, offset = ("Q", "HHQ", "Q") if big else ("H", "HHI", "I")
    step, size = (20, 8) if big else (12, 4)
    pages: set[int] = set()
    (at,) = struct.unpack_from(order + offset, data, 8 if big else 4)
    while 0 < at < len(data) - 8 and at not in pages:
        pages.add(at)
        _refuse_beyond(limits.frames, len(pages), "frames or pages")
        (tags,) = struct.unpack_from(order + count, data, at)
        start = at + struct.calcsize(order + count)
        end = start + step * tags
        if len(pages) == 1 and end <= len(data):
            _refuse_beyond(limits.parts, tags, "tags")
            for place in range(start, end, step):
                tag, kind, values = struct.unpack_from(order + entry, data, place)
                if kind not in _TEXTS and tag not in _CURVES:
                    _refuse_beyond(limits.parts, values, "strips, tiles or numbers in a tag")
        if end + size > len(data):
            break
        (at,) = struct.unpack_from(order + offset, data, end)
    return data


def bmp(data: bytes, limits: Limits) -> bytes:  # noqa: ARG001
    """Run-length encoded ones are small, or refused."""
    if len(data) < 34 or data[14] == 12:
        return data
    width, height, _, compression = struct.unpack_from("<iiII", data, 18)
    long = len(data) > RUN_LENGTH_BYTES or width * abs(height) > RUN_LENGTH_PIXELS
    if compression in (1, 2) and long:
        raise PictureTooLargeError(
            f"A run-length encoded BMP may have {RUN_LENGTH_PIXELS / 1e6:g} million pixels and"
            f" {RUN_LENGTH_BYTES / 1e6:g} MB at most; save it as PNG."
        )
    return data


def _refuse_beyond(most: int, count: int, what: str) -> None:
    if count > most:
        raise PictureTooLargeError(
            f"The file has more than {most} {what}; save the first picture alone, anew."
        )
