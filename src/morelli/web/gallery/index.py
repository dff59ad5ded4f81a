"""The index of the gallery: which paintings are similar, and which a visitor's picture shows."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morelli.errors import MorelliError
from morelli.explain import Neighbours
from morelli.explain.output_cache import Outputs
from morelli.gallery import Gallery, Painting, Side, Thumbnails, UnknownPaintingError
from morelli.inference.classifier import Classifier
from morelli.works.index import Index
from morelli.works.miniature import pack
from morelli.works.work import Work

NEAREST = 8

STEP = 100
"""After so many new paintings the index is made anew; after more where there are thousands."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a painting that a model looked at.

    Attributes:
        state: of its file; another one asks for another look.
        embedding: by which similar ones are found, (K,).
        work: the embedding by which it is recognised, (W,), and its miniature; None where the
            model knows no works.
    """

    state: str
    embedding: NDArray[np.float32]
    work: tuple[NDArray[np.float32], NDArray[np.uint8]] | None

    @classmethod
    def of(cls, state: str, outputs: Mapping[str, NDArray[np.float32]]) -> "_Seen":
        work = None
        if "work_embedding" in outputs:
            work = outputs["work_embedding"][0], pack(outputs["work_look"])[0]
        return cls(state, outputs["embedding"][0], work)


class GalleryIndex:
    """A gallery's paintings by what a model saw in them. Safe from several threads.

    The models that may answer on a server differ in painters who were taught, not in their graph
    (see `morelli.web.teaching.store`), so that what one of them saw serves the next.

    Attributes:
        gallery: the paintings.
        thumbnails: of the paintings.
    """

    def __init__(self, gallery: Gallery, thumbnails: Thumbnails) -> None:
        """Nothing is looked at yet."""
        self.gallery = gallery
        self.thumbnails = thumbnails
        self._seen: dict[str, _Seen] = {}
        self._neighbours = Neighbours([], np.zeros((0, 0), np.float32))
        self._hanging = threading.Lock()
        self._classifier: Classifier | None = None

    def __len__(self) -> int:
        """How many paintings can be found as similar ones by now."""
        return len(self._neighbours)

    def nearest(self, embedding: NDArray[np.float32], *, but: str = "") -> list[Painting]:
        """The most similar paintings, most similar first, without the one called `but`."""
        found = []
        for name in self._neighbours.nearest(embedding, NEAREST, but=[but]):
            try:
                found.append(self.gallery[name])
            except UnknownPaintingError:
                continue  # it has gone since the last look
        return found

    def hang_in(self, classifier: Classifier) -> None:
        """From now on let this classifier recognise the paintings in visitors' pictures.

        One that did so before keeps those it knows, for requests that it answers still.
        """
        with self._hanging:
            self._classifier = classifier
            classifier.hang(self._works(classifier))

    def update(
        self, look: Callable[[Painting], Outputs], pause: Callable[[], object] = lambda: None
    ) -> None:
        """Have the paintings looked at that are new or changed; `pause` is called after each.

        Of a large gallery the first can be found as similar ones while others are looked at.

        Args:
            look: gives what `OutputCache` keeps of a painting.
            pause: called after each.
        """
        present: dict[str, _Seen] = {}
        new = 0
        for painting in self.gallery:
            try:
                state = self.thumbnails.etag(painting, Side.SMALL)
                seen = self._seen.get(painting.id)
                if seen is None or seen.state != state:
                    seen = _Seen.of(state, look(painting))
                    new += 1
                    pause()
            except (MorelliError, OSError):
                continue  # the gallery says itself what is wrong with a picture
            present[painting.id] = seen
            if new >= max(STEP, len(self) // 10):
                new = 0
                self._file(self._seen | present)
        if present.keys() != self._seen.keys() or new:
            self._file(present)

    def _file(self, seen: dict[str, _Seen]) -> None:
        """Make indexes of all that was seen: of similar paintings, and of works to recognise."""
        vectors = [one.embedding for one in seen.values()]
        self._neighbours = Neighbours(list(seen), np.array(vectors, np.float32))
        with self._hanging:
            self._seen = seen
            if self._classifier is not None:
                self._classifier.hang(self._works(self._classifier))

    def _works(self, classifier: Classifier) -> Index | None:
        """The paintings as works that a classifier may recognise; None where there are none."""
        rule = classifier.bundle.manifest.recognition
        known = {name: one.work for name, one in self._seen.items() if one.work is not None}
        works = []
        for name in list(known):
            try:
                works.append(_work(self.gallery[name]))
            except UnknownPaintingError:  # it has gone since it was seen
                del known[name]
        if rule is None or not known:
            return None
        embeddings, miniatures = zip(*known.values(), strict=True)
        return Index.of(rule.space, np.stack(embeddings), np.stack(miniatures), works)


def _work(painting: Painting) -> Work:
    """A painting of the gallery as it is named where somebody brings a picture of it."""
    painter = painting.artist_name if painting.artist else None
    return Work(painting.title, painting.artist, painter, painting.year, "gallery", painting.id)
