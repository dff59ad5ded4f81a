"""Copies of a picture are the same whenever they are asked for, and still of the picture."""

import numpy as np
import pytest

from morelli.bundles.manifest import Preprocessing
from morelli.works.copies import KINDS, Copy

SIZE = 64
DIGEST = b"a picture's file"
square = Preprocessing(size=SIZE).square


@pytest.fixture(scope="module")
def pixels(drawn):
    return drawn.painting("mark-rothko", 3, 120)


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_a_copy_is_drawn_by_lot_and_always_the_same(pixels, kind):
    copy = Copy(square, 1, 0, kind)(pixels, DIGEST)
    assert copy.shape == (SIZE, SIZE, 3) and copy.dtype == np.uint8
    assert np.array_equal(copy, Copy(square, 1, 0, kind)(pixels, DIGEST))
    others = [
        Copy(square, 1, 0, kind)(pixels, b"another file"),
        Copy(square, 1, 1, kind)(pixels, DIGEST),
        Copy(square, 2, 0, kind)(pixels, DIGEST),
    ]
    assert not any(np.array_equal(copy, other) for other in others)


def test_what_was_saved_anew_is_much_the_same_and_grey_has_no_colour(pixels):
    saved = Copy(square, 1, 0, "saved")(pixels, DIGEST).astype(int)
    assert np.corrcoef(saved.ravel(), square(pixels).ravel())[0, 1] > 0.8
    grey = Copy(square, 1, 0, "grey")(pixels, DIGEST)
    assert (grey == grey[..., :1]).all()


def test_a_detail_is_less_of_the_picture_than_a_crop():
    """On a ramp, the part that was cut out spans so much of the light."""
    ramp = np.linspace(0, 255, 200).astype(np.uint8)[None, :, None].repeat(200, 0).repeat(3, 2)
    spans = {
        kind: np.mean([np.ptp(Copy(square, 1, n, kind)(ramp, DIGEST)) for n in range(8)])
        for kind in ("crop", "detail")
    }
    assert spans["detail"] < 0.55 * 255 < spans["crop"]


def test_they_are_named_by_what_they_are():
    assert (Copy(square, 1, 7).name, Copy(square, 1, 7, "frame").name) == ("copy 7", "frame")
    assert (
        len({Copy(square, s, n, k).key for s in (1, 2) for n in (0, 1) for k in (None, "cast")})
        == 8
    )
