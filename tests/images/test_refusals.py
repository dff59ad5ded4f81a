"""What is no picture, or half of one, is refused with its reason; nothing else ever leaves."""

import io
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from morelli import images
from morelli.errors import MorelliError

# Pillow remarks on damage that it passes over.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

VARIANTS = {
    "jpeg": ("JPEG", "RGB", {}),
    "jpeg-progressive": ("JPEG", "RGB", {"progressive": True}),
    "jpeg-cmyk": ("JPEG", "CMYK", {}),
    "jpeg-restarts": ("JPEG", "RGB", {"restart_marker_blocks": 4}),
    "mpo": ("MPO", "RGB", {"save_all": True, "append_images": 2}),
    "png": ("PNG", "RGB", {}),
    "png-bits": ("PNG", "1", {}),
    "png-deep": ("PNG", "I;16", {}),
    "png-palette": ("PNG", "P", {}),
    "apng": ("PNG", "RGBA", {"save_all": True, "append_images": 2}),
    "webp": ("WEBP", "RGB", {}),
    "webp-lossless": ("WEBP", "RGBA", {"lossless": True}),
    "webp-animated": ("WEBP", "RGB", {"save_all": True, "append_images": 2}),
    "tiff": ("TIFF", "RGB", {}),
    "tiff-float": ("TIFF", "F", {}),
    "tiff-lzw": ("TIFF", "RGB", {"compression": "tiff_lzw"}),
    "tiff-deflate": ("TIFF", "CMYK", {"compression": "tiff_adobe_deflate"}),
    "tiff-fax": ("TIFF", "1", {"compression": "group4"}),
    "tiff-jpeg": ("TIFF", "RGB", {"compression": "jpeg"}),
    "tiff-pages": ("TIFF", "RGB", {"save_all": True, "append_images": 2}),
    "bmp": ("BMP", "RGB", {}),
    "bmp-palette": ("BMP", "P", {}),
    "gif": ("GIF", "P", {}),
    "gif-interlaced": ("GIF", "L", {"interlace": 1}),
    "gif-animated": ("GIF", "RGB", {"save_all": True, "append_images": 2}),
    "avif": ("AVIF", "RGBA", {}),
    "avif-animated": ("AVIF", "RGB", {"save_all": True, "append_images": 2}),
    "heic": ("HEIF", "RGBA", {}),
    "heic-several": ("HEIF", "RGB", {"save_all": True, "append_images": 2}),
}


@pytest.fixture(scope="module")
def files(encode):
    """One small file of each variant, of noise: no part of it says what the rest looks like."""
    noise = np.random.default_rng(2).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    made = {}
    for name, (kind, mode, options) in VARIANTS.items():
        if mode == "I;16":
            image = Image.fromarray(np.asarray(picture.convert("L"), dtype=np.uint16) * 257)
        else:
            image = picture.convert(mode)
        if "append_images" in options:
            turned = [image.rotate(90 * (i + 1)) for i in range(options["append_images"])]
            options = {**options, "append_images": turned}
        made[name] = encode(image, kind, **options)
    return made


@pytest.fixture(scope="module")
def whole(files):
    return {name: images.decode(data) for name, data in files.items()}


def _docx() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Dear all,\nplease find attached\n", "text"),
        ("Sehr geehrte Frau Müller, …".encode(), "text"),
        (b"BMW is a maker of cars, and this is a text\n", "text"),
        (b'{"error": "not found"}', "text"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"\xef\xbb\xbf\n<html><head><svg></svg></head></html>", "web page"),
        (_docx(), "ZIP archive"),
        (b"\x1f\x8b\x08" + bytes(20), "archive"),
        (bytes(100), "not a picture of a kind known here: JPEG, PNG"),
        (b"\x7fELF\x02\x01\x01" + bytes(50), "not a picture"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(20), "not a picture"),
        (b"\xff", "not a picture"),
    ],
)
def test_what_is_no_picture(data, words) -> None:
    with pytest.raises(images.NotAPictureError, match=words) as caught:
        images.decode(data)
    assert caught.value.code == "not-a-picture"


def test_names_are_never_believed(tmp_path, patches, encode) -> None:
    letter = tmp_path / "painting.jpg"
    letter.write_text("A thousand words.")
    with pytest.raises(images.NotAPictureError, match="a text file, not a picture"):
        images.decode(letter)
    painting = tmp_path / "letter.txt"
    painting.write_bytes(encode(patches, "PNG"))
    np.testing.assert_array_equal(images.decode(painting), patches)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        (b"8BPS\0\x01" + bytes(20), "Photoshop"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg width="1"/>', "SVG"),
        (b"\xff\x0a\xfa\x1f" + bytes(20), "JPEG XL"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(20), "JPEG XL"),
        (b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(20), "JPEG 2000"),
        (b"\xff\x4f\xff\x51\0\x2f" + bytes(20), "JPEG 2000"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", "Video"),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "Camera raw"),
        (b"P6\n2 2\n255\n" + bytes(12), "Netpbm"),
    ],
)
def test_formats_that_are_not_read_are_named(data, name) -> None:
    with pytest.raises(images.UnsupportedFormatError, match=f"{name} files are not read") as caught:
        images.decode(data)
    assert caught.value.code == "unsupported-format"
    assert "JPEG or PNG" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "name"), [("ICO", "Windows icon"), ("PPM", "Netpbm"), ("JPEG2000", "JPEG 2000")]
)
def test_formats_that_pillow_could_read_are_refused_all_the_same(
    kind, name, patches, encode
) -> None:
    with pytest.raises(images.UnsupportedFormatError, match=name):
        images.decode(encode(patches, kind))


def test_rare_kinds_of_known_formats_are_told_from_damage(encode, patches) -> None:
    float_colours = bytearray(encode(patches[:, :, 0].astype(np.float32), "TIFF"))
    photometric = float_colours.index(struct.pack("<HHI", 262, 3, 1))
    float_colours[photometric + 8] = 2  # RGB
    deep_bmp = bytearray(encode(patches, "BMP"))
    deep_bmp[28] = 64  # bits per pixel
    twelve_bit = bytearray(encode(patches, "JPEG"))
    twelve_bit[twelve_bit.index(b"\xff\xc0") + 4] = 12
    for data in (float_colours, deep_bmp, twelve_bit):
        with pytest.raises(images.UnsupportedFormatError, match="save it as an ordinary JPEG"):
            images.decode(data)


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.9])
def test_files_cut_short_are_refused_as_such(name, share, files, whole) -> None:
    cut = files[name][: int(len(files[name]) * share)]
    if name.endswith(("animated", "several", "pages")) or name in ("mpo", "apng"):
        _refused_or_the_same(cut, whole[name])  # the first frame may be all there
        return
    with pytest.raises(images.TruncatedPictureError, match="cut short or damaged") as caught:
        images.decode(cut)
    assert caught.value.code == "truncated"


def _refused_or_the_same(data: bytes, expected, **options) -> None:
    try:
        pixels = images.decode(data, **options)
    except images.PictureError:
        return
    np.testing.assert_array_equal(pixels, expected)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_beginning_of_a_file_is_filled_with_grey(files, whole, data) -> None:
    name = data.draw(st.sampled_from(sorted(files)))
    end = data.draw(st.integers(0, len(files[name]) - 1))
    _refused_or_the_same(files[name][:end], whole[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", VARIANTS)
def test_nor_is_any_other_beginning(name, files, whole) -> None:
    for end in range(0, len(files[name]), max(1, len(files[name]) // 700)):
        _refused_or_the_same(files[name][:end], whole[name])


@pytest.mark.parametrize("scale", [2, 4, 8])
@pytest.mark.parametrize("name", ["jpeg", "jpeg-progressive", "jpeg-cmyk"])
def test_nor_when_reduced_while_decoding(name, scale, files) -> None:
    data, at_least = files[name], 48 // scale
    reduced = images.decode(data, at_least=at_least)
    assert reduced.shape == (48 // scale, 64 // scale, 3)
    for end in range(0, len(data), 7):
        _refused_or_the_same(data[:end], reduced, at_least=at_least)


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files_raise_nothing_else(files, data) -> None:
    name = data.draw(st.sampled_from(sorted(files)))
    damaged = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 8))):
        # Headers matter more than pixels.
        last = data.draw(st.sampled_from([len(damaged), min(300, len(damaged))])) - 1
        damaged[data.draw(st.integers(0, last))] = data.draw(st.integers(0, 255))
    try:
        pixels = images.decode(damaged, limits=images.Limits(pixels=1_000_000))
    except images.PictureError:
        return
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_raise_nothing_else(data) -> None:
    for beginning in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0", b"BM"):
        with pytest.raises(images.PictureError):
            images.decode(beginning + data)


def test_pictures_of_pillow_are_refused_alike(files) -> None:
    with pytest.raises(images.TruncatedPictureError):
        images.from_pil(Image.open(io.BytesIO(files["tiff"][:-200])))
    with pytest.raises(images.NotAPictureError, match="no pixels"):
        images.from_pil(Image.new("RGB", (0, 7)))


def test_every_refusal_is_one_of_ours() -> None:
    kinds = [
        images.NotAPictureError,
        images.UnsupportedFormatError,
        images.TruncatedPictureError,
        images.PictureTooLargeError,
    ]
    assert all(issubclass(kind, images.PictureError) for kind in kinds)
    assert issubclass(images.PictureError, MorelliError)
    assert len({kind.code for kind in kinds}) == 4
