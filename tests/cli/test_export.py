"""`morelli export` as it is typed."""

import numpy as np
import pytest

from morelli.bundles.bundle import Bundle
from morelli.inference.classifier import Classifier


@pytest.mark.parametrize("storage", ["float16", "int8"])
def test_a_smaller_bundle_answers_the_same(morelli, trained, tmp_path, storage):
    done = morelli("export", trained.bundle.path, tmp_path / "small", "--storage", storage)
    assert "MB, before" in done.out and "morelli evaluate" in done.out
    small = Bundle.open(tmp_path / "small")
    assert len(small.graph) < 0.7 * len(trained.bundle.graph)
    squares = [trained.bundle.manifest.preprocessing.decode(s.path) for s in trained.data]
    ours = Classifier(small).outputs(squares)
    theirs = Classifier(trained.bundle).outputs(squares)
    for head in [name for name in theirs if name.endswith("_logits")]:
        logits = theirs[head]
        assert np.abs(ours[head] - logits).max() < 0.05 * np.abs(logits).max(), head
        if head != "painting_logits":
            assert (ours[head].argmax(1) == logits.argmax(1)).all()


def test_float32_keeps_every_byte(morelli, trained, tmp_path):
    morelli("export", trained.bundle.path, tmp_path / "same", "--storage", "float32")
    assert Bundle.open(tmp_path / "same").manifest.sha256 == trained.bundle.manifest.sha256


def test_another_name_and_no_old_numbers(morelli, trained, tmp_path):
    morelli("export", trained.bundle.path, tmp_path / "tiny", "--name", "tiny")
    tiny = Bundle.open(tmp_path / "tiny")
    assert tiny.name == "tiny" and tiny.metrics == {}
    kept = trained.bundle.manifest
    assert (tiny.manifest.artists, tiny.manifest.calibration) == (kept.artists, kept.calibration)


def test_a_bundle_may_be_exported_again(morelli, trained, tmp_path):
    morelli("export", trained.bundle.path, tmp_path / "one", "--storage", "int8")
    morelli("export", tmp_path / "one", tmp_path / "two", "--storage", "float16")
    squares = [np.zeros((64, 64, 3), np.uint8)]
    ours, theirs = (
        Classifier.open(tmp_path / name).outputs(squares)["artist_logits"]
        for name in ("one", "two")
    )
    assert ours == pytest.approx(theirs, abs=1e-5)


def test_misuse_is_explained(morelli, trained, tmp_path):
    done = morelli("export", trained.bundle.path, tmp_path, "--storage", "int4", code=2)
    assert "float16" in done.said and "int8" in done.said
    assert "no bundle nonsense" in morelli("export", "nonsense", tmp_path, code=2).said
