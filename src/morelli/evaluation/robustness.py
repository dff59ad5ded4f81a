"""What a bundle loses on photographs of paintings: the same pictures plain and changed, paired."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from morelli.cropping.photograph import CHANGES, STRENGTHS, photograph
from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation import metrics
from morelli.evaluation.metrics import Measure
from morelli.images import PictureError
from morelli.inference.classifier import Classifier
from morelli.inference.views import Cropped, Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLAIN = "plain"
CROPPED = "cropped"
"""Ends the names of conditions under which the painting is looked for and cropped to."""
SEED = 0

CONDITIONS = (
    PLAIN,
    f"{PLAIN}_{CROPPED}",
    *(f"{change}_{strength}" for change in CHANGES for strength in STRENGTHS),
    *(f"phone_{strength}_{CROPPED}" for strength in STRENGTHS),
)
"""As they are named in an evaluation: a change and its strength."""


def _names() -> dict[str, str]:
    called = {"jpeg": "JPEG", "phone": "all together", PLAIN: "as they are"}
    names = {}
    for head in ("artist", "style"):
        for condition in CONDITIONS:
            words = " ".join(called.get(word, word) for word in condition.split("_"))
            names[f"{head}_{condition}"] = f"{head} right, {words}"
            names[f"{head}_{condition}_lost"] = f"{head}, {words}: lost"
    return names


NAMES = _names()
"""What each measure is called, for people."""


def robustness(
    classifier: Classifier,
    paintings: Sequence[Sample],
    most: int,
    progress: Callable[[int], None] = lambda _: None,
    conditions: Sequence[str] = CONDITIONS,
) -> dict[str, Measure]:
    """Share of paintings named rightly under each condition, and points lost against plain.

    Args:
        classifier: what is measured.
        paintings: labelled pictures that were not trained on.
        most: how many of them to take, chosen by a fixed seed.
        progress: called with 1 after each answer.
        conditions: which ones, `plain` among them.

    Returns:
        For each head that can be measured `<head>_<condition>`, the share that is right, and but
        for `plain` `<head>_<condition>_lost`: the share lost, paired on the same pictures.

    Raises:
        MorelliError: none of the paintings is by a painter or of a style that the bundle knows.
    """
    known = {"artist": set(classifier.bundle.artists), "style": set(classifier.bundle.styles)}
    usable = [s for s in paintings if s.artist in known["artist"] or s.style in known["style"]]
    if not usable:
        raise MorelliError("None of these pictures has a painter or style that the bundle knows.")
    rng = np.random.default_rng(SEED)
    chosen = rng.permutation(len(usable))[:most]
    samples = [usable[i] for i in sorted(chosen)]
    right: dict[str, dict[str, NDArray[np.bool_]]] = {}
    for condition in conditions:
        pictures = _pictures(classifier, samples, condition)
        rows: dict[str, list[bool]] = {head: [] for head in known}
        answers = classifier.stream(pictures, top=1, crop=False)
        for sample, result in zip(samples, answers, strict=True):
            progress(1)
            for head in known:
                answer = result.attribution and getattr(result.attribution, f"{head}s")
                rows[head].append(
                    bool(answer) and answer[0].slug == getattr(sample, head)  # type: ignore[index]
                )
        right[condition] = {head: np.array(row) for head, row in rows.items()}
    measures = {}
    for head, slugs in known.items():
        labelled = np.array([getattr(sample, head) in slugs for sample in samples])
        if not labelled.any():
            continue
        plain = right[PLAIN][head][labelled]
        for condition in conditions:
            hits = right[condition][head][labelled]
            measures[f"{head}_{condition}"] = metrics.proportion(int(hits.sum()), len(hits))
            if condition != PLAIN:
                lost = plain.astype(float) - hits
                measures[f"{head}_{condition}_lost"] = metrics.mean(lost)
    return measures


def _pictures(
    classifier: Classifier, samples: Sequence[Sample], condition: str
) -> Iterator[Picture]:
    """The pictures as the condition has them; those that cannot be read stay what they are."""
    change, *rest = condition.split("_")
    for number, sample in enumerate(samples):
        picture: Picture = sample.path
        if change != PLAIN:
            try:
                pixels = classifier.decode(sample.path)
                picture = photograph(pixels, change, rest[0], number).pixels  # type: ignore[arg-type]
            except (PictureError, OSError):
                pass
        yield Cropped(picture) if rest and rest[-1] == CROPPED else picture
