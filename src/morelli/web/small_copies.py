"""Uploaded pictures as they are kept: smaller, upright, without metadata."""

from ninja import UploadedFile

from morelli.images import Limits, resize
from morelli.images import small as shrinking
from morelli.web.services import Services
from morelli.web.uploads import content

_QUALITY = 88


def webp(services: Services, upload: UploadedFile, side: int) -> bytes:
    """A WebP whose longer side is at most `side` pixels.

    Raises:
        PictureError: the picture is refused.
    """
    return small(services, content(upload), side)


def small(services: Services, data: bytes, side: int) -> bytes:
    """The same of an encoded picture; raises as `webp`."""
    limits = Limits(bytes=services.environment.max_bytes)
    with services.queue.decoding(data, at_least=side):
        pixels = services.decoders.decode(data, limits=limits, at_least=side)
        height, width = pixels.shape[:2]
        size = shrinking.fitted((height, width), side)
        small = resize(pixels, size, "lanczos")
        del pixels
    return shrinking.webp(small, _QUALITY)
