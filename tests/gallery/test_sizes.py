"""Sizes from headers are the sizes of decoded pictures."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from morelli.gallery.sizes import read_size
from morelli.images import FORMATS, PictureError, PictureTooLargeError, decode


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_as_decoded(kind: str, orientation: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", (50, 30), "olive")
    path = tmp_path / "x"
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(path, exif=exif.tobytes())
    elif kind in ("BMP", "GIF"):
        image.save(path, kind)
    else:
        image.save(path, kind, exif=exif)
    height, width = decode(path).shape[:2]
    assert read_size(path) == (width, height)


def test_the_head_of_a_large_file_is_enough(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (900, 1200, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "JPEG", quality=95)
    assert len(file.getvalue()) > 500_000
    (tmp_path / "x.jpg").write_bytes(file.getvalue()[: 1 << 16] + b"\0")
    assert read_size(tmp_path / "x.jpg") == (1200, 900)


def test_a_header_far_into_the_file(tmp_path: Path, draw: Callable[..., Path]) -> None:
    # 300 kB of comments come before the size.
    data = draw(tmp_path / "x.jpg", (70, 20)).read_bytes()
    comment = b"\xff\xfe" + (60_002).to_bytes(2, "big") + b"c" * 60_000
    (tmp_path / "x.jpg").write_bytes(data[:2] + comment * 5 + data[2:])
    assert read_size(tmp_path / "x.jpg") == (70, 20)


def test_no_picture(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_text("words")
    with pytest.raises(PictureError, match="text file"):
        read_size(tmp_path / "x.jpg")
    with pytest.raises(FileNotFoundError):
        read_size(tmp_path / "y.jpg")


def test_too_many_pixels(tmp_path: Path) -> None:
    Image.new("1", (20_000, 6_000)).save(tmp_path / "x.png")
    with pytest.raises(PictureTooLargeError):
        read_size(tmp_path / "x.png")
