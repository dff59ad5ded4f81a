"""What can go wrong with a gallery as a whole; a single bad picture is a `Problem` instead."""

from morelli.errors import MorelliError


class GalleryError(MorelliError):
    """A gallery cannot be opened, drawn or fetched; the message says what to do."""


class UnknownPaintingError(GalleryError):
    """No picture of the gallery has this id, or it has gone or can no longer be read."""


class RefusedError(GalleryError):
    """A server refuses everything for now: the whole fetch ends."""


class FailedError(GalleryError):
    """A server doesn't give this one thing, or went on failing; the next may come."""


class MissingError(GalleryError):
    """A server doesn't have this one thing; the next may be there."""
