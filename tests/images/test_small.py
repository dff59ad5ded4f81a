"""Small versions of pictures: within their square, in proportion, and what they say they are."""

import base64
import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from morelli.images.small import data_uri, fitted, webp

sides = st.integers(1, 40_000)


@given(sides, sides, st.integers(1, 2_000))
def test_a_size_fits_its_square_in_proportion_and_never_grows(width, height, side):
    w, h = fitted((width, height), side)
    assert 1 <= w <= min(width, side) and 1 <= h <= min(height, side)
    assert max(w, h) == min(side, max(width, height))
    scale = max(w, h) / max(width, height)
    assert abs(w - width * scale) <= 1 and abs(h - height * scale) <= 1


def test_a_webp_is_of_the_pictures_size_and_smaller_where_quality_is_less():
    pixels = np.random.default_rng(0).integers(0, 256, (30, 50, 3), dtype=np.uint8)
    with Image.open(io.BytesIO(webp(pixels[:, ::-1], 90))) as picture:
        assert (picture.format, picture.size) == ("WEBP", (50, 30))
    assert len(webp(pixels, 20)) < len(webp(pixels, 90))


def test_an_address_holds_the_file():
    head, _, encoded = data_uri(b"any bytes", "png").partition(",")
    assert head == "data:image/png;base64" and base64.b64decode(encoded) == b"any bytes"
