"""What poses as a picture, or is one of a format that is not read."""

import gzip
import io
import struct
import zipfile
from functools import cache

from hostile.made import MB, Kinds, encoded, healthy, noise, picture


def kinds() -> Kinds:
    """Names and makers."""
    yield "none/empty", lambda: b""
    for length in (1, 100, 100_000, 19 * MB):
        yield f"none/noise-{length}", lambda n=length: noise(n)
        yield f"none/zeros-{length}", lambda n=length: bytes(n)
        yield f"none/text-{length}", lambda n=length: b"Dear all, " * (n // 10) + b"x"
        yield f"none/less-than-{length}", lambda n=length: b"<" * n
        yield f"none/spaces-{length}", lambda n=length: b" " * n
        yield f"none/boxes-{length}", lambda n=length: b"\0\0\0\x20ftypabcd" + b"avia" * (n // 4)
    for name, head in {
        "jpeg": b"\xff\xd8\xff\xe0",
        "png": b"\x89PNG\r\n\x1a\n",
        "gif": b"GIF89a",
        "webp": b"RIFF\xff\xff\xff\x7fWEBPVP8X",
        "tiff": b"II*\0",
        "tiff-big": b"MM\0+",
        "bmp": b"BM" + bytes(12) + b"\x28\0\0\0",
        "avif": b"\0\0\0\x1cftypavif",
        "heic": b"\0\0\0\x1cftypheic",
    }.items():
        yield f"{name}/magic-alone", lambda h=head: h
        yield f"{name}/magic-and-noise", lambda h=head: h + noise(MB)
        yield f"{name}/magic-and-zeros", lambda h=head: h + bytes(19 * MB)
    for kind in ("PPM", "ICO", "TGA", "JPEG2000", "PCX", "SGI", "DDS", "QOI", "EPS", "PDF"):
        yield f"none/{kind.lower()}", lambda kind=kind: encoded(picture(), kind)
    yield "none/ppm-huge", lambda: b"P6\n2147483647 2147483647\n255\n" + bytes(99)
    yield "none/ppm-digits", lambda: b"P6\n" + b"9" * (9 * MB)
    yield "none/ico-huge", lambda: b"\0\0\1\0\xff\xff" + b"\0" * MB
    yield "none/tga-huge", lambda: b"\0\0\x0a" + bytes(9) + b"\xff\xff\xff\xff\x18\0" + bytes(99)
    yield (
        "none/psd-huge",
        lambda: b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 9, 2**31, 2**31, 16, 3),
    )
    yield "none/svg-laughs", lambda: _laughs()
    yield (
        "none/svg-entity",
        lambda: (
            b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            b"<svg><text>&x;</text></svg>"
        ),
    )
    yield "none/svg-script", lambda: b"<svg onload='alert(1)'/>"
    yield "none/html", lambda: b"<!doctype html><script>alert(1)</script>"
    yield "none/pdf-bomb", lambda: b"%PDF-1.7\n" + b"<<" * MB
    yield "none/zip-bomb", _zip_bomb
    yield "none/gzip-bomb", lambda: gzip.compress(bytes(99 * MB), mtime=0)
    yield "none/postscript", lambda: b"%!PS\n{ } loop\n"
    yield "none/mvg", lambda: b"push graphic-context\nfill 'url(https://example.org/|ls)'\n"
    yield "none/pickle", lambda: b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R."
    yield "none/elf", lambda: b"\x7fELF\2\1\1" + bytes(999)
    yield "none/video", lambda: b"\0\0\0\x18ftypisom\0\0\0\0isomavc1" + bytes(MB)
    yield "polyglot/gif-javascript", lambda: b"GIF89a/*" + healthy()["gif"][8:] + b"*/=1;alert(1)"
    yield "polyglot/png-in-jpeg", lambda: healthy()["jpeg"][:-2] + healthy()["png"]
    yield "polyglot/zip-before-png", lambda: _zip_bomb()[:99] + healthy()["png"]
    yield "polyglot/jpeg-named-tiff", lambda: b"II*\0" + healthy()["jpeg"][4:]


def _laughs() -> bytes:
    text = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "ha">'
    for i in range(1, 12):
        text += b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10)
    return text + b"]><svg><text>&a11;</text></svg>"


@cache
def _zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("zeros"), bytes(99 * MB), zipfile.ZIP_DEFLATED)
    return file.getvalue()
