"""Measured is what `Classifier` answers: nothing is left out in silence, nothing counted twice."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from morelli.bundles.bundle import Bundle
from morelli.errors import MorelliError
from morelli.evaluation.evaluate import evaluate
from morelli.inference.classifier import Classifier
from morelli.inference.decision import CERTAIN


def test_every_picture_is_accounted_for(measured, trained):
    n = len(trained.data)
    # The stranger is no test of the painters' head, the half labelled one of the other head.
    assert measured.heads["artist"].measures["accuracy"].n == n + 1
    assert measured.heads["style"].measures["accuracy"].n == n + 1
    assert measured.heads["artist"].confusion.sum() == n + 1
    assert {Path(problem.where).name for problem in measured.skipped} == {
        "text.jpg",
        "nowhere.jpg",
    }
    assert measured.refusal["unknown_painter_noticed"].n == 1
    assert measured.refusal["not_painting_noticed"].n == len(trained.others)


def test_numbers_are_those_of_the_answers(measured, classifier, trained):
    head = measured.heads["artist"]
    samples = [*trained.data.samples, trained.data.samples[2]]
    answers = classifier.classify([s.path for s in samples])
    right = [a.artists[0].slug == s.artist for a, s in zip(answers, samples, strict=True)]
    assert head.measures["accuracy"].value == pytest.approx(np.mean(right))
    losses = [
        -np.log(next(c.probability for c in a.artists if c.slug == s.artist))
        for a, s in zip(answers, samples, strict=True)
    ]
    assert head.measures["cross_entropy"].value == pytest.approx(np.mean(losses), rel=1e-4)
    assert head.chance == 0.25
    assert head.commonest == pytest.approx(13 / 49)  # the picture without a style counts twice
    assert head.probabilities.sum(1) == pytest.approx(np.ones(49))
    assert head.names[head.labels.index("claude-monet")] == "Claude Monet"


def test_every_measure_lies_in_its_interval(measured):
    measures = [*measured.refusal.values()]
    for head in measured.heads.values():
        measures += head.measures.values()
    for m in measures:
        assert m.low <= m.high
        assert m.value >= 0
        assert m.n > 0
    for head in measured.heads.values():
        for name in ("accuracy", "top5", "cross_entropy"):
            m = head.measures[name]
            assert m.low <= m.value <= m.high, name


def test_progress_counts_every_picture(classifier, mixed, trained):
    seen = []
    evaluate(
        classifier,
        mixed,
        unknown=trained.data.samples[:3],
        not_paintings=trained.others.samples,
        progress=seen.append,
    )
    assert sum(seen) == len(mixed) + 3 + len(trained.others)


def test_numbers_for_machines_are_json_and_complete(measured):
    document = json.loads(json.dumps(measured.to_dict()))
    assert document["bundle"] == "drawn" and document["skipped"] == 2
    assert set(document["artist"]) == {
        "accuracy",
        "top5",
        "macro_f1",
        "cross_entropy",
        "calibration_error",
        "very_likely_right",
        "set_coverage",
        "set_size",
        "chance",
        "commonest",
        "confusion",
    }
    counts = document["artist"]["confusion"]
    assert sum(sum(row.values()) for row in counts.values()) == 49
    assert set(document["refusal"]) == {
        "unknown_painter_auroc",
        "unknown_painter_false_accepts",
        "known_painter_accepted",
        "unknown_painter_noticed",
        "unknown_painter_very_likely",
        "painting_refused",
        "not_painting_auroc",
        "not_painting_false_accepts",
        "not_painting_noticed",
    }


def test_sets_and_sure_answers_are_those_that_people_read(measured, trained):
    """Counted anew from the answers themselves."""
    head = measured.heads["artist"]
    answers = [Classifier(trained.bundle).classify(s.path) for s in head.samples]
    held = [
        s.artist in {c.slug for c in a.artist_set}
        for s, a in zip(head.samples, answers, strict=True)
    ]
    assert head.measures["set_coverage"].value == pytest.approx(
        np.mean(held), abs=1.5 / len(answers)
    )
    sizes = [len(answer.artist_set) for answer in answers]
    assert head.measures["set_size"].value == pytest.approx(np.mean(sizes), abs=0.05)
    sure = [
        answer.artists[0].slug == sample.artist
        for sample, answer in zip(head.samples, answers, strict=True)
        if answer.artists[0].probability >= CERTAIN
    ]
    assert head.measures["very_likely_right"].n == len(sure)
    assert head.measures["very_likely_right"].value == np.mean(sure)


def test_smoothed_cross_entropy_where_training_smoothed(trained):
    manifest = trained.bundle.manifest
    recipe = manifest.provenance["recipe"] | {"regularisation": {"label_smoothing": 0.2}}
    smoothed = manifest.model_copy(update={"provenance": {"recipe": recipe}})
    made = trained.bundle
    bundle = Bundle(made.path, smoothed, made.graph, made.background)
    head = evaluate(Classifier(bundle), trained.data.samples[::4]).heads["artist"]
    logs = -np.log(np.maximum(head.probabilities, 1e-12))
    expected = 0.8 * logs[np.arange(12), head.truth].mean() + 0.2 * logs.mean()
    assert head.measures["cross_entropy_smoothed"].value == pytest.approx(expected)


def test_a_bundle_without_painters_is_measured_on_styles(trained):
    made = trained.bundle.manifest
    without = made.calibration.model_copy(update={"distance_weight": 0.0})
    only = made.model_copy(update={"artists": (), "calibration": without})
    classifier = Classifier(Bundle(trained.bundle.path, only, trained.bundle.graph))
    classifier._outputs = ["style_logits"]
    found = evaluate(classifier, trained.data.samples)
    assert set(found.heads) == {"style"}
    assert found.heads["style"].measures["accuracy"].n == 48
    assert found.refusal == {}


def test_nothing_to_measure_is_explained(classifier, trained):
    strangers = [replace(s, artist="gustav-klimt", style=None) for s in trained.data.samples[:3]]
    with pytest.raises(MorelliError, match="None of these pictures"):
        evaluate(classifier, strangers)
