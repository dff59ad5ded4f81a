"""Thumbnails are small, upright, made once, and never of anything else."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from morelli.gallery import Gallery, Side, Thumbnails, UnknownPaintingError
from morelli.images import PictureError

Draw = Callable[..., Path]


def only(gallery: Gallery):
    (painting,) = gallery
    return painting


@pytest.mark.parametrize(
    ("size", "small", "large"),
    [
        ((2000, 1000), (480, 240), (1200, 600)),
        ((700, 1400), (240, 480), (600, 1200)),
        ((300, 200), (300, 200), (300, 200)),
        ((3000, 2), (480, 1), (1200, 1)),
    ],
)
def test_sizes(
    size: tuple[int, int],
    small: tuple[int, int],
    large: tuple[int, int],
    tmp_path: Path,
    draw: Draw,
) -> None:
    draw(tmp_path / "x.jpg", size, "firebrick", quality=95)
    gallery = Gallery.open(tmp_path)
    for side, wanted in ((Side.SMALL, small), (Side.LARGE, large)):
        thumbnail = Thumbnails(gallery).get(only(gallery), side)
        image = Image.open(io.BytesIO(thumbnail.data))
        assert image.format == "WEBP"
        assert image.size == (thumbnail.width, thumbnail.height) == wanted
        assert image.convert("RGB").getpixel((0, 0)) == pytest.approx((178, 34, 34), abs=4)


def test_upright(tmp_path: Path, draw: Draw) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    draw(tmp_path / "x.jpg", (1000, 500), exif=exif)
    gallery = Gallery.open(tmp_path)
    thumbnail = Thumbnails(gallery).get(only(gallery), Side.SMALL)
    assert Image.open(io.BytesIO(thumbnail.data)).size == (240, 480)


def test_made_once(tmp_path: Path, draw: Draw, cache: Path) -> None:
    draw(tmp_path / "x.jpg")
    gallery = Gallery.open(tmp_path)
    thumbnails = Thumbnails(gallery)
    first = thumbnails.get(only(gallery), Side.SMALL)
    (kept,) = (cache / "thumbnails").rglob("*.webp")
    kept.write_bytes(b"from the cache")
    assert thumbnails.get(only(gallery), Side.SMALL).data == b"from the cache"
    assert first.etag == thumbnails.etag(only(gallery), Side.SMALL) == f'"{kept.stem}"'


def test_a_changed_picture_has_another_thumbnail(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "x.png", colour="black")
    gallery = Gallery.open(tmp_path, patience=-1)
    thumbnails = Thumbnails(gallery)
    before = thumbnails.get(only(gallery), Side.SMALL)
    draw(tmp_path / "x.png", (61, 40), colour="white")
    after = thumbnails.get(only(gallery), Side.SMALL)
    assert before.etag != after.etag
    pixel = Image.open(io.BytesIO(after.data)).convert("RGB").getpixel((5, 5))
    assert pixel == pytest.approx((255, 255, 255), abs=3)


def test_a_picture_written_anew_has_another_tag(tmp_path: Path, draw: Draw) -> None:
    path = draw(tmp_path / "x.png")
    gallery = Gallery.open(tmp_path)
    before = Thumbnails(gallery).etag(only(gallery), Side.SMALL)
    os.utime(path, (1, 1))
    assert Thumbnails(gallery).etag(only(gallery), Side.SMALL) != before


def test_both_sizes_and_two_galleries_have_their_own(tmp_path: Path, draw: Draw) -> None:
    tags = set()
    for name in ("one", "two"):
        draw(tmp_path / name / "x.jpg")
        gallery = Gallery.open(tmp_path / name)
        tags |= {Thumbnails(gallery).etag(only(gallery), side) for side in Side}
    assert len(tags) == 4


def test_a_torn_picture_is_refused_once_and_shown_no_longer(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "whole.jpg")
    data = draw(tmp_path / "torn.jpg", (900, 900)).read_bytes()
    (tmp_path / "torn.jpg").write_bytes(data[: len(data) // 2])
    gallery = Gallery.open(tmp_path)
    torn = gallery.search("torn").paintings[0]
    with pytest.raises(PictureError, match="cut short"):
        Thumbnails(gallery).get(torn, Side.SMALL)
    assert [p.file for p in gallery] == ["whole.jpg"]
    assert [p.where for p in gallery.problems] == ["torn.jpg"]


def test_a_picture_that_has_gone(tmp_path: Path, draw: Draw) -> None:
    path = draw(tmp_path / "x.jpg")
    gallery = Gallery.open(tmp_path, patience=60)
    painting = only(gallery)
    path.unlink()
    with pytest.raises(UnknownPaintingError):
        Thumbnails(gallery).get(painting, Side.SMALL)


def test_a_cache_that_cannot_be_written(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "x.jpg")
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    gallery = Gallery.open(tmp_path)
    thumbnail = Thumbnails(gallery, blocked / "cache").get(only(gallery), Side.SMALL)
    assert Image.open(io.BytesIO(thumbnail.data)).size == (60, 40)
