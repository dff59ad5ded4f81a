"""Pictures stand upright, by EXIF, by XMP and by what the container itself turns, once."""

import io

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from morelli import images

# Pillow remarks on broken EXIF that it passes over.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

ORIENTATION = 0x0112
# What a camera held so has stored: the inverse of what a viewer must do.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
KINDS = [
    ("JPEG", {"quality": 95, "subsampling": 0}),
    ("PNG", {}),
    ("WEBP", {"lossless": True}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("AVIF", {"quality": 95, "subsampling": "4:4:4"}),  # Pillow writes irot and imir
    ("HEIF", {"quality": 95, "chroma": 444}),  # pillow-heif too, from EXIF given as bytes
]


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif.tobytes()


def _xmp(orientation: int) -> bytes:
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="%d"/></x:xmpmeta>'
        % orientation
    )


def _stored(patches, orientation: int) -> Image.Image:
    turn = STORED[orientation]
    picture = Image.fromarray(patches)
    return picture if turn is None else picture.transpose(turn)


def _assert_same(pixels, expected) -> None:
    assert pixels.shape == expected.shape
    assert np.abs(pixels.astype(int) - expected).mean() < 6


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_exif_orientation_is_undone_once(orientation, kind, options, patches, encode) -> None:
    data = encode(_stored(patches, orientation), kind, exif=_exif(orientation), **options)
    _assert_same(images.decode(data), patches)
    with Image.open(io.BytesIO(data)) as opened:
        _assert_same(images.from_pil(opened), patches)


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "xmp"), ("WEBP", "xmp"), ("PNG", "pnginfo"), ("TIFF", "tiffinfo")]
)
def test_so_is_the_orientation_that_only_xmp_knows(
    orientation, kind, name, patches, encode
) -> None:
    xmp = _xmp(orientation)
    png = PngInfo()
    png.add_itxt("XML:com.adobe.xmp", xmp.decode())
    value = {"xmp": xmp, "pnginfo": png, "tiffinfo": {700: xmp}}[name]
    data = encode(_stored(patches, orientation), kind, **{name: value})
    _assert_same(images.decode(data), patches)


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
@pytest.mark.parametrize("exif", [True, False])
def test_xmp_does_not_turn_what_the_container_turns(kind, exif, patches, encode) -> None:
    options = {"exif": _exif(6)} if exif else {}
    stored = _stored(patches, 6)
    data = encode(stored, kind, quality=95, xmp=_xmp(6), **options)
    turned = b"irot" in data
    assert turned or not exif
    _assert_same(images.decode(data), patches if turned else np.asarray(stored))


def test_heic_is_turned_by_its_container_not_by_a_stray_tag(patches, encode) -> None:
    # ISO/IEC 23008-12: only irot and imir count. pillow-heif writes none for an Exif object.
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    data = encode(patches, "HEIF", quality=95, chroma=444, exif=exif)
    assert b"irot" not in data
    _assert_same(images.decode(data), patches)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("exif", [b"", b"Exif\0\0", b"Exif\0\0garbage", b"\xff" * 40])
def test_broken_exif_leaves_the_picture_as_it_is(kind, exif, patches, encode) -> None:
    _assert_same(images.decode(encode(patches, kind, exif=exif)), patches)


def test_an_orientation_survives_exif_that_is_broken_elsewhere(patches, encode) -> None:
    entries = [
        b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00",  # orientation 6
        b"\x87\x69\x00\x04\x00\x00\x00\x01\x00\xff\xff\xff",  # EXIF block, far outside
        b"\x01\x0f\x00\x02\x7f\xff\xff\xff\x00\x00\x00\x10",  # maker, two gigabytes long
    ]
    exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x03" + b"".join(entries) + b"\0\0\0\0"
    data = encode(_stored(patches, 6), "JPEG", quality=95, exif=exif)
    _assert_same(images.decode(data), patches)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_ignored(orientation, patches, encode) -> None:
    data = encode(patches, "JPEG", quality=95, exif=_exif(orientation))
    _assert_same(images.decode(data), patches)


def test_a_picture_of_the_callers_is_left_as_it_was(patches, encode) -> None:
    with Image.open(io.BytesIO(encode(patches, "PNG", exif=_exif(6)))) as opened:
        images.from_pil(opened)
        assert opened.size == (patches.shape[1], patches.shape[0])
        assert opened.getexif()[ORIENTATION] == 6
