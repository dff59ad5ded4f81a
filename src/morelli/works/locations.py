"""Where the indexes of works lie that users made, and who recognises by them.

A catalogue is a file in the folder of the space that its embeddings lie in, so that it serves
every bundle with the same projection, one that was taught a painter included, and no other.
"""

import logging
import re
from pathlib import Path

from morelli.bundles.bundle import WORKS, Bundle
from morelli.storage import data_folder
from morelli.works.index import Index, WorksError
from morelli.works.recognition import Recogniser
from morelli.works.work import Place

SUFFIX = ".index"
NAME = re.compile(r"[^\W_][\w .-]{0,63}")
"""What a catalogue can be called; never a path."""

logger = logging.getLogger(__name__)


def home() -> Path:
    """Where catalogues lie: MORELLI_WORKS, by default in the user's data folder."""
    return data_folder("works", "MORELLI_WORKS")


def catalogues(space: str) -> dict[str, Path]:
    """The files of the catalogues in a space, by name, sorted."""
    folder = home() / space
    return {file.stem: file for file in sorted(folder.glob(f"*{SUFFIX}"))}


def own(bundle: Bundle) -> Index | None:
    """The index that a bundle carries; None where it carries none.

    Raises:
        WorksError: it is damaged, or of another space than the bundle's rule.
    """
    rule = bundle.manifest.recognition
    if rule is None or bundle.works is None:
        return None
    index = Index.read(bundle.works, str(bundle.path / WORKS))
    if index.space != rule.space:
        raise WorksError(f"{bundle.path / WORKS} belongs to another model; get the bundle again.")
    return index


def recogniser(bundle: Bundle, gallery: Index | None = None) -> Recogniser | None:
    """Who recognises works by a bundle's index, the user's catalogues and a gallery's index.

    A catalogue that is damaged is left out with a warning. None where the bundle knows no works.
    """
    rule, works = bundle.manifest.recognition, own(bundle)
    if rule is None or works is None:
        return None
    more = _opened(rule.space)
    if gallery is not None:
        more.append(("gallery", gallery))
    wide = works.embeddings.shape[1]
    return Recogniser(rule, works, [(p, i) for p, i in more if i.embeddings.shape[1] == wide])


def _opened(space: str) -> list[tuple[Place, Index]]:
    found: list[tuple[Place, Index]] = []
    for file in catalogues(space).values():
        try:
            found.append(("catalogue", Index.open(file)))
        except (WorksError, OSError) as error:
            logger.warning("A catalogue is left out: %s", error)
    return found
