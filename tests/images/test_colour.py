"""Colour profiles: numbers become sRGB's, checked against the arithmetic of the profile."""

import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from morelli import images

# Colorants (X, Y, Z by red, green, blue), adapted to D50 as ICC profiles state them.
SRGB = np.array(
    [[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]]
)
DISPLAY_P3 = np.array(
    [[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]]
)
ADOBE_RGB = np.array(
    [[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]]
)
WIDE = {"Display P3": DISPLAY_P3, "Adobe RGB (1998)": ADOBE_RGB, "sRGB, or so it says": ADOBE_RGB}
GAMMA = 563 / 256  # Adobe RGB's; near enough to P3's curve for a test


def _profile(space: bytes, kind: bytes, tags: dict[bytes, bytes], name: str = "a test") -> bytes:
    """An ICC profile of version 2 (ICC.1:2001-04, sections 6.1 to 6.5)."""
    text = name.encode() + b"\0"
    described = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {
        b"desc": described,
        b"wtpt": _xyz(0.9642, 1, 0.8249),
        b"cprt": b"text" + bytes(5),
        **tags,
    }
    table, body = struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        table += tag + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    connection = b"Lab " if b"A2B0" in tags else b"XYZ "
    header = bytes(4) + b"test\x02\x10\0\0" + kind + space + connection + bytes(12) + b"acsp"
    header += bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return struct.pack(">I", 128 + len(table) + len(body)) + header[4:] + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _gamma(value: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(value * 256)) + bytes(2)


def _rgb_profile(colorants, curve: bytes, name: str) -> bytes:
    red, green, blue = (_xyz(*xyz) for xyz in colorants.T)
    curves = {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    tags = {b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue, **curves}
    return _profile(b"RGB ", b"mntr", tags, name)


def _wide_profile(name: str) -> bytes:
    return _rgb_profile(WIDE[name], _gamma(GAMMA), name)


def _srgb_of(linear):
    linear = np.clip(linear, 0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _expected(pixels, colorants):
    linear = (pixels / 255) ** GAMMA
    return _srgb_of(linear @ (np.linalg.inv(SRGB) @ colorants).T)


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("JPEG", {"quality": 100, "subsampling": 0}),
        ("AVIF", {"quality": 100, "subsampling": "4:4:4"}),
        ("HEIF", {"quality": -1, "chroma": 444}),
    ],
)
def test_wide_profiles_become_srgb_whatever_they_are_called(
    name, kind, options, patches, encode
) -> None:
    pixels = images.decode(encode(patches, kind, icc_profile=_wide_profile(name), **options))
    error = np.abs(pixels - _expected(patches, WIDE[name]))
    assert error.mean() < 1.5
    assert np.abs(pixels.astype(int) - patches).mean() > 3 * error.mean()


def test_palettes_and_transparent_pictures_have_profiles_too(patches, encode) -> None:
    profile = _wide_profile("Display P3")
    opaque = images.decode(encode(patches, "PNG", icc_profile=profile))
    for mode in ("P", "RGBA"):
        picture = Image.fromarray(patches).convert(mode, palette=Image.Palette.ADAPTIVE)
        pixels = images.decode(encode(picture, "PNG", icc_profile=profile))
        np.testing.assert_array_equal(pixels, opaque)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "L"), ("PNG", "L"), ("TIFF", "L"), ("PNG", "LA"), ("TIFF", "LA")],
)
def test_grey_profiles_apply_to_grey_pictures(kind, mode, encode) -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None], 16, axis=0)
    profile = _profile(b"GRAY", b"mntr", {b"kTRC": _gamma(1.8)})
    options = {"quality": 100} if kind == "JPEG" else {}
    picture = Image.fromarray(ramp).convert(mode)
    pixels = images.decode(encode(picture, kind, icc_profile=profile, **options))
    expected = _srgb_of((ramp / 255) ** 1.8)
    assert np.abs(pixels - expected[:, :, None]).max() <= 3
    assert np.abs(expected - ramp).max() > 10


def _ink_profile() -> bytes:
    """Four inks that each take a quarter of the light (L* = 100 - 25 x inks), without hue."""
    identity = np.tile(np.arange(256, dtype=np.uint8), 4).tobytes()
    inks = np.indices((2, 2, 2, 2)).sum(axis=0).reshape(-1, 1)
    lab = np.hstack([np.rint(255 - 63.75 * inks), np.full((16, 2), 128)]).astype(np.uint8)
    unit = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    table = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + unit + identity + lab.tobytes()
    return _profile(b"CMYK", b"prtr", {b"A2B0": table + identity[:768]})


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_profiles_say_how_the_inks_look(kind, encode) -> None:
    cyan = np.zeros((16, 16, 4), dtype=np.uint8)
    cyan[..., 0] = 255
    picture = Image.fromarray(cyan, mode="CMYK")
    assert images.decode(encode(picture, kind))[8, 8, 0] < 10  # without a profile: blue-green
    pixels = images.decode(encode(picture, kind, icc_profile=_ink_profile()))
    grey = _srgb_of(((75 + 16) / 116) ** 3)  # L* = 75
    assert np.abs(pixels - grey).max() <= 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_broken_and_foreign_profiles_are_ignored(kind, patches, encode) -> None:
    plain = images.decode(encode(patches, kind))
    wide = _wide_profile("Display P3")
    for profile in (b"no profile at all", wide[:200], wide[:128] + b"\xff" * 300, _ink_profile()):
        pixels = images.decode(encode(patches, kind, icc_profile=profile))
        np.testing.assert_array_equal(pixels, plain)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_srgb_profiles_change_nothing(kind, mode, patches, encode) -> None:
    picture = Image.fromarray(patches).convert(mode)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = images.decode(encode(picture, kind))
    np.testing.assert_array_equal(images.decode(encode(picture, kind, icc_profile=srgb)), plain)


def test_srgb_profiles_are_known_by_what_they_do(patches, encode) -> None:
    # As many cameras and programs write it: a sampled curve, rounded colorants, any name.
    encoded = np.linspace(0, 1, 512)
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    samples = np.rint(linear * 65535).astype(">u2").tobytes()
    curve = b"curv" + bytes(4) + struct.pack(">I", 512) + samples
    profile = _rgb_profile(SRGB + 0.0002, curve, "colours as usual")
    np.testing.assert_array_equal(
        images.decode(encode(patches, "PNG", icc_profile=profile)), patches
    )
