"""The gallery as one model sees it: what it says about each painting, and why.

What it said is kept in the cache folder by the picture's content; nothing is asked twice.
"""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from morelli.explain import Evidence, Explainer, OutputCache
from morelli.explain.output_cache import Outputs
from morelli.gallery import Painting, UnknownPaintingError
from morelli.inference.classifier import Classifier
from morelli.inference.decision import Attribution, decide
from morelli.web.gallery.index import GalleryIndex
from morelli.web.inference_queue import InferenceQueue


class GalleryService:
    """A gallery, and what one model says about its paintings. Safe from several threads.

    Attributes:
        index: of the paintings, which all models share.
        gallery: the paintings.
        thumbnails: of the paintings.
        explainer: finds reasons in what the model saw.
    """

    def __init__(
        self, index: GalleryIndex, classifier: Classifier, queue: InferenceQueue, answers: Path
    ) -> None:
        """Nothing is looked at yet.

        Args:
            index: of what hangs.
            classifier: who answers.
            queue: that the classifier is asked through.
            answers: folder where answers are kept.
        """
        self.index = index
        self.gallery = index.gallery
        self.thumbnails = index.thumbnails
        self.explainer = Explainer(classifier)
        self._queue = queue
        self._cache = OutputCache(classifier, answers)

    def answer(
        self, painting: Painting, top: int, *, maps: bool = False
    ) -> tuple[Attribution, Evidence]:
        """What the model says about a painting of the gallery, and what it saw.

        Args:
            painting: of the gallery.
            top: how many painters and styles to name.
            maps: whether the evidence has all that heat maps take. Without, it has the embedding
                alone, and a painting that was answered before isn't looked at again.

        Raises:
            PictureError: the picture cannot be decoded.
            UnknownPaintingError: it has gone.
        """
        outputs = self._outputs(painting, self.explainer.needs if maps else ())
        classifier = self.explainer.classifier
        decided = {name: outputs[name] for name in classifier.decided_by}
        works = classifier.recognise(decided, but="gallery")  # itself, that is
        (answer,) = decide(decided, classifier.bundle.manifest, top, works)
        return answer, self._evidence(outputs)

    def look(self, painting: Painting) -> Evidence:
        """All that the model sees in a painting of the gallery; raises as `answer`."""
        return self._evidence(self._outputs(painting, self.explainer.needs))

    def nearest(self, embedding: np.ndarray, *, but: str = "") -> list[Painting]:
        """See `GalleryIndex.nearest`."""
        return self.index.nearest(embedding, but=but)

    def update(self, pause: Callable[[], object] = lambda: None) -> None:
        """Have this model look at paintings that are new or changed; see `GalleryIndex.update`."""
        self.index.update(self._outputs, pause)

    def _evidence(self, outputs: Outputs) -> Evidence:
        return self.explainer.evidence({name: values[0] for name, values in outputs.items()})

    def _outputs(self, painting: Painting, also: Sequence[str] = ()) -> Outputs:
        """What the cache keeps of a painting, from there if it can be, and other outputs."""
        try:
            content = self.gallery.path(painting).read_bytes()
        except OSError as error:
            raise UnknownPaintingError(f"{painting.file} cannot be read any more.") from error
        kept = None if also else self._cache.kept(content)
        if kept is not None:
            return kept
        names = [*self._cache.names, *also]
        classifier = self.explainer.classifier
        (result,) = self._queue.ask(classifier, [io.BytesIO(content)], top=1, also=names)
        if result.error is not None:
            raise result.error
        outputs = {name: values[None] for name, values in result.outputs.items()}
        self._cache.keep(content, outputs)
        return outputs
