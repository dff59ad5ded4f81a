"""What may be meant by a picture, without asking a network."""

import io

import numpy as np
import pytest
from PIL import Image

from morelli.bundles.manifest import Preprocessing
from morelli.cropping.photograph import photograph
from morelli.cropping.quadrilateral import Quadrilateral
from morelli.errors import MorelliError
from morelli.images import Limits
from morelli.inference.views import Cropped, look_at

PREPROCESSING = Preprocessing(size=64)
WALL = np.full((60, 80, 3), 200, np.uint8)


@pytest.fixture(scope="module")
def photo(drawn):
    """A painting, photographed on a wall."""
    return photograph(drawn.painting("claude-monet", 1, 240), "frame", "medium", 2)


def look(picture, **how):
    return look_at(picture, PREPROCESSING, Limits(), **how)


def encoded(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    file.seek(0)
    return file


def test_a_picture_as_it_is_has_one_view(photo):
    for picture in (photo.pixels, Image.fromarray(photo.pixels), encoded(photo.pixels)):
        looked = look(picture)
        ((pixels, where),) = looked.views
        assert (where, looked.searched, looked.found) == (None, False, None)
        assert np.array_equal(pixels, photo.pixels)


def test_a_painting_that_is_found_is_a_second_view(photo, overlap):
    looked = look(photo.pixels, crop=True)
    (whole, nowhere), (cut, where) = looked.views
    assert looked.searched and nowhere is None and whole.shape == photo.pixels.shape
    assert overlap(where.points(photo.size), photo.corners) > 0.8
    assert cut.shape[0] < whole.shape[0]
    assert len(look(WALL, crop=True).views) == 1


def test_looking_for_one_changes_no_view(photo):
    looked = look(photo.pixels, find=True)
    assert len(looked.views) == 1 and not looked.searched
    assert looked.found.quadrilateral == look(photo.pixels, crop=True).views[1][1]


def test_a_painting_that_is_named_is_the_only_view(photo):
    where = Quadrilateral.of(photo.corners, photo.size)
    looked = look(Cropped(encoded(photo.pixels), where), crop=True)
    ((cut, named),) = looked.views
    assert named == where and not looked.searched
    assert cut.shape[0] < photo.pixels.shape[0]
    again = Cropped(Cropped(photo.pixels, where))  # of what was cut out, nothing more is
    assert np.array_equal(look(again).views[0][0], cut)


@pytest.mark.parametrize(
    "array",
    [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)],
    ids=["grey", "float", "empty"],
)
def test_an_array_that_is_no_picture_is_explained(array):
    with pytest.raises(MorelliError, match=r"uint8 of shape \(height, width, 3\)"):
        look(array)
