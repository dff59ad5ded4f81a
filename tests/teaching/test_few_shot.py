"""A real bundle is taught a painter from pictures, and everything after it works."""

from collections import Counter

import numpy as np
import onnx
import pytest
from PIL import Image

from morelli.bundles.bundle import Bundle
from morelli.explain import Explainer, ExplainError, OutputCache
from morelli.inference.classifier import Classifier
from morelli.teaching import KnownPainterError, TeachError, teach

SIZE = 96


def rings(number):
    """A painter who draws rings: uint8 (SIZE, SIZE, 3)."""
    rng = np.random.default_rng([number, 7])
    y, x = np.mgrid[:SIZE, :SIZE] - SIZE / 2 + rng.normal(0, 6, (2, 1, 1))
    wave = np.sin(np.hypot(x, y) / (1.5 + rng.random()))[..., None]
    return np.uint8(np.clip(np.array([60, 160, 60]) + 70 * wave + rng.normal(0, 8, 3), 0, 255))


@pytest.fixture(scope="module")
def lesson(trained):
    return teach(Classifier(trained.bundle), "Hilma Nobody", [rings(n) for n in range(8)])


def test_the_taught_painter_is_recognised_and_the_others_still_are(trained, lesson):
    before, after = Classifier(trained.bundle), Classifier(lesson.bundle)
    fresh = after.classify([rings(n) for n in range(50, 60)])
    first = Counter(answer.artists[0].slug for answer in fresh)
    assert first["hilma-nobody"] >= 5  # of 10; by chance it would be none
    paths = [sample.path for sample in trained.data]
    same = [
        ours.artists[0].slug == theirs.artists[0].slug
        for ours, theirs in zip(after.classify(paths), before.classify(paths), strict=True)
    ]
    assert np.mean(same) > 0.8
    assert lesson.taught.recognised >= 3 and lesson.taught.pictures == 8


def test_it_answers_the_same_from_disk(lesson, tmp_path):
    lesson.save(tmp_path / "mine")
    ours = Classifier.open(tmp_path / "mine").classify(rings(51))
    theirs = Classifier(lesson.bundle).classify(rings(51))
    assert ours.bundle == "mine"
    assert ours.artists == theirs.artists and ours.artist_set == theirs.artist_set


def test_its_heat_map_is_exact(lesson):
    """Evidence and what has no place add up to the logit against the mean of all classes."""
    evidence = Explainer(Classifier(lesson.bundle)).look(rings(52))
    logits = evidence.outputs["artist_logits"].astype(float)
    assert len(logits) == len(lesson.bundle.artists)
    saliency = evidence.saliency("artist", "hilma-nobody")
    weights = evidence.explainer.weights["artist"]
    assert weights.shape[1] == len(logits)
    assert saliency.map.sum() + saliency.placeless == pytest.approx(
        logits[-1] - logits.mean(), abs=1e-2
    )
    learnt = evidence.saliency("artist", lesson.bundle.artists[0])
    assert not np.allclose(learnt.map, saliency.map)


def test_without_the_basis_it_has_no_heat_map_and_the_others_still_have(lesson):
    graph = onnx.load_from_string(lesson.bundle.graph)
    (basis,) = (output for output in graph.graph.output if output.name == "basis")
    graph.graph.output.remove(basis)
    made = lesson.bundle
    older = Bundle(made.path, made.manifest, graph.SerializeToString(), made.background)
    evidence = Explainer(Classifier(older)).look(rings(52))
    with pytest.raises(ExplainError, match="no heat map for hilma-nobody"):
        evidence.saliency("artist", "hilma-nobody")
    saliency = evidence.saliency("artist", older.artists[1])
    logits = evidence.outputs["artist_logits"][:-1].astype(float)
    assert saliency.map.sum() + saliency.placeless == pytest.approx(
        logits[1] - logits.mean(), abs=1e-2
    )


def test_what_a_graph_answered_before_is_not_taken_for_an_answer_now(trained, lesson, tmp_path):
    picture = tmp_path / "rings.png"
    Image.fromarray(rings(3)).save(picture)
    columns = [
        OutputCache(Classifier(bundle), tmp_path)
        .outputs(picture.read_bytes())["artist_logits"]
        .shape[1]
        for bundle in (trained.bundle, lesson.bundle)
    ]
    assert columns == [4, 5]


def test_bad_and_equal_pictures_are_named_and_left_out(trained, tmp_path):
    text = tmp_path / "text.jpg"
    text.write_text("no picture")
    pictures = [rings(n) for n in range(5)]
    asked = [text, *pictures, rings(2), tmp_path / "missing.png"]
    lesson = teach(Classifier(trained.bundle), "Hilma Nobody", asked)
    assert lesson.taught.pictures == 5
    assert [one.source is asked[i] for one, i in zip(lesson.skipped, (0, 6, 7), strict=True)]
    reasons = [one.reason for one in lesson.skipped]
    assert "not a picture" in reasons[0] and "same as another" in reasons[1]
    assert reasons[2] == "There is no such file."
    with pytest.raises(TeachError, match=r"there are 4 pictures that can be used") as refused:
        teach(Classifier(trained.bundle), "Hilma Nobody", [text, *pictures[:4]])
    assert str(text) in str(refused.value)


def test_a_known_painter_is_refused_before_any_picture_is_read(trained):
    def pictures():
        raise AssertionError("read")
        yield

    with pytest.raises(KnownPainterError, match="Claude Monet"):
        teach(Classifier(trained.bundle), "Monet, Claude", pictures())
