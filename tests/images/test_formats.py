"""Every format and mode that the issue names, as a real encoded file."""

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from morelli import images

LOSSLESS = [
    ("PNG", {}),
    ("WEBP", {"lossless": True}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ("TIFF", {"compression": "packbits"}),
    ("BMP", {}),
    ("GIF", {}),
]
LOSSY = [
    ("JPEG", {"quality": 95, "subsampling": 0}),
    ("JPEG", {"quality": 95, "subsampling": 0, "progressive": True}),
    ("WEBP", {"quality": 100}),
    ("TIFF", {"compression": "jpeg", "quality": 95}),
    ("AVIF", {"quality": 95, "subsampling": "4:4:4"}),
    ("HEIF", {"quality": 95, "chroma": 444}),
]


@pytest.mark.parametrize(("kind", "options"), LOSSLESS)
def test_lossless_formats_come_out_exactly(kind, options, patches, encode) -> None:
    pixels = images.decode(encode(patches, kind, **options))
    assert pixels.dtype == np.uint8
    np.testing.assert_array_equal(pixels, patches)


@pytest.mark.parametrize(("kind", "options"), LOSSY)
def test_lossy_formats_come_out_closely(kind, options, patches, encode) -> None:
    pixels = images.decode(encode(patches, kind, **options))
    assert pixels.shape == patches.shape
    assert np.abs(pixels.astype(int) - patches).mean() < 6


@pytest.mark.parametrize(("kind", "options"), [*LOSSLESS, *LOSSY])
def test_grey_pictures_come_out_as_three_equal_channels(kind, options, patches, encode) -> None:
    grey = Image.fromarray(patches).convert("L")
    options = {key: value for key, value in options.items() if key not in ("chroma", "subsampling")}
    pixels = images.decode(encode(grey, kind, **options)).astype(int)
    assert np.ptp(pixels, axis=2).max() <= 2
    assert np.abs(pixels[:, :, 1] - np.asarray(grey)).mean() < 3


@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {"quality": 100}), ("TIFF", {}), ("TIFF", {"compression": "lzw"})],
)
def test_cmyk_is_not_inverted(kind, options, patches, encode) -> None:
    # Pillow writes CMYK JPEG as Adobe does, inverted and marked so.
    data = encode(Image.fromarray(patches).convert("CMYK"), kind, **_named(options))
    assert kind != "JPEG" or b"Adobe" in data
    assert np.abs(images.decode(data).astype(int) - patches).mean() < 3


def _named(options):
    return {key: f"tiff_{value}" if value == "lzw" else value for key, value in options.items()}


def test_lab_tiff_comes_out_as_the_colours_it_was_made_of(patches, encode) -> None:
    srgb, lab = (ImageCms.createProfile(name) for name in ("sRGB", "LAB"))
    data = encode(
        ImageCms.profileToProfile(Image.fromarray(patches), srgb, lab, outputMode="LAB"), "TIFF"
    )
    # Eight bits of Lab are coarser than eight of sRGB.
    assert np.abs(images.decode(data).astype(int) - patches).mean() < 3


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF"])
def test_one_bit_is_black_and_white(kind, encode) -> None:
    board = np.indices((9, 13)).sum(axis=0) % 2 == 0
    pixels = images.decode(encode(Image.fromarray(board), kind))
    np.testing.assert_array_equal(pixels, np.repeat(board[:, :, None], 3, axis=2) * 255)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_greys_are_scaled_not_clipped(kind, encode) -> None:
    ramp = np.arange(0, 65536, 16, dtype=np.uint16).reshape(64, 64)
    pixels = images.decode(encode(Image.fromarray(ramp), kind))
    np.testing.assert_array_equal(pixels[:, :, 0], np.rint(ramp / 257))


@pytest.mark.parametrize(
    ("values", "white"),
    [
        (np.linspace(0, 1, 64, dtype=np.float32), 1),
        (np.linspace(0, 255, 64, dtype=np.float32), 255),
        (np.linspace(0, 60000, 64, dtype=np.float32), 65535),
        (np.linspace(0, 2**30, 64).astype(np.int32), 2**30),
    ],
)
def test_floats_and_wide_integers_are_scaled_to_the_usual_range(values, white, encode) -> None:
    pixels = images.decode(encode(Image.fromarray(values.reshape(8, 8)), "TIFF"))
    expected = np.rint(values.reshape(8, 8).astype(float) * 255 / white)
    assert np.abs(pixels[:, :, 0] - expected).max() <= 1


def test_numbers_that_are_none_do_not_spoil_the_rest(encode) -> None:
    values = np.array([[0.0, 0.5, 1.0, np.nan, np.inf, -np.inf, -3.0]], dtype=np.float32)
    pixels = images.decode(encode(Image.fromarray(values), "TIFF"))
    assert pixels[0, :, 0].tolist() == [0, 128, 255, 0, 0, 0, 0]


def _png(width: int, depth: int, colour: int, row: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """One row of a PNG of a kind that Pillow does not write (PNG specification, section 11)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, 1, depth, colour, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\0" + row)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def _words(*values: int) -> bytes:
    return struct.pack(f">{len(values)}H", *values)


WHITE = [255, 255, 255]
UPRIGHT = Image.Exif()
UPRIGHT[0x0112] = 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (_png(2, 16, 2, _words(0, 25700, 65535, 9, 9, 9)), [[0, 100, 255], [0, 0, 0]]),
        (_png(2, 16, 6, _words(25700, 0, 0, 65535, 1, 2, 3, 0)), [[100, 0, 0], WHITE]),
        (_png(2, 16, 4, _words(25700, 65535, 25700, 0)), [[100] * 3, WHITE]),
        (_png(2, 16, 0, _words(25700, 51400), (b"tRNS", _words(25700))), [WHITE, [200] * 3]),
        (
            _png(2, 16, 2, _words(0x6401, 0, 0, 0, 0, 0), (b"tRNS", _words(0x6401, 0, 0))),
            [WHITE, [0, 0, 0]],
        ),
        (_png(2, 8, 0, bytes((9, 200)), (b"tRNS", _words(9))), [WHITE, [200] * 3]),
        (_png(2, 8, 2, bytes((9, 0, 0, 7, 7, 7)), (b"tRNS", _words(9, 0, 0))), [WHITE, [7] * 3]),
        (
            _png(
                3, 8, 3, bytes((0, 1, 2)), (b"PLTE", bytes((255, 0, 0) * 3)), (b"tRNS", b"\0\x80")
            ),
            [WHITE, [255, 127, 127], [255, 0, 0]],
        ),
    ],
    ids=["rgb16", "rgba16", "la16", "grey16-key", "rgb16-key", "grey-key", "rgb-key", "palette"],
)
def test_rare_kinds_of_png(data, expected) -> None:
    assert images.decode(data).tolist() == [expected]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("WEBP", {"lossless": True, "exact": True}),
        ("TIFF", {}),
        ("AVIF", {"quality": 100, "subsampling": "4:4:4"}),
        ("HEIF", {"quality": -1, "chroma": 444}),
    ],
)
def test_transparent_pixels_lie_over_white_and_hide_their_colour(kind, options, encode) -> None:
    red = np.zeros((16, 32, 4), dtype=np.uint8)
    red[..., 0] = 255
    red[:, 8:16, 3] = 128
    red[:, 16:, 3] = 255
    pixels = images.decode(encode(red, kind, **options)).astype(int)
    for columns, colour in ((slice(0, 8), WHITE), (slice(8, 16), [255, 127, 127])):
        assert np.abs(pixels[:, columns] - colour).max() <= 3
    assert np.abs(pixels[:, 16:] - [255, 0, 0]).max() <= 3


def test_transparent_gif_lies_over_white(encode) -> None:
    flag = Image.new("P", (4, 1))
    flag.putpalette([255, 0, 0, 0, 0, 255])
    flag.putpixel((1, 0), 1)
    assert images.decode(encode(flag, "GIF", transparency=0)).tolist() == [
        [WHITE, [0, 0, 255], WHITE, WHITE]
    ]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("GIF", {}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("MPO", {"quality": 95, "subsampling": 0}),
        ("AVIF", {"quality": 95, "subsampling": "4:4:4"}),
        ("HEIF", {"quality": 95, "chroma": 444}),
    ],
)
def test_of_several_frames_the_first_is_taken(kind, options, patches, encode) -> None:
    others = [Image.fromarray(patches[::-1]), Image.fromarray(255 - patches)]
    data = encode(patches, kind, save_all=True, append_images=others, **options)
    assert np.abs(images.decode(data).astype(int) - patches).mean() < 6


def test_the_tags_of_later_pages_do_not_touch_the_first(patches, encode) -> None:
    other = Image.fromarray(255 - patches)
    data = bytearray(encode(patches, "TIFF", save_all=True, append_images=[other], exif=UPRIGHT))
    last = data.rindex(struct.pack("<HHI", 0x0112, 3, 1))
    data[last + 8] = 6
    np.testing.assert_array_equal(images.decode(data), patches)


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_files_that_call_themselves_heif_are_what_they_contain(kind, patches, encode) -> None:
    data = encode(patches, kind)
    renamed = data[:8] + b"mif1" + data[12:]
    np.testing.assert_array_equal(images.decode(renamed), images.decode(data))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "YCbCr", "HSV", "I", "F", "LA"])
def test_pictures_of_pillow_come_out_in_any_mode(mode) -> None:
    ramp = Image.linear_gradient("L").resize((16, 16))
    pixels = images.from_pil(ramp.convert(mode))
    expected = np.asarray(ramp.convert("1") if mode == "1" else ramp, dtype=int) * (
        255 if mode == "1" else 1
    )
    assert pixels.shape == (16, 16, 3)
    assert np.abs(pixels.astype(int) - expected[:, :, None]).max() <= 1


@pytest.mark.parametrize("mode", ["RGBa", "La"])
def test_premultiplied_alpha_is_divided_out(mode) -> None:
    half = Image.new({"RGBa": "RGBA", "La": "LA"}[mode], (2, 2), (100, 100, 100, 128)[-len(mode) :])
    expected = images.from_pil(half)
    assert np.abs(images.from_pil(half.convert(mode)).astype(int) - expected).max() <= 1


def test_every_source_gives_the_same_pixels(patches, encode, tmp_path: Path) -> None:
    data = encode(patches, "PNG")
    path = tmp_path / "a name with ü.txt"  # names say nothing
    path.write_bytes(data)
    sources = [data, bytearray(data), memoryview(data), io.BytesIO(data), path, str(path)]
    for source in sources:
        np.testing.assert_array_equal(images.decode(source), patches)
    for buffering in (-1, 0):
        with path.open("rb", buffering=buffering) as file:
            np.testing.assert_array_equal(images.decode(file), patches)


def test_a_missing_file_is_the_usual_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        images.decode(tmp_path / "none.jpg")
    with pytest.raises(IsADirectoryError):
        images.decode(tmp_path)


def test_threads_share_nothing(patches, encode) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    files = [
        encode(patches, kind, icc_profile=profile)
        for kind in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF")
    ] + [encode(Image.fromarray(patches).convert("CMYK"), "TIFF"), encode(patches, "GIF")]
    alone = [images.decode(data) for data in files]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(images.decode, files * 25))
    for i, pixels in enumerate(together):
        np.testing.assert_array_equal(pixels, alone[i % len(files)])
