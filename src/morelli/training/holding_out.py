"""What a bundle keeps of the pictures that its heads did not learn from."""

from collections.abc import Sequence

import numpy as np

from morelli.background import MOST, Background
from morelli.bundle import Bundle
from morelli.classifier import Classifier
from morelli.datasets import Sample
from morelli.training.run import Fitted

BATCH = 8


def background(
    bundle: Bundle, fitted: Fitted, samples: Sequence[Sample], seed: int, apart: float
) -> bytes:
    """The content of `background.json`: at most `MOST` held-out pictures by painters known.

    Args:
        bundle: whose graph looks at them.
        fitted: with an artist head.
        samples: the training pictures, whose numbers `fitted.rows` holds.
        seed: draws them.
        apart: see `Background`.
    """
    labels, logits = fitted.labels["artist"], fitted.logits["artist"]
    known = np.flatnonzero(labels >= 0)
    chosen = np.sort(np.random.default_rng(seed).permutation(known)[:MOST])
    classifier = Classifier(bundle)
    paths = [samples[row].path for row in fitted.rows[chosen]]
    embedding = [
        classifier.run([classifier.decode(path) for path in paths[i : i + BATCH]], ["embedding"])
        for i in range(0, len(paths), BATCH)
    ]
    found = np.concatenate([batch["embedding"] for batch in embedding])
    return Background(labels[chosen], found, logits[chosen].astype(np.float32), apart).to_json()
