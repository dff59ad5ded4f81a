"""Reduced decoding and resizing: cheaper, and the answer stays what it was."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from morelli import images
from morelli.bundles.bundle import Bundle
from morelli.inference.classifier import Classifier

SIDE = 224


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 320))
def test_no_side_is_reduced_below_what_is_wanted(encode, width, height, at_least) -> None:
    data = encode(Image.new("RGB", (width, height)), "JPEG")
    decoded = images.decode(data, at_least=at_least).shape[:2]
    assert min(decoded) >= min(at_least, width, height)
    factors = [factor for factor in (8, 4, 2) if min(width, height) // factor >= at_least]
    factor = max(factors, default=1)  # the smallest scale that will do
    assert decoded == (-(-height // factor), -(-width // factor))


def test_reduced_pictures_are_upright_grey_and_cmyk_too(patches, encode) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = Image.fromarray(patches).transpose(Image.Transpose.ROTATE_90)
    expected = Image.fromarray(patches).reduce(2)
    for mode in ("RGB", "L", "CMYK"):
        data = encode(stored.convert(mode), "JPEG", quality=95, exif=exif)
        pixels = images.decode(data, at_least=48)
        assert np.abs(pixels.astype(int) - images.from_pil(expected.convert(mode))).mean() < 6


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF"])
def test_other_formats_are_decoded_in_full(kind, patches, encode) -> None:
    assert images.decode(encode(patches, kind), at_least=8).shape == patches.shape


@pytest.mark.parametrize("interpolation", ["bilinear", "bicubic", "lanczos"])
def test_resizing_in_two_steps_is_hard_to_tell_from_one(interpolation) -> None:
    picture = _strokes(1024)
    method = Image.Resampling[interpolation.upper()]
    for side in (300, 224, 112, 64):
        direct = np.asarray(Image.fromarray(picture).resize((side, side), method), dtype=int)
        pixels = images.resize(picture, (side, side), interpolation)
        assert np.abs(pixels - direct).mean() < 1


def test_resizing_takes_height_first_and_leaves_the_right_size_alone(patches) -> None:
    assert images.resize(patches, (20, 30), "bicubic").shape == (20, 30, 3)
    assert images.resize(patches, patches.shape[:2], "bicubic") is patches


def _strokes(side: int):
    """Short strokes one to three pixels wide: finer than any painting is photographed."""
    random = np.random.default_rng(3)
    image = Image.new("RGB", (side, side), (120, 100, 80))
    draw = ImageDraw.Draw(image)
    for x, y, dx, dy, width in random.integers(
        (0, 0, -20, -20, 1), (side, side, 20, 20, 4), (side * 20, 5)
    ):
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        draw.line((int(x), int(y), int(x + dx), int(y + dy)), fill=colour, width=int(width))
    return np.asarray(image)


def test_fine_texture_survives_reduced_decoding(encode) -> None:
    data = encode(_strokes(1024), "JPEG", quality=92)
    full = images.resize(images.decode(data), (SIDE, SIDE), "bicubic").astype(int)
    errors = []
    for at_least in (2 * SIDE, SIDE):
        reduced = images.decode(data, at_least=at_least)
        errors.append(np.abs(images.resize(reduced, (SIDE, SIDE), "bicubic") - full).mean())
    twice, once = errors
    assert twice < 2.5  # of 255, where the texture itself deviates by about 30
    assert once > 2 * twice  # which is why the model asks for more than its own side


@pytest.mark.data
@pytest.mark.slow
def test_the_answer_is_the_same_as_after_a_full_decode_and_resize(data_root) -> None:
    """As the classifier decodes, against decoding and resizing in full.

    What counts as noise: leaving out two pixels of 1,024 at each edge.
    """
    classifier = Classifier(Bundle.open())
    side = classifier.bundle.manifest.preprocessing.size
    pairs = [
        (images.decode(file), classifier.decode(str(file)))
        for file in sorted((data_root / "gallery").glob("*.jpg"))
    ]
    reduced = [(full, served) for full, served in pairs if full.shape != served.shape]
    assert len(reduced) >= 8

    def square(pixels):
        return np.asarray(Image.fromarray(pixels).resize((side, side), Image.Resampling.BICUBIC))

    full = classifier.outputs([square(full) for full, _ in reduced])
    served = classifier.outputs([served for _, served in reduced])
    noise = classifier.outputs([square(full[2:-2, 2:-2]) for full, _ in reduced])
    for head in ("artist_logits", "style_logits"):
        before, after, shaken = (_softmax(outputs[head]) for outputs in (full, served, noise))
        rows, best = np.arange(len(reduced)), before.argmax(axis=1)
        change = np.abs(after[rows, best] - before[rows, best]).mean()
        assert change < np.abs(shaken[rows, best] - before[rows, best]).mean()
        lead = -np.diff(np.sort(before, axis=1)[:, -2:][:, ::-1], axis=1)[:, 0]
        assert (after.argmax(axis=1) == best)[lead > 0.05].all()


def _softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
