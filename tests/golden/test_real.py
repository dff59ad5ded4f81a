"""The built-in model's recorded numbers, measured anew on some of the paintings they are of."""

import json
from pathlib import Path

import numpy as np
import pytest

from morelli.datasets import open_dataset
from morelli.evaluation.evaluate import evaluate
from morelli.inference.classifier import Classifier

EVERY = 12
"""A picture in so many of the test split: the whole takes minutes."""


@pytest.mark.data
@pytest.mark.slow
def test_recorded_numbers_are_those_of_a_sample(data_root: Path) -> None:
    classifier = Classifier.open()
    recorded = classifier.bundle.metrics
    paintings = open_dataset(data_root / "paintings.csv").split("test").samples[::EVERY]
    others = open_dataset(data_root / "not_paintings.csv", labelled=False).split("test").samples
    measured = json.loads(
        json.dumps(evaluate(classifier, paintings, not_paintings=others[::4]).to_dict())
    )
    for head in ("artist", "style"):
        for name in ("accuracy", "top5"):
            whole, sample = recorded[head][name], measured[head][name]
            assert sample["n"] > 100
            # Four standard errors of a sample of this size.
            error = np.sqrt(whole["value"] * (1 - whole["value"]) / sample["n"])
            assert sample["value"] == pytest.approx(whole["value"], abs=4 * error), (head, name)
    assert measured["artist"]["calibration_error"]["low"] < 0.12
    assert measured["refusal"]["not_painting_auroc"]["value"] > 0.95
