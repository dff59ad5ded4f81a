"""What the requests of a process share, and what one request works with.

Staff may let another model answer at any time, in this process or another one (see
`morelli.web.teaching.store`). A request asks for its `Context` once, when it begins, and keeps to
that model until it is answered.
"""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import HttpRequest

from morelli.bundles.bundle import Bundle
from morelli.explain import Explainer
from morelli.gallery import Gallery, Thumbnails, builtin
from morelli.images import Limits
from morelli.inference.classifier import Classifier
from morelli.storage import cache_folder
from morelli.web.decode_budget import DecodeBudget
from morelli.web.decoders import open_decoders
from morelli.web.environment import Environment, environment
from morelli.web.gallery.index import GalleryIndex
from morelli.web.gallery.service import GalleryService
from morelli.web.inference_queue import InferenceQueue
from morelli.web.model.evaluation import EvaluatedPictures
from morelli.web.teaching.store import TaughtModels

PATIENCE = 5.0
"""Seconds between two looks for new paintings."""

SLOT = 10.0
"""Seconds that a thumbnail waits for a slot: a browser asks for many at once, and only once."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Context:
    """What a request works with, from its beginning to its end: the services, and one model.

    Attributes:
        services: of the process.
        classifier: the model that answers.
        explainer: finds reasons in what it saw.
        gallery: the gallery, and what this model says about its paintings.
    """

    services: "Services"
    classifier: Classifier
    explainer: Explainer
    gallery: GalleryService


class Services:
    """What the requests of a process share. Safe from several threads.

    Attributes:
        environment: the settings.
        budget: of memory, for everybody who decodes pictures.
        decoders: the processes in which every picture is decoded.
        queue: every picture's way to the model.
        taught: the models that staff taught; None where they may not.
        evaluated: the pictures behind the model's numbers.
        index: of the gallery's paintings.
    """

    def __init__(self, environment: Environment) -> None:
        """Make all of them, and load the model that answers.

        Raises:
            MorelliError: a bundle is missing or damaged, the gallery no folder, or the evaluation
                none of this model.
        """
        self.environment = environment
        self.budget = DecodeBudget(environment.decode_memory)
        self.decoders = open_decoders(environment)
        self.queue = InferenceQueue(
            slots=environment.queue,
            budget=self.budget,
            decoding_cost=self.decoders.cost,
            longest=environment.queue_seconds,
            deadline=environment.answer_seconds,
        )
        self.taught = (
            TaughtModels(Path(environment.taught), environment.bundle)
            if environment.taught
            else None
        )
        self.evaluated = _evaluated(environment)
        named = environment.gallery
        gallery = Gallery.open(Path(named) if named else builtin())
        thumbnails = Thumbnails(
            gallery, cache_folder("thumbnails"), self._making_thumbnail, self.decoders.decode
        )
        self.index = GalleryIndex(gallery, thumbnails)
        self._switching = threading.Lock()
        bundle = self._answering
        self._current = bundle, self._load(bundle)

    def context(self) -> Context:
        """What a request that begins now works with.

        Raises:
            MorelliError: the bundle that is to answer is missing or damaged.
        """
        bundle = self._answering
        with self._switching:
            if bundle != self._current[0]:
                self._current = bundle, self._load(bundle)
            return self._current[1]

    def start(self) -> None:
        """Keep the gallery's index up to date from now on, in the background."""
        threading.Thread(target=self._keep_up, name="gallery", daemon=True).start()

    @property
    def _answering(self) -> str:
        return self.environment.bundle if self.taught is None else self.taught.answering

    def _load(self, bundle: str) -> Context:
        chosen = self.environment
        classifier = Classifier(
            Bundle.open(bundle) if self.taught is None else self.taught.open(bundle),
            threads=chosen.threads or max(1, (os.cpu_count() or 1) // chosen.workers),
            limits=Limits(bytes=chosen.max_bytes),
            decode=self.decoders.decode,
        )
        gallery = GalleryService(self.index, classifier, self.queue, cache_folder("answers"))
        self.index.hang_in(classifier)
        return Context(self, classifier, gallery.explainer, gallery)

    def _keep_up(self) -> None:
        wait = threading.Event().wait
        while True:
            try:
                self.context().gallery.update(lambda: wait(0.01))  # visitors come first
            except Exception:
                logger.exception("The gallery could not be looked at")
            wait(PATIENCE)

    @contextmanager
    def _making_thumbnail(self, data: bytes, at_least: int | None) -> Iterator[None]:
        """One that is made takes a slot, as every picture does; one that is kept needs none."""
        with self.queue.slot(patience=SLOT), self.queue.decoding(data, at_least):
            yield


@cache
def services() -> Services:
    """The services of this process, made before the server takes its first request."""
    return Services(environment())


def context_of(request: HttpRequest) -> Context:
    """What a request works with; the same from the first time it is asked for to its end.

    To be asked for before the body is looked at, which has been received by then; `admit` does.

    Raises:
        MorelliError: the bundle that is to answer is missing or damaged.
    """
    found: Context | None = getattr(request, "_morelli_context", None)
    if found is None:
        found = services().context()
        request._morelli_context = found  # type: ignore[attr-defined]
    return found


def _evaluated(chosen: Environment) -> EvaluatedPictures:
    if not chosen.evaluation:
        return EvaluatedPictures({})
    return EvaluatedPictures.open(Path(chosen.evaluation), Bundle.open(chosen.bundle).name)
