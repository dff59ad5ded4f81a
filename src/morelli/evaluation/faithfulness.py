"""Do heat maps point at what matters? Deletion and insertion (Petsiuk, Das & Saenko 2018).

Places are taken in the order of a map, strongest first. Deletion covers them with the picture's
mean colour: the sooner the probability of the answer falls, the better the map. Insertion uncovers
them in a blurred picture: the sooner it rises, the better. Both are areas below the curve over the
share of the picture, 0..1.

Two rivals see the same pictures: the map moved to a random place, which has its shape but not its
meaning, and a hill in the middle, where painters put what matters.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.metrics import SEED, Measure, mean
from morelli.explain import Explainer
from morelli.explain.evidence import GRID, Head, Map
from morelli.images import Pixels
from morelli.inference.classifier import Classifier
from morelli.inference.probabilities import probabilities

SHARES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Of the picture, at which curves are measured; most happens early."""

RIVALS = ("moved", "centre")

BLUR = 20
"""The blur's deviation is the side of the picture divided by this."""

BATCH = 8


@dataclass(frozen=True, slots=True)
class _Areas:
    """Of one picture, by map ("heat" and the rivals): areas below the two curves."""

    deletion: dict[str, float]
    insertion: dict[str, float]


def faithfulness(
    classifier: Classifier,
    samples: Sequence[Sample],
    count: int,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Measure]:
    """Measure the heat maps of what the bundle answers first, on `count` pictures by lot.

    Args:
        classifier: what is measured; its bundle must be one that can explain.
        samples: pictures to draw from.
        count: how many, at most.
        progress: called with 1 after each.

    Returns:
        areas of the heat map and of each rival, and how much better than each the map is, paired
        by picture: "deletion", "deletion_moved", "deletion_gain_moved" and so on.

    Raises:
        ExplainError: the bundle can't explain.
        MorelliError: none of the pictures could be read.
    """
    rng = np.random.default_rng(SEED)
    explainer = Explainer(classifier)
    areas = []
    for number in rng.permutation(len(samples))[:count]:
        try:
            square = _square(classifier, samples[number])
        except (MorelliError, OSError):
            continue  # the evaluation itself names what could not be read
        finally:
            progress(1)
        areas.append(_areas(explainer, square, rng))
    if not areas:
        raise MorelliError("None of the pictures for the heat maps could be read.")
    found = {}
    for curve, sign in (("deletion", 1), ("insertion", -1)):
        each = {name: _column(areas, curve, name) for name in ("heat", *RIVALS)}
        found[curve] = mean(each["heat"])
        for rival in RIVALS:
            found[f"{curve}_{rival}"] = mean(each[rival])
            found[f"{curve}_gain_{rival}"] = mean(sign * (each[rival] - each["heat"]))
    return found


def order(evidence: Map) -> NDArray[np.int64]:
    """The rank (H, W) of each place of a map, 0 for the strongest."""
    ranks = np.empty(evidence.size, dtype=np.int64)
    ranks[np.argsort(-evidence, axis=None, kind="stable")] = np.arange(evidence.size)
    return ranks.reshape(evidence.shape)


def covered(square: Pixels, ranks: NDArray[np.int64], share: float, cover: Pixels) -> Pixels:
    """The picture (S, S, 3) with the first `share` of the places (H, W) taken from `cover`."""
    size = len(square)
    places = np.arange(size) * len(ranks) // size
    taken = (ranks < round(share * ranks.size))[np.ix_(places, places)]
    return np.where(taken[..., None], cover, square)


def _square(classifier: Classifier, sample: Sample) -> Pixels:
    return classifier.bundle.manifest.preprocessing.square(classifier.decode(sample.path))


def _areas(explainer: Explainer, square: Pixels, rng: np.random.Generator) -> _Areas:
    bundle = explainer.classifier.bundle
    head: Head = "artist" if bundle.artists else "style"
    evidence = explainer.look(square)
    column = int(evidence.outputs[f"{head}_logits"].argmax())
    slug = (bundle.artists if head == "artist" else bundle.styles)[column]
    heat = evidence.saliency(head, slug).map
    maps = {"heat": heat, "moved": _moved(heat, rng), "centre": _hill()}
    flat = np.broadcast_to(square.mean((0, 1)).round().astype(np.uint8), square.shape)
    blurred = np.asarray(
        Image.fromarray(square).filter(ImageFilter.GaussianBlur(len(square) / BLUR))
    )
    # The ends of the curves are the same for all maps.
    pictures = [square, flat, blurred]
    for ranks in map(order, maps.values()):
        pictures += [covered(square, ranks, share, flat) for share in SHARES[1:-1]]
        pictures += [covered(blurred, ranks, share, square) for share in SHARES[1:-1]]
    scores = _scores(explainer.classifier, pictures, head, column)
    whole, empty, dim = scores[:3]
    steps = scores[3:].reshape(len(maps), 2, len(SHARES) - 2)
    return _Areas(
        {name: _area([whole, *s[0], empty]) for name, s in zip(maps, steps, strict=True)},
        {name: _area([dim, *s[1], whole]) for name, s in zip(maps, steps, strict=True)},
    )


def _scores(
    classifier: Classifier, pictures: Sequence[Pixels], head: Head, column: int
) -> NDArray[np.float64]:
    """The calibrated probability of one class for each picture."""
    scores = []
    for start in range(0, len(pictures), BATCH):
        outputs = classifier.outputs(pictures[start : start + BATCH])
        found = probabilities(outputs, classifier.bundle.manifest.calibration)
        rows = found.artists if head == "artist" else found.styles
        assert rows is not None  # noqa: S101 - the bundle has this head
        scores.append(rows[:, column])
    return np.concatenate(scores)


def _moved(heat: Map, rng: np.random.Generator) -> Map:
    """The map on a torus, moved by at least a quarter of its side each way."""
    down, right = rng.integers(GRID // 4, GRID - GRID // 4 + 1, 2)
    return np.roll(heat, (int(down), int(right)), axis=(0, 1))


def _hill() -> Map:
    """A Gaussian in the middle."""
    place = (np.arange(GRID) + 0.5) / GRID - 0.5
    return np.exp(-(place[:, None] ** 2 + place**2) / (2 * 0.25**2)).astype(np.float32)


def _area(curve: Sequence[float]) -> float:
    return float(np.trapezoid(curve, SHARES))


def _column(areas: Sequence[_Areas], curve: str, name: str) -> NDArray[np.float64]:
    return np.array([getattr(one, curve)[name] for one in areas])
