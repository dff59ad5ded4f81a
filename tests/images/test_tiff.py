"""TIFF files that Pillow takes for others: decoded rightly, or refused, never wrong."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from morelli import images
from morelli.images import UnsupportedFormatError

HEIGHT, WIDTH = 24, 32
RAMP = np.linspace(0, 1, HEIGHT * WIDTH).reshape(HEIGHT, WIDTH)
COLOURS = np.stack([RAMP, RAMP[::-1], RAMP[:, ::-1]], axis=-1)


def tiff(
    data: bytes,
    bits: tuple[int, ...],
    *,
    photometric: int,
    order: str = "<",
    planar: int = 1,
    samples: int = 1,
    compression: int = 1,
    planes: int = 1,
) -> bytes:
    """A TIFF of one strip for each plane; `data` is all of them (TIFF 6.0, section 2)."""
    part = len(data) // planes
    shorts = lambda *values: (3, len(values), struct.pack(f"{order}{len(values)}H", *values))  # noqa: E731
    longs = lambda *values: (4, len(values), struct.pack(f"{order}{len(values)}I", *values))  # noqa: E731
    tags = {
        256: shorts(WIDTH),
        257: shorts(HEIGHT),
        258: shorts(*bits),
        259: shorts(compression),
        262: shorts(photometric),
        273: longs(*(8 + part * plane for plane in range(planes))),
        277: shorts(len(bits)),
        278: shorts(HEIGHT),
        279: longs(*[part] * planes),
        284: shorts(planar),
        339: shorts(*[samples] * len(bits)),
    }
    start = 8 + len(data) + len(data) % 2
    after = start + 2 + 12 * len(tags) + 4
    entries, beyond = b"", b""
    for tag, (kind, count, value) in tags.items():
        if len(value) > 4:
            beyond += value
            value = struct.pack(f"{order}I", after + len(beyond) - len(value))
        entries += struct.pack(f"{order}HHI", tag, kind, count) + value.ljust(4, b"\0")
    magic = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, start)
    body = data + b"\0" * (len(data) % 2)
    count = struct.pack(f"{order}H", len(tags))
    return magic + body + count + entries + struct.pack(f"{order}I", 0) + beyond


def grey(values: np.ndarray, bits: int, **how: int | str) -> np.ndarray:
    """What is decoded of samples, (H, W) of 0..1 scaled to `bits` unsigned ones."""
    order = str(how.get("order", "<"))
    stored = np.rint(values * (2**bits - 1)).astype(f"{order}u{(bits + 7) // 8}")
    return images.decode(tiff(stored.tobytes(), (bits,), **how))[..., 0]


def test_white_may_be_zero():
    found = grey(1 - RAMP, 16, photometric=0)
    assert np.abs(found - RAMP * 255).max() <= 1


def test_thirty_two_bits_have_no_sign():
    found = grey(RAMP, 32, photometric=1)
    assert np.abs(found - RAMP * 255).max() <= 1


def test_thirty_two_bits_that_are_filled_in_part_are_scaled_to_what_is_usual():
    stored = np.rint(RAMP * 65535).astype("<u4")
    found = images.decode(tiff(stored.tobytes(), (32,), photometric=1))[..., 0]
    assert np.abs(found - RAMP * 255).max() <= 1


def test_twelve_bits_reach_white():
    values = np.rint(RAMP * 4095).astype(np.uint16).ravel()
    pairs = values.reshape(-1, 2).astype(np.uint32)
    packed = (pairs[:, 0] << 12) | pairs[:, 1]
    data = np.stack([packed >> 16, packed >> 8, packed], axis=-1).astype(np.uint8).tobytes()
    found = images.decode(tiff(data, (12,), photometric=1))[..., 0]
    assert np.abs(found - RAMP * 255).max() <= 1


def test_samples_below_zero_are_refused_and_others_scaled():
    signed = np.rint(RAMP * 32767).astype("<i2")
    found = images.decode(tiff(signed.tobytes(), (16,), photometric=1, samples=2))[..., 0]
    assert np.abs(found - RAMP * 255).max() <= 1
    below = (signed - 9).astype("<i2").tobytes()
    with pytest.raises(UnsupportedFormatError, match="below zero"):
        images.decode(tiff(below, (16,), photometric=1, samples=2))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("count", "photometric"), [(3, 2), (4, 5)])
def test_planes_of_sixteen_bits_are_refused(order, count, photometric):
    planes = np.rint(np.stack([RAMP] * count) * 65535).astype(f"{order}u2")
    bits = (16,) * count
    data = tiff(
        planes.tobytes(), bits, photometric=photometric, order=order, planar=2, planes=count
    )
    with pytest.raises(UnsupportedFormatError, match="16 bits with a plane for each colour"):
        images.decode(data)


def test_planes_of_eight_bits_are_read():
    planes = np.rint(COLOURS.transpose(2, 0, 1) * 255).astype(np.uint8)
    data = tiff(planes.tobytes(), (8,) * 3, photometric=2, planar=2, planes=3)
    assert np.abs(images.decode(data) - COLOURS * 255).max() <= 1


def test_pixels_of_sixteen_bits_are_read():
    data = tiff(np.rint(COLOURS * 65535).astype("<u2").tobytes(), (16,) * 3, photometric=2)
    assert np.abs(images.decode(data) - COLOURS * 255).max() <= 1


@pytest.mark.parametrize(
    ("compression", "name"),
    [
        *((34712, "JPEG 2000"), (34887, "LERC"), (50001, "WebP"), (61234, "61234")),
        *((34676, "SGI LogLuv"), (34677, "SGI LogLuv"), (32909, "PixarLog"), (32766, "NeXT")),
    ],
)
def test_a_compression_that_is_not_read_is_called_so(compression, name):
    data = tiff(bytes(HEIGHT * WIDTH), (8,), photometric=1, compression=compression)
    with pytest.raises(UnsupportedFormatError, match=name):
        images.decode(data)


def test_bits_that_are_not_read_are_called_so():
    with pytest.raises(UnsupportedFormatError, match="10 bits"):
        images.decode(tiff(bytes(HEIGHT * WIDTH * 2), (10,), photometric=1))


def test_a_picture_that_pillow_opened_is_put_right_too(tmp_path: Path):
    stored = np.rint((1 - RAMP) * 65535).astype("<u2").tobytes()
    with Image.open(io.BytesIO(tiff(stored, (16,), photometric=0))) as image:
        assert np.abs(images.from_pil(image)[..., 0] - RAMP * 255).max() <= 1


@given(
    bits=st.sampled_from([1, 8, 10, 12, 14, 16, 24, 32, 64]),
    photometric=st.sampled_from([0, 1]),
    order=st.sampled_from(["<", ">"]),
    samples=st.sampled_from([1, 2, 3]),
)
def test_any_grey_is_right_or_refused(bits, photometric, order, samples):
    """Left to right it gets lighter, or darker where white is zero, whatever else it says."""
    ramp = np.tile(np.linspace(0, 1, WIDTH), (HEIGHT, 1))
    kind = {1: "u", 2: "i", 3: "f"}[samples]
    if bits in (8, 16, 32, 64) and (kind, bits) != ("f", 8):
        largest = 1 if kind == "f" else 2 ** (bits - (kind == "i")) - 1
        stored = (ramp * largest * (1 - 1e-9)).astype(f"{order}{kind}{bits // 8}").tobytes()
    else:
        stored = bytes(HEIGHT * WIDTH * bits // 8)
    data = tiff(stored, (bits,), photometric=photometric, order=order, samples=samples)
    try:
        found = images.decode(data)[..., 0].astype(int)
    except images.PictureError:
        return
    if any(stored):
        wanted = ramp if photometric == 1 else 1 - ramp
        assert np.abs(found - wanted * 255).max() <= 2
