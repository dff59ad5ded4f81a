"""EXIF, XMP and colour profiles: broken, in circles, huge."""

import struct

from PIL import ImageCms

from hostile.made import MB, Kinds, chunk, encoded, healthy, ifd, picture, segment


def kinds() -> Kinds:
    """Names and makers."""
    for name, exif in _exif().items():
        yield f"jpeg/exif-{name}", lambda e=exif: _jpeg(segment(0xE1, b"Exif\0\0" + e[:65_000]))
        yield f"png/exif-{name}", lambda e=exif: _png(chunk(b"eXIf", e))
        yield f"webp/exif-{name}", lambda e=exif: encoded(picture(), "WEBP", exif=e[:9_999])
    for name, profile in _profiles().items():
        for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
            yield (
                f"{kind.lower()}/profile-{name}",
                lambda p=profile, k=kind: encoded(picture(), k, icc_profile=p),
            )
    yield (
        "jpeg/exif-in-many-segments",
        lambda: _jpeg(segment(0xE1, b"Exif\0\0" + bytes(9)) * 99_999),
    )
    yield (
        "jpeg/profile-segments-in-no-order",
        lambda: _jpeg(
            b"".join(
                segment(0xE2, b"ICC_PROFILE\0" + bytes([9, 255]) + bytes(99)) for _ in range(255)
            )
        ),
    )
    yield (
        "jpeg/photoshop-blocks",
        lambda: _jpeg(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\0\0\0\0" * 5_000) * 300),
    )
    yield (
        "jpeg/xmp-of-18-mb",
        lambda: _jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<x:a>" * 13_000) * 280),
    )
    yield (
        "jpeg/pictures-index-in-circles",
        lambda: _jpeg(segment(0xE2, b"MPF\0" + ifd([(45057, 4, 1, 2**31)], following=8))),
    )
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
    yield (
        "png/xmp-of-laughs",
        lambda: _png(
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<!DOCTYPE x [" + laughs + b"]><x>&a11;</x>")
        ),
    )
    yield (
        "png/raw-profile-of-noise",
        lambda: _png(chunk(b"tEXt", b"Raw profile type exif\0\nexif\n99\n" + b"zz" * 99_999)),
    )


def _jpeg(segments: bytes) -> bytes:
    data = healthy()["jpeg"]
    return data[:2] + segments + data[2:]


def _png(chunks: bytes) -> bytes:
    data = healthy()["png"]
    return data[:33] + chunks + data[33:]


def _exif() -> dict[str, bytes]:
    turn = (274, 3, 1, 6)
    return {
        "in-itself": ifd([turn, (34665, 4, 1, 8), (34853, 4, 1, 8)], following=8),
        "turned-by-255": ifd([(274, 3, 1, 255)]),
        "turned-by-text": ifd([(274, 2, 9, b"sideways\0")]),
        "beyond-the-end": ifd([turn, (34665, 4, 1, 2**31), (37500, 7, 2**31, 2**31)]),
        "tags-over-each-other": ifd(
            [(tag, 7, 60_000, 8) for tag in range(1_000, 6_000)], body=bytes(60_000)
        ),
        "of-noise": bytes(range(256)) * 100,
        "empty": b"",
        "thumbnail-of-itself": ifd([turn], following=8) + healthy()["jpeg"],
        "more-than-18-mb": ifd([turn, (37500, 7, 18 * MB, bytes(18 * MB))]),
        "turned": ifd([turn], order=">"),
    }


def _profiles() -> dict[str, bytes]:
    """Profiles that lie; a real one is where they begin."""
    real = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    tags = struct.unpack_from(">I", real, 128)[0]
    huge = bytearray(real)
    for i in range(tags):
        struct.pack_into(">I", huge, 132 + 12 * i + 8, 2**32 - 1)
    circular = bytearray(real)
    for i in range(tags):
        struct.pack_into(">I", circular, 132 + 12 * i + 4, 128)
    many = bytearray(real)
    struct.pack_into(">I", many, 128, 2**32 - 1)
    return {
        "of-noise": bytes(range(256)) * 40,
        "cut": real[: len(real) // 2],
        "tags-too-long": bytes(huge),
        "tags-in-header": bytes(circular),
        "tags-2-to-the-32": bytes(many),
        "says-too-much": struct.pack(">I", 2**32 - 1) + real[4:],
        "padded-to-900-kb": real + bytes(900_000),
        "for-cmyk": real[:16] + b"CMYK" + real[20:],
    }
