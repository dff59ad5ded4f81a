"""The overlay and its scale of colours."""

import io

import numpy as np
from PIL import Image

from morelli.explain import grey_png, overlaid, saliency_png
from morelli.explain.heat import colours


def test_the_scale_grows_lighter_all_the_way():
    scale = colours(np.linspace(0, 1, 256, dtype=np.float32)) / 255
    luminance = np.where(scale > 0.04045, ((scale + 0.055) / 1.055) ** 2.4, scale / 12.92) @ (
        0.2126,
        0.7152,
        0.0722,
    )
    assert (np.diff(luminance) > -0.002).all()
    assert luminance[-1] - luminance[0] > 0.6


def test_an_overlay_is_opaque_where_the_evidence_is_and_nowhere_else():
    evidence = np.zeros((28, 28), np.float32)
    evidence[4:8, 20:24] = 3
    picture = Image.open(io.BytesIO(saliency_png(evidence, (90, 120))))
    assert (picture.mode, picture.size) == ("RGBA", (120, 90))
    alpha = np.asarray(picture)[..., 3]
    assert alpha[19, 94] > 150
    assert alpha[60, 30] == 0
    assert Image.open(io.BytesIO(saliency_png(evidence))).size == (28, 28)


def test_a_tile_is_grey():
    tile = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(grey_png(tile)))), tile)


def test_on_its_picture_the_evidence_has_colour_and_the_rest_is_grey():
    picture = np.random.default_rng(0).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    evidence = np.zeros((28, 28), np.float32)
    evidence[4:8, 20:24] = 3
    shown = overlaid(picture, evidence)
    assert (shown.shape, shown.dtype) == (picture.shape, np.uint8)
    spread = np.ptp(shown.astype(int), axis=-1)
    assert spread[19, 94] > 30
    grey = np.asarray(Image.fromarray(picture).convert("L"))
    assert np.array_equal(shown[60:, :40], np.stack([grey[60:, :40]] * 3, axis=-1))
