"""What a bundle keeps of the pictures that its heads did not learn from: its reference set."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from morelli.bundles.bundle import Bundle
from morelli.bundles.reference_set import MOST, ReferenceSet
from morelli.datasets import Sample
from morelli.inference.classifier import Classifier
from morelli.training.run import Fitted

BATCH = 8


def reference_set(
    bundle: Bundle,
    fitted: Fitted,
    samples: Sequence[Sample],
    seed: int,
    shrinkage: float,
    open_set: Sequence[Sample] = (),
) -> bytes:
    """The content of `background.json`: at most `MOST` held-out pictures by painters known.

    Args:
        bundle: whose graph looks at them.
        fitted: with an artist head.
        samples: the training pictures, whose numbers `fitted.rows` holds.
        seed: draws them.
        shrinkage: see `ReferenceSet`.
        open_set: paintings by painters not to be known, `FEWEST_OPEN_SET` or none.
    """
    labels, logits = fitted.labels["artist"], fitted.logits["artist"]
    known = np.flatnonzero(labels >= 0)
    chosen = np.sort(np.random.default_rng(seed).permutation(known)[:MOST])
    classifier = Classifier(bundle)
    held = [samples[row] for row in fitted.rows[chosen]]
    embedding = _embedding(classifier, held)
    kept = ReferenceSet(
        labels[chosen],
        embedding,
        logits[chosen].astype(np.float32),
        shrinkage,
        foreign=fitted.foreign[chosen],
    )
    if open_set:
        direction = open_set_direction(
            embedding,
            _embedding(classifier, open_set),
            [sample.source for sample in held],
            [sample.source for sample in open_set],
        )
        spread = (embedding @ direction).std()
        scale = kept.own_distances().std() / max(float(spread), 1e-9)
        kept = replace(kept, open_set=(scale * direction).astype(np.float32))
    return kept.to_json()


def open_set_direction(
    known: NDArray[np.float32],
    unknown: NDArray[np.float32],
    known_sources: Sequence[str | None],
    unknown_sources: Sequence[str | None],
) -> NDArray[np.float32]:
    """The direction (K,) in which other painters' works lie, as seen from painters who are known.

    In a space whitened within painters this is linear discriminant analysis of the two (Fisher
    1936). Unknown ones are compared only with known ones from the same source, since pictures from
    other sources differ in more than who painted them (what becomes
    of it otherwise is in docs/results/diary/unknown-painters.md). A source with few pictures
    counts for little.

    Args:
        known: embeddings (M, K).
        unknown: embeddings (S, K).
        known_sources: M of them.
        unknown_sources: S of them; where no source is on both sides the direction is 0.
    """
    ours, theirs = np.array(known_sources, object), np.array(unknown_sources, object)
    total, weights = np.zeros(known.shape[1]), 0.0
    for source in set(unknown_sources) & set(known_sources):
        here, there = known[ours == source], unknown[theirs == source]
        weight = len(here) * len(there) / (len(here) + len(there))
        total += weight * (there.mean(0) - here.mean(0))
        weights += weight
    return np.asarray(total / weights if weights else total, dtype=np.float32)


def _embedding(classifier: Classifier, samples: Sequence[Sample]) -> NDArray[np.float32]:
    paths = [sample.path for sample in samples]
    batches = (paths[i : i + BATCH] for i in range(0, len(paths), BATCH))
    found = [classifier.run([classifier.decode(p) for p in b], ["embedding"]) for b in batches]
    return np.concatenate([batch["embedding"] for batch in found])
