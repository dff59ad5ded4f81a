"""A bundle that was measured, for all that is made of its numbers."""

from dataclasses import replace
from pathlib import Path

import pytest

from morelli.datasets import Sample
from morelli.evaluation.evaluate import evaluate
from morelli.inference.classifier import Classifier


@pytest.fixture(scope="session")
def classifier(trained):
    return Classifier(trained.bundle)


@pytest.fixture(scope="session")
def mixed(trained, tmp_path_factory):
    """All drawn paintings, and one that is no picture, one of a stranger, two half labelled."""
    text = tmp_path_factory.mktemp("mixed") / "text.jpg"
    text.write_text("hello")
    some = trained.data.samples
    return [
        *some,
        Sample(text, "claude-monet", "impressionism"),
        Sample(Path("nowhere.jpg"), "claude-monet", "impressionism"),
        replace(some[0], artist="gustav-klimt", style="symbolism"),  # neither is known to it
        replace(some[1], artist=None),
        replace(some[2], style=None),
    ]


@pytest.fixture(scope="session")
def measured(classifier, mixed, trained):
    return evaluate(classifier, mixed, not_paintings=trained.others.samples)
