"""Why a picture is refused: four reasons, each a class, a code and a sentence for people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from PIL import Image

from morelli.errors import MorelliError


class PictureError(MorelliError):
    """A picture was refused; `code` names the reason for machines."""

    code: ClassVar[str] = "picture"


class NotAPictureError(PictureError):
    """The content is no picture at all: text, an archive, nothing."""

    code = "not-a-picture"


class UnsupportedFormatError(PictureError):
    """A format, or a rare kind of a known one, that morelli does not read."""

    code = "unsupported-format"


class TruncatedPictureError(PictureError):
    """The file is cut short or damaged; it is never filled up with grey."""

    code = "truncated"


class PictureTooLargeError(PictureError):
    """More bytes, pixels or frames than the limits allow."""

    code = "too-large"


# Decoders tell these apart in words only; a test meets each of them in a real file.
_TOO_LARGE = re.compile(r"too large|too much memory|security limit", re.IGNORECASE)
_RARE = re.compile(
    r"unsupported|unknown pixel mode|not yet supported|cannot handle",
    re.IGNORECASE,
)


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever a decoder meets in hostile bytes leaves this block as a `PictureError`.

    Decoders raise anything from SyntaxError to struct.error, so everything is caught.
    """
    try:
        yield
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLargeError(f"The picture has too many pixels ({error}).") from error
    except MemoryError as error:
        raise PictureTooLargeError("The picture is too large for this machine.") from error
    except Exception as error:
        if _TOO_LARGE.search(str(error)):
            raise PictureTooLargeError(f"The file unpacks to too much ({error}).") from error
        if _RARE.search(str(error)):
            raise UnsupportedFormatError(
                f"This kind of picture is not read ({error}); save it as an ordinary JPEG or PNG."
            ) from error
        raise TruncatedPictureError(f"The picture is cut short or damaged ({error}).") from error
