"""Limits hold before anything is decoded, and owe nothing to Pillow's own."""

import io
import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from morelli import images
from morelli.images import Limits
from morelli.images.errors import refusing


class Endless(io.RawIOBase):
    """A stream that never ends, in small portions, and counts what was taken."""

    taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        portion = min(size, 1000)
        self.taken += portion
        return b"\xff\xd8\xff" + bytes(portion - 3) if portion > 3 else bytes(portion)


def test_no_more_is_read_than_one_byte_beyond_the_limit() -> None:
    stream = Endless()
    with pytest.raises(images.PictureTooLargeError, match=r"larger than 0\.012345 MB") as caught:
        images.decode(stream, limits=Limits(bytes=12_345))
    assert stream.taken == 12_346
    assert caught.value.code == "too-large"


def test_the_limit_on_bytes_is_exact_for_every_source(patches, encode, tmp_path) -> None:
    data = encode(patches, "PNG")
    path = tmp_path / "picture.png"
    path.write_bytes(data)
    for source in (data, bytearray(data), memoryview(data), path, str(path)):
        images.decode(source, limits=Limits(bytes=len(data)))
        with pytest.raises(images.PictureTooLargeError, match="MB"):
            images.decode(source, limits=Limits(bytes=len(data) - 1))
    for limit, refused in ((len(data), False), (len(data) - 1, True)):
        with path.open("rb") as file:
            if not refused:
                images.decode(file, limits=Limits(bytes=limit))
                continue
            with pytest.raises(images.PictureTooLargeError):
                images.decode(file, limits=Limits(bytes=limit))


def _png_header(width: int, height: int) -> bytes:
    """A black and white PNG of any size whose pixels are damaged: decoding would say so."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"damaged")


@pytest.mark.parametrize("size", [(20_000, 20_000), (10_001, 10_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_decoding(size) -> None:
    with pytest.raises(images.PictureTooLargeError, match=rf"{size[0]} x {size[1]} pixels, more"):
        images.decode(_png_header(*size))


def test_the_default_limit_is_a_hundred_million_pixels() -> None:
    with pytest.raises(images.TruncatedPictureError):
        images.decode(_png_header(10_000, 10_000))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF"])
def test_the_limit_on_pixels_is_exact_for_every_format(kind, patches, encode) -> None:
    data, pixels = encode(patches, kind), patches.shape[0] * patches.shape[1]
    assert images.decode(data, limits=Limits(pixels=pixels)).shape == patches.shape
    with pytest.raises(images.PictureTooLargeError):
        images.decode(data, limits=Limits(pixels=pixels - 1))


@pytest.mark.parametrize("filters", ["error", "always"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF"])
def test_pillows_warning_neither_leaks_nor_refuses(
    kind, filters, patches, encode, monkeypatch
) -> None:
    data, pixels = encode(patches, kind), patches.shape[0] * patches.shape[1]
    # Pillow warns beyond this number and refuses beyond twice as many: 89 and 179 million.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", pixels * 2 // 3)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter(filters)
        assert images.decode(data).shape == patches.shape
    assert caught == []


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        *((kind, True) for kind in ("JPEG", "PNG", "BMP", "GIF", "AVIF", "HEIF")),
        *((kind, False) for kind in ("WEBP", "TIFF")),
    ],
)
def test_beyond_pillows_ceiling_a_picture_is_read_or_clearly_refused(
    kind, read, patches, encode, monkeypatch
) -> None:
    data, pixels = encode(patches, kind), patches.shape[0] * patches.shape[1]
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", pixels // 3)
    if read:
        assert images.decode(data).shape == patches.shape
        return
    with pytest.raises(images.PictureTooLargeError, match="too many pixels"):
        images.decode(data)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("GIF", {}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("AVIF", {}),
        ("HEIF", {}),
    ],
)
def test_the_limit_on_frames_is_exact(kind, options, patches, encode) -> None:
    others = [Image.fromarray(np.roll(patches, 16 * i, axis=1)) for i in range(1, 5)]
    data = encode(patches, kind, save_all=True, append_images=others, **options)
    first = images.decode(data, limits=Limits(frames=5))
    assert np.abs(first.astype(int) - patches).mean() < 12
    with pytest.raises(images.PictureTooLargeError, match="more than 4 frames"):
        images.decode(data, limits=Limits(frames=4))


def test_a_tiff_of_many_thousand_pages_is_refused_at_once(patches, encode) -> None:
    # Pillow's `n_frames` compares each page with all before it: minutes.
    data = encode(patches[:4, :4], "TIFF")
    (directory,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, directory)
    end = directory + 2 + 12 * entries
    page = data[directory:end]
    pages = bytearray()
    for _ in range(60_000):
        pages += struct.pack("<I", len(data) + len(pages)) + page
    with pytest.raises(images.PictureTooLargeError, match="more than 1000 frames"):
        images.decode(data[:end] + pages[:4] + data[end + 4 :] + pages[4:] + bytes(4))


def test_a_gif_of_a_million_frames_is_refused_at_once(patches, encode) -> None:
    data = encode(Image.new("P", (1, 1)), "GIF")
    frame = b"\x2c" + bytes(4) + b"\1\0\1\0\0" + b"\x02\x02\x44\x01\0"
    with pytest.raises(images.PictureTooLargeError, match="more than 1000 frames"):
        images.decode(data[:-1] + frame * 1_000_000 + b";")


def test_comments_and_stray_bytes_are_no_frames(encode) -> None:
    data = encode(Image.new("P", (1, 1)), "GIF")
    comment = b"\x21\xfe" + (b"\xff" + b"," * 255) * 2 + b"\0"
    padded = data[:-1] + comment + b"\0\0" + data[-1:] + b",,,,"
    assert images.decode(padded, limits=Limits(frames=1)).shape == (1, 1, 3)


def test_a_progressive_jpeg_of_endless_scans_is_refused(patches, encode) -> None:
    data = encode(patches, "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert images.decode(data, limits=Limits(frames=data.count(b"\xff\xda"))).shape == patches.shape
    with pytest.raises(images.PictureTooLargeError, match="scans"):
        images.decode(data[:-2] + scan * 1000 + data[-2:])


@pytest.mark.parametrize("place", ["before", "after"])
def test_text_that_unpacks_to_much_is_refused(place, patches, encode) -> None:
    text = PngInfo()
    text.add_text("comment", "x" * 5_000_000, zip=True)
    data = encode(patches, "PNG", pnginfo=text)
    if place == "after":  # behind the pixels
        start = data.index(b"zTXt") - 4
        end = start + 12 + struct.unpack_from(">I", data, start)[0]
        data = data[:start] + data[end:-12] + data[start:end] + data[-12:]
    with pytest.raises(images.PictureTooLargeError, match="unpacks to too much"):
        images.decode(data)


def test_a_profile_that_unpacks_to_much_is_refused(patches, encode) -> None:
    with pytest.raises(images.PictureTooLargeError, match="unpacks to too much"):
        images.decode(encode(patches, "PNG", icc_profile=bytes(5_000_000)))


def test_running_out_of_memory_is_a_picture_too_large() -> None:
    with pytest.raises(images.PictureTooLargeError, match="this machine"), refusing():
        bytearray(2**62)
