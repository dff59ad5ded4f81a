"""Any mode, any colour profile: to sRGB over white.

Modes as Pillow names them: https://pillow.readthedocs.io/en/stable/handbook/concepts.html#modes
"""

import io
from functools import cache, lru_cache

import numpy as np
from PIL import Image, ImageCms


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Undo what the mode hides, then apply the colour profile.

    Args:
        image: a loaded picture of any mode.
        profile: its ICC profile; ignored where it is broken or meant for another mode.

    Returns:
        The picture in mode RGB; transparent pixels lie over white.
    """
    image, alpha = _part_alpha(_eight_bit(image))
    mode = image.mode if image.mode in ("RGB", "L", "CMYK", "LAB") else "RGB"
    if image.mode != mode:
        image = image.convert(mode)
    transform = _transform(profile, mode)
    if transform is not None:
        image = transform.apply(image)
    elif mode != "RGB":
        image = image.convert("RGB")
    if alpha is None or alpha.getextrema() == (255, 255):
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=alpha)
    return white


def _eight_bit(image: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and floating-point greys to 8 bits instead of clipping them."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0, neginf=0)
    white = 65535.0
    if image.mode in ("I", "F"):
        # These say nothing of their range: the smallest usual one that holds the brightest.
        top = float(values.max())
        usual = (255.0, 65535.0) if image.mode == "I" else (1.0, 255.0, 65535.0)
        white = next((white for white in usual if top <= white), top)
    grey = Image.fromarray(np.rint(np.clip(values, 0, white) * (255 / white)).astype(np.uint8))
    if "transparency" in image.info:
        opaque = values != image.info["transparency"]
        grey.putalpha(Image.fromarray(np.where(opaque, 255, 0).astype(np.uint8)))
    return grey


def _part_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The colours, and apart from them how opaque they are (mode L) where that is stated."""
    key = image.info.get("transparency")
    if image.mode in ("RGBa", "La"):
        image = image.convert(image.mode.upper())
    elif image.mode in ("P", "PA"):
        image = image.convert("RGBA")
    elif image.mode in ("1", "L") and key is not None:
        image = image.convert("LA")
    elif image.mode == "RGB" and isinstance(key, tuple):
        if max(key) > 255:  # stated for 16-bit samples, of which Pillow keeps the upper bytes
            image = image.copy()
            image.info["transparency"] = tuple(value >> 8 for value in key)
        image = image.convert("RGBA")
    if image.mode in ("RGBA", "LA"):
        return image.convert(image.mode[:-1]), image.getchannel("A")
    return image, None


KEPT = 2_000_000
"""Bytes of the largest profile whose way to sRGB is remembered: those of printers have fewer, and a
process that decodes for strangers must not be filled up with theirs."""


def _transform(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way to sRGB; None where the numbers are sRGB already or the profile is of no use."""
    small = profile is None or len(profile) <= KEPT
    return _remembered(profile, mode) if small else _found(profile, mode)


@lru_cache(maxsize=16)
def _remembered(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    return _found(profile, mode)


def _found(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        if mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        elif profile:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        else:
            return None
        transform = ImageCms.ImageCmsTransform(source, _srgb_profile(), mode, "RGB")
    except (ImageCms.PyCMSError, ValueError, OSError, TypeError):
        return None  # broken, or for another mode: what image viewers ignore too
    return None if mode == "RGB" and _changes_nothing(transform) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether a profile is sRGB's own: known by its effect, since sRGB goes by many names."""
    steps = np.arange(0, 256, 51, dtype=np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    changed = np.asarray(transform.apply(Image.fromarray(colours)))
    return bool(np.abs(changed.astype(int) - colours).max() <= 2)


@cache
def _srgb_profile() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
