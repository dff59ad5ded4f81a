"""TIFF files that Pillow opens and misreads: put right, or refused.

A TIFF says in tags how its samples are stored; Pillow knows the usual ways and takes some of the
others for one of them, without a word. Tags: TIFF 6.0, Adobe 1992.
"""

from typing import Any

import numpy as np
from PIL import Image, TiffImagePlugin

from morelli.images.errors import UnsupportedFormatError

_BITS, _COMPRESSION, _PHOTOMETRIC, _PLANAR, _FORMAT = 258, 259, 262, 284, 339
_RAW = 1
_SEPARATE = 2
_WHITE_IS_ZERO = 0
_SIGNED, _FLOAT = 2, 3
_COMPRESSIONS = {
    **{32766: "NeXT", 32909: "PixarLog", 34676: "SGI LogLuv", 34677: "SGI LogLuv"},
    **{34712: "JPEG 2000", 34887: "LERC", 50001: "WebP", 50002: "JPEG XL"},
}
"""What is not read, by name: Pillow's libtiff can't, or only with colours that Pillow can't."""


def open_tiff(file: Any) -> TiffImagePlugin.TiffImageFile:
    """Read the header of a TIFF file.

    Raises:
        UnsupportedFormatError: it is compressed, or its samples are stored, as isn't read rightly.
        Exception: anything else that Pillow raises on damaged files.
    """
    try:
        image = TiffImagePlugin.TiffImageFile(file)
    except SyntaxError as error:
        if isinstance(error.__cause__, KeyError):  # Pillow looks the compression up
            raise _unread(_kind(error.__cause__.args[0])) from error
        raise
    tags = image.tag_v2
    bits = max(_all(tags.get(_BITS, 1)))
    compression, samples = tags.get(_COMPRESSION, _RAW), max(_all(tags.get(_FORMAT, 1)))
    if compression in _COMPRESSIONS:
        raise _unread(_kind(compression))
    if bits > 8 and tags.get(_PLANAR, 1) == _SEPARATE and compression == _RAW:
        raise _unread(f"of {bits} bits with a plane for each colour")
    if samples == _SIGNED and bits == 8:
        raise _unread("of signed samples of 8 bits")
    if samples == _FLOAT and tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        raise _unread("of floating-point samples whose zero is white")
    swapped = tags.prefix == b"MM" and compression != _RAW
    if swapped and (samples == _FLOAT or (samples == _SIGNED and bits > 8)):
        raise _unread("of compressed big-endian samples of this kind")
    return image


def eight_bit(image: TiffImagePlugin.TiffImageFile) -> Image.Image:
    """A loaded TIFF; greys that Pillow leaves in their file's own scale come out in mode L.

    Raises:
        UnsupportedFormatError: its samples may be below zero, and what is black is not known.
    """
    tags = image.tag_v2
    bits, samples = max(_all(tags.get(_BITS, 1))), max(_all(tags.get(_FORMAT, 1)))
    inverted = tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    if bits not in (12, 16, 32) or samples == _FLOAT:
        return image
    if not (image.mode == "I" or image.mode.startswith("I;16")):
        return image
    values = np.asarray(image)
    if samples == _SIGNED:
        if values.min(initial=0) < 0:
            raise _unread("of samples below zero")
        top = int(values.max(initial=0))
        white = _white(values, 2 ** (bits - 1) - 1 if bits < 32 else max(top, 1))
    else:
        values = values.view(np.uint32) if bits == 32 else values
        white = _white(values, 2**bits - 1)
    grey = np.rint(values.astype(np.float32) * np.float32(255 / white)).clip(0, 255)
    return Image.fromarray((255 - grey if inverted else grey).astype(np.uint8))


def _white(values: Any, largest: int) -> int:
    """What is white: of 32 bits, which are often filled in part, what usual range holds all."""
    if largest <= 65535:
        return largest
    top = int(values.max(initial=0))
    return next(white for white in (255, 65535, largest) if top <= white)


def _all(value: Any) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple) else (int(value),)


def _kind(key: object) -> str:
    """What Pillow's tables don't have: a compression, or a mode with its bits for each sample."""
    if isinstance(key, int):
        return f"compressed as {_COMPRESSIONS.get(key, f'number {key}')}"
    bits = sorted({int(part) for part in key[4]}) if isinstance(key, tuple) else []
    return f"with samples of {' and '.join(map(str, bits))} bits of this kind"


def _unread(kind: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        f"TIFF files {kind} are not read; save it as an ordinary JPEG or PNG, or an 8-bit TIFF."
    )
