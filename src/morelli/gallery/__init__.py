"""A hall of paintings: a folder with a manifest, its thumbnails, and where pictures come from.

>>> from pathlib import Path
>>> gallery = Gallery.open(builtin())  # doctest: +SKIP
>>> gallery.search("malevich").paintings[0].title  # doctest: +SKIP
"Study after Kazimir Malevich, drawn by morelli's own code"
"""

from morelli.gallery.errors import GalleryError, UnknownPaintingError
from morelli.gallery.gallery import Choice, Gallery, Page
from morelli.gallery.painting import Painting
from morelli.gallery.studies import builtin
from morelli.gallery.thumbnails import Side, Thumbnail, Thumbnails

__all__ = [
    "Choice",
    "Gallery",
    "GalleryError",
    "Page",
    "Painting",
    "Side",
    "Thumbnail",
    "Thumbnails",
    "UnknownPaintingError",
    "builtin",
]
