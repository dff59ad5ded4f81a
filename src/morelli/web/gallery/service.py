"""The gallery as the server shows it: pictures, thumbnails, what the model says about each.

A thread of its own lets the model look at every painting once, and again when the folder
changes; what it said is kept in the cache folder by the picture's content.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morelli.errors import MorelliError
from morelli.explain import Evidence, Explainer, Neighbours, OutputCache
from morelli.explain.output_cache import Outputs
from morelli.gallery import (
    Gallery,
    Painting,
    Side,
    Thumbnails,
    UnknownPaintingError,
    builtin,
)
from morelli.gallery.thumbnails import Decoding, freely
from morelli.inference.classifier import Classifier
from morelli.inference.decision import Attribution, decide
from morelli.storage import cache_folder
from morelli.web.environment import environment
from morelli.web.inference_queue import inference_queue
from morelli.works.index import Index
from morelli.works.miniature import pack
from morelli.works.work import Work

PATIENCE = 5.0
"""Seconds between two looks for new paintings."""

SLOT = 10.0
"""Seconds that a thumbnail waits for a slot: a browser asks for many at once, and only once."""

NEAREST = 8

STEP = 100
"""After so many new paintings the index is made anew; after more where there are thousands."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a painting that the model looked at.

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


class GalleryService:
    """A gallery and the model that knows its paintings.

    Attributes:
        gallery: the paintings.
        thumbnails: of the paintings.
        explainer: looks at pictures with the model that answers.
    """

    def __init__(
        self,
        gallery: Gallery,
        classifier: Classifier,
        answers: Path,
        thumbnails: Path,
        *,
        decoding: Decoding = freely,
        made_within: Decoding = freely,
    ) -> None:
        """Nothing is looked at yet.

        Args:
            gallery: what hangs.
            classifier: who answers.
            answers: folder where answers are kept.
            thumbnails: folder where thumbnails are kept.
            decoding: within what pictures are decoded to be looked at.
            made_within: the same for thumbnails that are made.
        """
        self.gallery = gallery
        self._decoding = decoding
        self.thumbnails = Thumbnails(gallery, thumbnails, made_within)
        self._answers = answers
        self._seen: dict[str, _Seen] = {}
        self.follow(classifier)
        self._index = Neighbours([], np.zeros((0, 0), np.float32))

    def start(self) -> None:
        """Keep the index of similar paintings up to date from now on, in the background."""
        threading.Thread(target=self._keep_up, name="gallery", daemon=True).start()

    def follow(self, classifier: Classifier) -> None:
        """Let another classifier look and answer from now on; embeddings stay comparable."""
        self.explainer = Explainer(classifier)
        self._cache = OutputCache(classifier, self._answers)
        if self._seen:
            self._hang()

    @property
    def indexed(self) -> int:
        """How many paintings can be found as similar ones by now."""
        return len(self._index)

    def answer(self, painting: Painting, top: int) -> Attribution:
        """What the model says about a painting of the gallery.

        Raises:
            PictureError: the picture cannot be decoded.
            UnknownPaintingError: it has gone.
        """
        outputs = dict(self._outputs(painting))
        del outputs["embedding"]
        classifier = self._cache.classifier
        works = classifier.recognise(outputs, but="gallery")  # itself, that is
        (answer,) = decide(outputs, classifier.bundle.manifest, top, works)
        return answer

    def look(self, painting: Painting) -> Evidence:
        """All that the model sees in a painting of the gallery; raises as `answer`."""
        content = self._content(painting)
        with self._decoding(content, None):
            return self.explainer.look(content)

    def nearest(self, embedding: NDArray[np.float32], *, but: str = "") -> list[Painting]:
        """The most similar paintings, most similar first, without the one called `but`."""
        found = []
        for name in self._index.nearest(embedding, NEAREST, but=[but]):
            try:
                found.append(self.gallery[name])
            except UnknownPaintingError:
                continue  # it has gone since the last look
        return found

    def update(self, pause: Callable[[], object] = lambda: None) -> None:
        """Look at the paintings that are new or changed; `pause` is called after each.

        Of a large gallery the first can be found as similar ones while others are looked at.
        """
        present: dict[str, _Seen] = {}
        new = 0
        for painting in self.gallery:
            try:
                state = self.thumbnails.etag(painting, Side.SMALL)
                seen = self._seen.get(painting.id)
                if seen is None or seen.state != state:
                    seen = _Seen.of(state, self._outputs(painting))
                    new += 1
                    pause()
            except (MorelliError, OSError):
                continue  # the gallery says itself what is wrong with a picture
            present[painting.id] = seen
            if new >= max(STEP, self.indexed // 10):
                new = 0
                self._file(self._seen | present)
        if present.keys() != self._seen.keys() or new:
            self._file(present)

    def _file(self, seen: dict[str, _Seen]) -> None:
        """Make indexes of all that was seen: of similar paintings, and of works to recognise."""
        self._seen = seen
        vectors = [one.embedding for one in seen.values()]
        self._index = Neighbours(list(seen), np.array(vectors, np.float32))
        self._hang()

    def _hang(self) -> None:
        """Let the paintings be recognised in pictures that visitors bring."""
        classifier = self._cache.classifier
        rule = classifier.bundle.manifest.recognition
        known = {name: one.work for name, one in self._seen.items() if one.work is not None}
        if rule is None or not known:
            classifier.hang(None)
            return
        works = []
        for name in list(known):
            try:
                works.append(_work(self.gallery[name]))
            except UnknownPaintingError:  # it has gone since it was seen
                del known[name]
        embeddings, miniatures = zip(*known.values(), strict=True)
        classifier.hang(Index.of(rule.space, np.stack(embeddings), np.stack(miniatures), works))

    def _outputs(self, painting: Painting) -> Outputs:
        content = self._content(painting)
        kept = self._cache.kept(content)
        if kept is not None:
            return kept
        with self._decoding(content, None):
            return self._cache.outputs(content)

    def _content(self, painting: Painting) -> bytes:
        try:
            return self.gallery.path(painting).read_bytes()
        except OSError as error:
            raise UnknownPaintingError(f"{painting.file} cannot be read any more.") from error

    def _keep_up(self) -> None:
        wait = threading.Event().wait
        while True:
            try:
                self.update(lambda: wait(0.01))  # visitors come first
            except Exception:
                logger.exception("The gallery could not be looked at")
            wait(PATIENCE)


def _work(painting: Painting) -> Work:
    """A painting of the gallery as it is named where somebody brings a picture of it."""
    painter = painting.artist_name if painting.artist else None
    return Work(painting.title, painting.artist, painter, painting.year, "gallery", painting.id)


def gallery_service() -> GalleryService:
    """The gallery service of this process; its paintings are looked at by the model that answers.

    Raises:
        MorelliError: the bundle is missing or damaged, or the gallery no folder.
    """
    found, classifier = _gallery_service(), inference_queue().classifier
    if found.explainer.classifier is not classifier:
        found.follow(classifier)
    return found


@cache
def _gallery_service() -> GalleryService:
    named = environment().gallery
    gallery = Gallery.open(Path(named) if named else builtin())
    return GalleryService(
        gallery,
        inference_queue().classifier,
        cache_folder("answers"),
        cache_folder("thumbnails"),
        decoding=inference_queue().decoding,
        made_within=_made,
    )


@contextmanager
def _made(data: bytes, at_least: int | None) -> Iterator[None]:
    """A thumbnail that is made takes a slot, as every picture does; one that is kept needs none."""
    with inference_queue().slot(patience=SLOT), inference_queue().decoding(data, at_least):
        yield
