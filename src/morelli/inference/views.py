"""What may be meant by a picture: all of it, or the painting that a photograph shows.

Finding and cutting out is `morelli.cropping`; here pictures of every kind are decoded for a
model's preprocessing, and one of several answers is taken.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from morelli import images
from morelli.bundles.manifest import Preprocessing
from morelli.cropping.finding import Found, find_painting, shows_frames
from morelli.cropping.quadrilateral import Quadrilateral, rectify
from morelli.errors import MorelliError
from morelli.images import Decode, Limits, Pixels
from morelli.inference.decision import Attribution, on_wall

CROPPED_FROM = 1024
"""Side in pixels below which a photograph isn't reduced before the painting is cut out of it."""


@dataclass(frozen=True, slots=True)
class Cropped:
    """A photograph of a painting, of which the painting alone counts.

    Attributes:
        photograph: any other kind of picture.
        to: where the painting is; None has it looked for, and takes the whole picture where
            nothing is found.
    """

    photograph: "Picture"
    to: Quadrilateral | None = None


Picture: TypeAlias = images.Source | Image.Image | NDArray[np.uint8] | Cropped
Many: TypeAlias = list[Any] | tuple[Any, ...]  # of Picture; lists are invariant
View: TypeAlias = tuple[Pixels, Quadrilateral | None]
"""A picture decoded, uint8 (H, W, 3), and where in the one handed in it is, unless all of it."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What may be meant by a picture.

    Attributes:
        views: all of it, or the painting that is known to be there; where one was found in the
            picture, that comes second.
        searched: whether the answer is for one that was looked for.
        found: the painting that hangs in the picture; None where none does, or nobody asked.
    """

    views: list[View]
    searched: bool
    found: Found | None = None

    def meant(self, answers: list[Attribution]) -> tuple[int, Attribution]:
        """Which view is meant, of the answers for each, and its answer; see `meant`."""
        return meant(answers, lambda: self.searched and shows_frames(self.views[0][0]))


def meant(answers: Sequence[Attribution], frames: Callable[[], bool]) -> tuple[int, Attribution]:
    """Which view of a picture is meant, of the answers for each, and its answer.

    What looks like a painting on a wall may as well be a part of a painting, a square on a
    ground: the network has seen both, and the view in which it sees more of a painting is
    taken.

    Args:
        answers: for all of it, and for what was found in it.
        frames: tells whether several framed things hang in it; asked only where that counts.
    """
    whole, cut = answers[0], answers[-1]
    if (whole.work is None) != (cut.work is None):  # whichever shows a work that is known
        more = whole.work is None
    else:
        more = whole.painting is None or cut.painting is None or cut.painting >= whole.painting
    number = len(answers) - 1 if more else 0
    taken = answers[number]
    if taken.verdict == "not a painting" and taken.cropped is None and frames():
        return number, on_wall(taken)
    return number, taken


def look_at(
    picture: Picture,
    preprocessing: Preprocessing,
    limits: Limits,
    *,
    crop: bool = False,
    find: bool = False,
    decode: Decode = images.decode,
) -> Looked:
    """Decode a picture, and what may be meant by it.

    Args:
        picture: of any kind.
        preprocessing: the model's.
        limits: which pictures are refused.
        crop: look for a painting in it, and take it for a view.
        find: look for one, whatever the views are.
        decode: how encoded pictures are decoded.

    Raises:
        PictureError: the picture is refused.
        MorelliError: an array is none of a picture.
        OSError: a file can't be read.
    """

    def whole(picture: Picture, at_least: int | None = None) -> Pixels:
        if isinstance(picture, Cropped):
            return look_at(picture, preprocessing, limits, decode=decode).views[-1][0]
        if isinstance(picture, Image.Image):
            return images.from_pil(picture)
        if isinstance(picture, np.ndarray):
            return _checked(picture)
        if at_least is not None:
            return decode(picture, limits=limits, at_least=at_least)
        return preprocessing.decode(picture, limits, decode)

    if crop and not isinstance(picture, Cropped):
        picture = Cropped(picture)
    if not isinstance(picture, Cropped):
        all_of_it = whole(picture)
        return Looked([(all_of_it, None)], False, find_painting(all_of_it) if find else None)
    photograph, where = picture.photograph, picture.to
    if where is not None:
        all_of_it = whole(photograph, CROPPED_FROM)
        found = find_painting(all_of_it) if find else None
        return Looked([(rectify(all_of_it, where), where)], False, found)
    if not isinstance(photograph, Cropped | Image.Image | np.ndarray):
        photograph = images.read(photograph, limits)  # it may be decoded once more
    all_of_it = whole(photograph)
    found = find_painting(all_of_it)
    if found is None:
        return Looked([(all_of_it, None)], True)
    where = found.quadrilateral
    cut = rectify(all_of_it, where)
    if min(cut.shape[:2]) < preprocessing.size:
        cut = rectify(whole(photograph, CROPPED_FROM), where)
    return Looked([(all_of_it, None), (cut, where)], True, found)


def _checked(picture: NDArray[np.uint8]) -> Pixels:
    shape = picture.shape
    if picture.dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or 0 in shape:
        raise MorelliError(
            "An array must be uint8 of shape (height, width, 3), sRGB; got"
            f" {picture.dtype} of shape {shape}."
        )
    return picture
