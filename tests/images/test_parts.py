"""Files are walked over before they are decoded; only the first frame of an animation is."""

import io
import struct
import time

import numpy as np
import pytest
from PIL import Image

from hostile import files
from hostile.made import healthy, segment
from morelli import images
from morelli.images import Limits, parts

SIDE = 48


def animated(encode, kind, **options):
    frames = [Image.new("RGB", (64, SIDE), colour) for colour in ("red", "green", "blue")]
    return encode(frames[0], kind, save_all=True, append_images=frames[1:], **options)


def test_a_gif_is_cut_down_to_its_first_frame(encode):
    data = animated(encode, "GIF")
    first = parts.gif(data, Limits())
    assert len(first) < len(data)
    np.testing.assert_array_equal(images.decode(first), images.decode(data))
    assert parts.gif(first, Limits()) == first


def test_a_canvas_larger_than_the_first_frame_is_not_drawn(encode):
    data = bytearray(encode(Image.new("P", (8, 6), 3), "GIF"))
    expected = images.decode(bytes(data))
    struct.pack_into("<HH", data, 6, 9_000, 9_000)
    np.testing.assert_array_equal(images.decode(bytes(data)), expected)
    assert images.decoding_cost(bytes(data)) < 10_000


@pytest.mark.parametrize("options", [{}, {"lossless": True}])
def test_a_webp_is_cut_down_to_its_first_frame(encode, options):
    data = animated(encode, "WEBP", **options)
    first = parts.webp(data, Limits())
    assert b"ANMF" in data
    assert b"ANMF" not in first
    np.testing.assert_array_equal(
        images.decode(first), images.from_pil(Image.open(io.BytesIO(data)))
    )


def test_profile_and_orientation_of_an_animated_webp_are_kept(encode):
    exif = Image.Exif()
    exif[274] = 6
    turned = animated(encode, "WEBP", lossless=True, exif=exif)
    assert images.decode(turned).shape == (64, SIDE, 3)


@pytest.mark.parametrize("kind", list(healthy()))
def test_healthy_files_pass(kind):
    images.decode(healthy()[kind], limits=Limits(parts=100, frames=20))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("jpeg/segments-fe-empty", "segments"),
        ("jpeg/fill-bytes-1-mb", "padding"),
        ("jpeg/junk-10-mb", "padding"),
        ("jpeg/magic-and-zeros", "padding"),
        ("png/empty-chunks-IDAT", "chunks"),
        ("png/many-bombs-iCCP", "colour profiles"),
        ("gif/comment-of-single-bytes", "blocks"),
        ("gif/frames-10000", "frames"),
        ("webp/frames-8000", "frames"),
        ("tiff/strips-400000", "strips"),
        ("tiff/tags-65535", "tags"),
        ("tiff/pages-100000", "frames or pages"),
        ("bmp/rle8-ends-of-line", "run-length"),
    ],
)
def test_too_many_parts_are_refused_at_once(kind, what):
    (_, data), *_ = files(kind)
    start = time.process_time()
    with pytest.raises(images.PictureTooLargeError, match=what):
        images.decode(data)
    assert time.process_time() - start < 5


def test_scans_are_counted_by_the_pixels_they_go_over():
    (_, many), *_ = files("jpeg/progressive-scans-990-of-3000")
    with pytest.raises(images.PictureTooLargeError, match="scans of the file go over"):
        images.decode(many)
    (_, sequential), *_ = files("jpeg/sequential-scans-20000")
    with pytest.raises(images.PictureTooLargeError, match="scans"):
        images.decode(sequential)


def test_a_picture_within_a_comment_is_no_scan():
    data = healthy()["jpeg"]
    thumbnail = data[:2] + segment(0xFE, b"\xff\xda" * 2_000) + data[2:]
    np.testing.assert_array_equal(images.decode(thumbnail), images.decode(data))
    assert images.decoding_cost(thumbnail) == images.decoding_cost(data)


def test_a_side_has_its_limit_too():
    with pytest.raises(images.PictureTooLargeError, match="a side may have 65,535"):
        images.decode(dict(files("png/blank-1x100000000"))["png/blank-1x100000000"])
