"""Teaching from pictures: they are looked at by a classifier, and its bundle is extended."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from morelli.errors import MorelliError
from morelli.inference.classifier import Classifier, reason
from morelli.inference.views import Picture
from morelli.taxonomy import Taxonomy
from morelli.teaching.lesson import Lesson, Skipped, check, extend, painter

if TYPE_CHECKING:
    from numpy.typing import NDArray


def teach(
    classifier: Classifier,
    name: str,
    pictures: Iterable[Picture],
    *,
    style: str | None = None,
    again: bool = False,
) -> Lesson:
    """Teach a bundle one painter more, in seconds.

    The classifier stays as it is and nothing is written: `Classifier(lesson.bundle)` knows the
    painter, and `lesson.save` keeps the bundle.

    Args:
        classifier: whose bundle is extended.
        name: the painter's, in any spelling; one whom the taxonomy doesn't know is called so.
        pictures: five or more, by this painter alone.
        style: of all of them, in any spelling; by default what the style head says of each.
        again: replace a painter who was taught before; all the pictures are needed.

    Raises:
        TeachError: the painter is known already, fewer than five pictures can be used, or the
            bundle carries no held-out pictures to tell the painter from.
        UnknownNameError: the name may be that of several painters, or the style of none.
    """
    label = painter(name)
    slug = None if style is None else Taxonomy.load().find_style(style).slug
    check(classifier.bundle, label, slug, again=again)
    names = ["embedding", *classifier.decided_by]
    found: dict[bytes, dict[str, NDArray[np.float32]]] = {}
    skipped = []
    for picture in pictures:
        try:
            pixels = classifier.decode(picture)
        except (MorelliError, OSError) as error:
            skipped.append(Skipped(picture, reason(error)))
            continue
        if (digest := hashlib.sha256(pixels.tobytes()).digest()) in found:
            skipped.append(Skipped(picture, "It is the same as another of the pictures."))
        else:
            found[digest] = classifier.run([pixels], names)
    outputs = {
        output: np.concatenate([one[output] for one in found.values()])
        for output in (names if found else [])
    }
    return extend(classifier.bundle, label, outputs, slug, skipped)
