"""How a bundle does on paintings whose pictures come from elsewhere than those it learnt from.

Training and test pictures mostly come from the same few sources, and a network learns what a
source does to its pictures along with the hand of a painter. Only other sources show how much.
"""

from collections.abc import Callable, Sequence

import numpy as np

from morelli.classifier import Classifier
from morelli.datasets import Sample
from morelli.evaluation import metrics
from morelli.evaluation.evaluate import evaluate
from morelli.evaluation.metrics import Measure


def elsewhere(
    classifier: Classifier,
    paintings: Sequence[Sample],
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, Measure]:
    """Measure on pictures from other sources.

    Args:
        classifier: what is measured.
        paintings: labelled pictures that were not trained on, from other sources.
        progress: called with 1 after each picture.

    Returns:
        For each head that can be measured `elsewhere_<head>` and `elsewhere_<head>_top5`; of the
        painters `elsewhere_one_artist`, the share of the answers that name the one named most,
        and `elsewhere_accepted`, of the known ones' paintings the share not called unknown; and
        `elsewhere_refused`, the share that is called no painting.

    Raises:
        MorelliError: none of the pictures could be read, or none has a label the bundle knows.
    """
    found = evaluate(classifier, paintings, progress=progress)
    measures: dict[str, Measure] = {}
    for name, head in found.heads.items():
        measures[f"elsewhere_{name}"] = head.measures["accuracy"]
        measures[f"elsewhere_{name}_top5"] = head.measures["top5"]
    if "artist" in found.heads:
        answers = found.heads["artist"].answer
        most = int(np.bincount(answers).max())
        measures["elsewhere_one_artist"] = metrics.proportion(most, len(answers))
    for ours, there in (
        ("elsewhere_accepted", "known_painter_accepted"),
        ("elsewhere_refused", "painting_refused"),
    ):
        if there in found.refusal:
            measures[ours] = found.refusal[there]
    return measures
