"""How a camera was held: EXIF's orientation, and what undoes it."""

from PIL import ExifTags, Image

UPRIGHT = 1
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def undoing(image: Image.Image) -> Image.Transpose | None:
    """What sets a picture upright, where it isn't.

    `ImageOps.exif_transpose` would also rewrite the EXIF, which fails where it is broken
    elsewhere, and copy pictures that stand upright.
    """
    return _TURNS.get(_orientation(image))


def on_its_side(image: Image.Image) -> bool:
    """Whether a picture that was opened, and not decoded, has width and height exchanged."""
    if image.format == "TIFF":
        return False  # Pillow has turned width and height already
    return _orientation(image) in (5, 6, 7, 8)


def _orientation(image: Image.Image) -> int:
    """EXIF's, 1 to 8; upright where there is none or it can't be read."""
    try:
        if image.format in ("AVIF", "HEIF"):
            # What the container turns is in EXIF or done already; `getexif` would turn it
            # again where XMP mentions it.
            exif = Image.Exif()
            exif.load(image.info.get("exif", b""))
        else:
            exif = image.getexif()
        found = exif.get(ExifTags.Base.Orientation, UPRIGHT)
        return int(found) if found in range(1, 9) else UPRIGHT
    except Exception:
        return UPRIGHT
