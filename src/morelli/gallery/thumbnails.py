"""Small versions of a gallery's pictures: WebP, made once and kept in the cache folder."""

import contextlib
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TypeAlias

from morelli import images
from morelli.gallery.errors import UnknownPaintingError
from morelli.gallery.folder import stamp
from morelli.gallery.gallery import Gallery
from morelli.gallery.painting import Painting
from morelli.gallery.sizes import LIMITS
from morelli.images import Decode, PictureError, read, resize
from morelli.images.small import fitted, webp
from morelli.storage import cache_folder, write_atomically

_QUALITY = 84
_VERSION = "1"  # part of every key: to be changed when thumbnails are made in another way


Decoding: TypeAlias = Callable[[bytes, int | None], contextlib.AbstractContextManager[None]]
"""What a picture is decoded within, given its bytes and `at_least` of `morelli.images.decode`."""


def freely(_data: bytes, _at_least: int | None) -> contextlib.AbstractContextManager[None]:
    """Decode at once, whatever it takes."""
    return contextlib.nullcontext()


class Side(IntEnum):
    """The longer side of a thumbnail in pixels; smaller pictures are never enlarged."""

    SMALL = 480
    LARGE = 1200

    def fit(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the thumbnail of a picture of this size."""
        return fitted((width, height), self)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small version of a picture.

    Attributes:
        data: a WebP file.
        width: in pixels.
        height: in pixels.
        etag: for the HTTP header of that name, quotes included.
    """

    data: bytes
    width: int
    height: int
    etag: str


class Thumbnails:
    """Makes and keeps the thumbnails of one gallery."""

    def __init__(
        self,
        gallery: Gallery,
        cache: Path | None = None,
        decoding: Decoding = freely,
        decode: Decode = images.decode,
    ) -> None:
        """Make nothing yet.

        Args:
            gallery: whose thumbnails.
            cache: where to keep them; by default the cache folder.
            decoding: within what a picture is decoded.
            decode: how it is decoded.
        """
        self._gallery = gallery
        self._decode = decode
        self._decoding = decoding
        self._cache = cache or cache_folder("thumbnails")

    def etag(self, painting: Painting, side: Side) -> str:
        """What `get` would give as `etag`, without making anything.

        Raises:
            UnknownPaintingError: the picture has gone.
        """
        path = self._gallery.path(painting)
        state = stamp(path)
        if not state:
            raise UnknownPaintingError(f"{painting.file} is no longer in this gallery.")
        where = os.fsencode(path.absolute())
        facts = f"\0{state.modified}\0{state.size}\0{side.value}\0{_VERSION}"
        return f'"{hashlib.sha256(where + facts.encode()).hexdigest()[:32]}"'

    def get(self, painting: Painting, side: Side) -> Thumbnail:
        """The thumbnail: from the cache, else made now.

        A picture that can't be decoded is shown in the gallery no longer, until its file
        changes.

        Raises:
            PictureError: it can't be decoded.
            UnknownPaintingError: it has gone.
        """
        etag = self.etag(painting, side)
        name = etag.strip('"')
        kept = self._cache / name[:2] / f"{name}.webp"
        width, height = side.fit(painting.width, painting.height)
        try:
            return Thumbnail(kept.read_bytes(), width, height, etag)
        except OSError:
            data = self._make(painting, width, height)
        with contextlib.suppress(OSError):  # an unwritable cache makes it slower, not wrong
            write_atomically(kept, data)
        return Thumbnail(data, width, height, etag)

    def _make(self, painting: Painting, width: int, height: int) -> bytes:
        path = self._gallery.path(painting)
        least = min(width, height)
        try:
            data = read(path, LIMITS)
            with self._decoding(data, least):
                pixels = self._decode(data, limits=LIMITS, at_least=least)
                small = resize(pixels, (height, width), "lanczos")
                del pixels
        except PictureError as error:
            self._gallery.refuse(painting, str(error))
            raise
        except OSError as error:
            raise UnknownPaintingError(f"{painting.file} cannot be read any more.") from error
        return webp(small, _QUALITY)
