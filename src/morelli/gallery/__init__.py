"""A hall of paintings: a folder with a manifest, its thumbnails, and where pictures come from.

>>> from pathlib import Path
>>> gallery = Gallery.open(builtin())  # doctest: +SKIP
>>> gallery.search("malevich").paintings[0].title  # doctest: +SKIP
"Study after Kazimir Malevich"
"""

from typing import TYPE_CHECKING, Any

from morelli.gallery.errors import GalleryError, UnknownPaintingError

if TYPE_CHECKING:
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

_HOMES = {
    "Choice": "gallery",
    "Gallery": "gallery",
    "Page": "gallery",
    "Painting": "painting",
    "builtin": "studies",
    "Side": "thumbnails",
    "Thumbnail": "thumbnails",
    "Thumbnails": "thumbnails",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use: the command line reads the museums' registry alone."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"morelli.gallery.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'morelli.gallery' has no attribute {name!r}")
