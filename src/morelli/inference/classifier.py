"""The classifier: pictures in, attributions out. Needs numpy, Pillow and onnxruntime only."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, overload

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from morelli import images
from morelli.bundles.bundle import Bundle, BundleError, Manifest
from morelli.bundles.reference_set import ReferenceSet
from morelli.cropping.finding import Found
from morelli.errors import MorelliError
from morelli.images import Decode, Limits, Pixels
from morelli.inference.blas import one_blas_thread
from morelli.inference.decision import Attribution, decide
from morelli.inference.seen import Seen
from morelli.inference.views import Looked, Many, Picture, View, look_at, meant
from morelli.works import locations, miniature
from morelli.works.index import Index
from morelli.works.recognition import Recogniser
from morelli.works.work import Place, Work

WORK_OUTPUTS = ("work_embedding", "work_look")
"""What works are recognised by: an output of the graph, and `morelli.works.miniature.look`."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one picture of a stream: an attribution, or the reason there is none.

    Attributes:
        source: the picture as it was handed in.
        attribution: the answer.
        error: why there is none.
        found: the painting that hangs in the picture, where it was looked for.
        size: height and width in pixels of what the answer is for, as it was decoded.
        outputs: those of the graph that were asked for besides, without the batch axis, for what
            the answer is for: all of the picture, or the painting in it.
    """

    source: Any
    attribution: Attribution | None = None
    error: MorelliError | OSError | None = None
    found: Found | None = None
    size: tuple[int, int] | None = None
    outputs: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)


class Classifier:
    """A bundle, loaded and ready. Safe to use from several threads.

    Example:
        >>> answer = Classifier.open().classify("starry-night.jpg")  # doctest: +SKIP
        >>> answer.sentence  # doctest: +SKIP
        'Very likely Vincent van Gogh; Post-Impressionism.'
    """

    def __init__(
        self,
        bundle: Bundle,
        *,
        threads: int | None = None,
        limits: Limits | None = None,
        decode: Decode = images.decode,
    ) -> None:
        """Load a bundle's graph; see `open`. Pictures are decoded by `decode`."""
        self.bundle = bundle
        self.limits = limits or Limits()
        self._decode = decode
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(
                bundle.graph, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise BundleError(f"{bundle.path}: onnxruntime refuses the graph: {error}") from error
        self._outputs = [
            output.name for output in self._session.get_outputs() if output.name.endswith("_logits")
        ]
        self._background = None
        if bundle.manifest.calibration.distance_weight:
            self._background = ReferenceSet.of(bundle)
            self._outputs.append("distance")
        self._taught = _taught(bundle.manifest)
        self._recogniser = locations.recogniser(bundle)
        if self._recogniser is not None:
            self._outputs += WORK_OUTPUTS
        self._check_widths()

    @classmethod
    def open(
        cls,
        bundle: str | os.PathLike[str] = "default",
        *,
        threads: int | None = None,
        limits: Limits | None = None,
    ) -> "Classifier":
        """Verify and load a bundle.

        Args:
            bundle: a folder, or the name of a built-in bundle.
            threads: threads for one picture; all cores by default.
            limits: which pictures are refused before decoding.

        Raises:
            BundleError: the bundle is missing or damaged.
        """
        return cls(Bundle.open(bundle), threads=threads, limits=limits)

    @overload
    def classify(self, pictures: Picture, *, top: int = 5, crop: bool = True) -> Attribution: ...
    @overload
    def classify(self, pictures: Many, *, top: int = 5, crop: bool = True) -> list[Attribution]: ...
    def classify(
        self, pictures: Picture | Many, *, top: int = 5, crop: bool = True
    ) -> Attribution | list[Attribution]:
        """Answer for one picture, or for each of a list.

        Args:
            pictures: a path, encoded bytes, a binary file, a PIL image or a uint8 array
                (H, W, 3) in sRGB, or one of these `Cropped`; or a list or tuple of them.
            top: how many painters and styles an answer names, at most.
            crop: look for the painting in each picture, as in a photograph of a wall, and answer
                for it alone where it is found and looks no less like a painting than the whole;
                `Attribution.cropped` says where. False takes pictures as they are.

        Raises:
            PictureError: a picture was refused; use `stream` to go on after one.
            OSError: a file could not be read.
        """
        if isinstance(pictures, list | tuple):
            answers = []
            for result in self.stream(pictures, top=top, crop=crop):
                if result.error is not None:
                    raise result.error
                assert result.attribution is not None  # noqa: S101 - one or the other
                answers.append(result.attribution)
            return answers
        return self.classify([pictures], top=top, crop=crop)[0]

    def stream(
        self,
        pictures: Iterable[Picture],
        *,
        top: int = 5,
        batch: int = 8,
        crop: bool = True,
        find: bool = False,
        also: Sequence[str] = (),
    ) -> Iterator[Result]:
        """Answer for any number of pictures, in order, as they are ready.

        A picture that is refused is a `Result` with an error, never an exception. Pictures are
        decoded by threads, one batch ahead of the network, so memory stays bounded.

        Args:
            pictures: see `classify`, as `top` and `crop`.
            top: see there.
            batch: pictures that the network sees at once.
            crop: see there.
            find: say in `Result.found` where a painting hangs, whatever the answer is for.
            also: outputs of the graph to give in `Result.outputs`, see `run`.
        """
        if top < 1:
            raise MorelliError(f"top must be 1 or more, not {top}.")
        with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
            ahead: list[tuple[Any, Any]] = []
            remaining = iter(pictures)
            while group := list(islice(remaining, batch)):
                coming = [
                    (picture, pool.submit(self._look, picture, crop, find)) for picture in group
                ]
                if ahead:
                    yield from self._answer(ahead, top, also)
                ahead = coming
            if ahead:
                yield from self._answer(ahead, top, also)

    @property
    def seen_by(self) -> tuple[str, ...]:
        """Names of the outputs that `see` gives: whatever answers may ever be decided by.

        They don't depend on what the bundle was taught, nor on the works that it knows.
        """
        there = [output.name for output in self._session.get_outputs()]
        kept = [name for name in there if name.endswith("_logits") or name == "embedding"]
        return (*kept, *WORK_OUTPUTS) if self.knows_works else tuple(kept)

    def width(self, output: str) -> int:
        """How many numbers an output of the graph has for a picture: K of (N, K).

        Raises:
            BundleError: the graph has no such output.
        """
        for there in self._session.get_outputs():
            if there.name == output:
                return int(there.shape[-1])
        raise BundleError(f"{self.bundle.path} has no output {output}; use another bundle.")

    def see(self, picture: Picture, *, crop: bool = True) -> Seen:
        """Look at a picture with the network, in this thread, and decide nothing yet.

        Args: see `classify`.

        Raises: as `classify`.
        """
        preprocessing = self.bundle.manifest.preprocessing
        looked = look_at(picture, preprocessing, self.limits, crop=crop, decode=self._decode)
        squares = [pixels for pixels, _ in looked.views]
        where = tuple(place for _, place in looked.views)
        outputs = self._asked(squares, self.seen_by)
        return Seen(where, outputs, looked.searched, lambda: squares[0])

    def answer(self, seen: Seen, *, top: int = 5) -> tuple[Attribution, int]:
        """Decide about a picture that was seen: the answer, and the number of the view it is for.

        `classify` answers the same.
        """
        decided = self._derived(seen.outputs, self._outputs)
        answers = decide(decided, self.bundle.manifest, top, self.recognise(decided))
        pairs = zip(answers, seen.where, strict=True)
        number, answer = meant(
            [replace(answer, cropped=where) for answer, where in pairs], seen.shows_frames
        )
        return answer, number

    @property
    def decided_by(self) -> tuple[str, ...]:
        """Names of the outputs that `morelli.inference.decision.decide` needs."""
        return tuple(self._outputs)

    def outputs(self, squares: Sequence[Pixels]) -> dict[str, NDArray[np.float32]]:
        """What is decided by, of decoded pictures, uint8 (H, W, 3) each: see `run`."""
        return self.run(squares, self._outputs)

    def run(
        self, squares: Sequence[Pixels], names: Sequence[str]
    ) -> dict[str, NDArray[np.float32]]:
        """The outputs of the graph that are named, for decoded pictures, uint8 (H, W, 3) each.

        See `morelli.training.export.assembly.assemble` for what there is. `artist_logits`, and
        `head_artist` where the graph gives its `basis`, have a column more for each painter who
        was taught. `distance` (N, 1), which the graph doesn't know, is that of the embedding from
        what the bundle knows: see `ReferenceSet.distances`. Nor does it know `work_look`
        (N, 64, 64), the pictures in grey: see `morelli.works.miniature`.

        Raises:
            BundleError: the graph has no such output.
        """
        there = {output.name for output in self._session.get_outputs()}
        missing = set(names) - there - ({"distance"} if self._background else set()) - {"work_look"}
        if missing:
            raise BundleError(f"{self.bundle.path} has no output {', '.join(sorted(missing))}.")
        also = {"embedding", "basis"} & there if self._taught else set()
        also |= {"embedding"} if "distance" in names else set()
        return self._derived(self._asked(squares, ({*names} | also) - {"distance"}), names)

    def _asked(
        self, squares: Sequence[Pixels], names: Collection[str]
    ) -> dict[str, NDArray[np.float32]]:
        """Outputs as the graph gives them, and `work_look`."""
        inputs = self.bundle.manifest.preprocessing(squares)
        asked = [name for name in names if name != "work_look"]
        try:
            found = self._session.run(asked, {"pictures": inputs})
        except Exception as error:  # onnxruntime's are RuntimeErrors of many kinds
            raise BundleError(f"{self.bundle.path}: the graph fails: {error}") from error
        outputs = dict(zip(asked, found, strict=True))
        if "work_look" in names:
            outputs["work_look"] = np.stack([miniature.look(square) for square in squares])
        return outputs

    @one_blas_thread
    def _derived(
        self, given: Mapping[str, NDArray[np.float32]], names: Sequence[str]
    ) -> dict[str, NDArray[np.float32]]:
        """The outputs that are named, with what the graph doesn't know, of those that it gave."""
        outputs = dict(given)
        if self._background is not None and "distance" in names:
            outputs["distance"] = self._background.distances(outputs["embedding"])[:, None]
        if self._taught:
            weights, biases = self._taught
            for output, source, bias in (
                ("artist_logits", "embedding", biases),
                ("head_artist", "basis", np.float32(0)),
            ):
                if output in outputs and source in outputs:
                    columns = outputs[source] @ weights + bias
                    outputs[output] = np.hstack([outputs[output], columns])
        return {name: outputs[name] for name in names}

    @property
    def knows_works(self) -> bool:
        """Whether it can recognise paintings at all: older bundles can't."""
        return self._recogniser is not None

    def hang(self, gallery: Index | None) -> None:
        """Let the works of a gallery be recognised, too; they replace those hung before."""
        self._recogniser = locations.recogniser(self.bundle, gallery)

    @one_blas_thread
    def recognise(
        self, outputs: Mapping[str, NDArray[Any]], *, but: Place | None = None
    ) -> list[Work | None]:
        """The works that N pictures show, by what `outputs` gave; None where none is recognised.

        Args:
            outputs: of the pictures; others than `WORK_OUTPUTS` are ignored.
            but: leave out the works of this place.
        """
        if self._recogniser is None:
            return [None] * len(next(iter(outputs.values())))
        return self._recogniser.recognise(*(outputs[name] for name in WORK_OUTPUTS), but=but)

    def likeliest_works(self, pictures: Sequence[Pixels]) -> list[Work | None]:
        """The works of the bundle's own that decoded pictures may show, sure or not.

        For measuring; see `Recogniser.likeliest`.
        """
        if self._recogniser is None:
            return [None] * len(pictures)
        outputs = self.run(pictures, WORK_OUTPUTS)
        own = Recogniser(self._recogniser.rule, self._recogniser.works)
        return own.likeliest(*(outputs[name] for name in WORK_OUTPUTS))

    def decode(self, picture: Picture) -> Pixels:
        """The picture as this classifier sees it before preprocessing: uint8 (H, W, 3), sRGB."""
        return self.view(picture)[0]

    def view(self, picture: Picture, crop: bool = False) -> View:
        """The same, and where in the picture it is.

        Args:
            picture: of any kind.
            crop: look for the painting in it, which is then cut out wherever one is found.
        """
        preprocessing = self.bundle.manifest.preprocessing
        return look_at(picture, preprocessing, self.limits, crop=crop, decode=self._decode).views[
            -1
        ]

    def _check_widths(self) -> None:
        """Refuse a reference set, or an index, that isn't of the graph's embeddings."""
        widths = {o.name: o.shape[-1] for o in self._session.get_outputs() if o.shape}
        kept = {}
        if self._background is not None:
            kept["embedding"] = self._background.embedding.shape[1]
        if self._recogniser is not None:
            kept["work_embedding"] = self._recogniser.works.embeddings.shape[1]
        for name, width in kept.items():
            if widths.get(name) != width:
                raise BundleError(
                    f"{self.bundle.path}: what it knows was compared by {width} numbers, where the"
                    f" graph's {name} has {widths.get(name, 0)}. Get the bundle again."
                )

    def _look(self, picture: Picture, crop: bool, find: bool) -> Looked | MorelliError | OSError:
        preprocessing = self.bundle.manifest.preprocessing
        try:
            return look_at(
                picture, preprocessing, self.limits, crop=crop, find=find, decode=self._decode
            )
        except (MorelliError, OSError) as error:
            return error

    def _answer(
        self, group: list[tuple[Any, Any]], top: int, also: Sequence[str]
    ) -> Iterator[Result]:
        looked = [(picture, future.result()) for picture, future in group]
        seen = [view for _, look in looked if isinstance(look, Looked) for view in look.views]
        answers: list[Attribution] = []
        outputs: dict[str, NDArray[np.float32]] = {}
        if seen:
            outputs = self.run([pixels for pixels, _ in seen], [*self._outputs, *also])
            decided = {name: outputs[name] for name in self._outputs}
            answers = decide(decided, self.bundle.manifest, top, self.recognise(decided))
        start = 0
        for picture, look in looked:
            if isinstance(look, MorelliError | OSError):
                yield Result(picture, error=look)
                continue
            own = [
                replace(answer, cropped=where)
                for answer, (_, where) in zip(answers[start:], look.views, strict=False)
            ]
            number, answer = look.meant(own)
            height, width = look.views[number][0].shape[:2]
            extra = {name: outputs[name][start + number] for name in also}
            yield Result(picture, answer, found=look.found, size=(height, width), outputs=extra)
            start += len(look.views)


def reason(error: Exception) -> str:
    """Why a picture could not be read, in a sentence for people."""
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, OSError):
        return f"The file cannot be read: {error.strerror}."
    return str(error)


def _taught(
    manifest: Manifest,
) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """Weights (K, T) and biases (T,) of the painters taught, if there are some."""
    if not manifest.taught:
        return None
    weights = np.array([taught.weights for taught in manifest.taught], dtype=np.float32)
    return weights.T, np.array([taught.bias for taught in manifest.taught], dtype=np.float32)
