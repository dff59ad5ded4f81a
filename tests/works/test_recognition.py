"""From pictures to works, with a bundle that was trained to."""

from dataclasses import replace

import numpy as np
import pytest

from morelli.bundles.bundle import Bundle
from morelli.datasets.splits import given_or_stratified
from morelli.inference.classifier import Classifier
from morelli.works import locations
from morelli.works.index import Index, WorksError
from morelli.works.recognition import ranked, similarities, usual_cosine


@pytest.fixture(scope="session")
def classifier(recognising):
    return Classifier(Bundle.open(recognising.path), threads=1)


def test_the_training_pictures_are_known(classifier, trained):
    split = given_or_stratified(trained.data, seed=trained.recipe.seed)
    samples = [sample for sample in split if sample.split != "test"]
    answers = classifier.classify([sample.path for sample in samples])
    named = [answer.work for answer in answers]
    assert sum(work is not None for work in named) >= 0.9 * len(samples)
    for sample, answer in zip(samples, answers, strict=True):
        if answer.work is not None:
            assert answer.work.artist == answer.artists[0].slug == sample.artist
            assert answer.verdict == "known painter"
            assert answer.sentence.startswith("This is a painting by ")


def test_other_pictures_are_not(classifier, trained, paintings):
    pictures = [sample.path for sample in trained.others]
    answers = [*classifier.classify(pictures), *classifier.classify(paintings)]
    assert sum(answer.work is not None for answer in answers) <= 1


def test_a_bundle_without_works_knows_none(trained):
    plain = Classifier(trained.bundle, threads=1)
    answer = plain.classify(next(iter(trained.data)).path)
    assert not plain.knows_works and answer.work is None
    assert "work_look" not in plain.decided_by


def test_a_works_index_of_another_model_is_refused(recognising):
    index = locations.own(recognising)
    assert index is not None
    other = Index("f" * 16, index.embeddings, index.miniatures, index._about).to_bytes()
    there = recognising
    bundle = Bundle(there.path, there.manifest, there.graph, there.background, other)
    with pytest.raises(WorksError, match="another model"):
        Classifier(bundle)


def test_a_hung_gallery_comes_first(classifier, trained):
    sample = next(iter(trained.data))
    outputs = classifier.outputs([classifier.decode(sample.path)])
    (before,) = classifier.recognise(outputs)
    assert before is not None and before.where == "model"
    own = locations.own(classifier.bundle)
    assert own is not None
    works = [replace(work, title="On the wall", id="abc") for work in own]
    gallery = Index.of(own.space, own.embeddings / 127, own.miniatures, works)
    classifier.hang(gallery)
    (now,) = classifier.recognise(outputs)
    (but,) = classifier.recognise(outputs, but="gallery")
    classifier.hang(None)
    assert now is not None and (now.where, now.title, now.id) == ("gallery", "On the wall", "abc")
    assert but == before


def test_search_is_exact(recognising):
    index = locations.own(recognising)
    assert index is not None
    query = index.embeddings[7] / np.float32(127)
    cosines = similarities(index, query)
    assert cosines == pytest.approx(index.embeddings.astype(float) @ query / 127, abs=1e-4)
    assert ranked(cosines)[0] == 7 and ranked(cosines, 3) == list(np.argsort(-cosines)[:3])
    assert ranked(cosines[:2]) == list(np.argsort(-cosines[:2]))


def test_what_is_usual_is_less_than_the_nearest():
    many = np.linspace(0, 1, 200, dtype=np.float32)
    assert usual_cosine(many) == pytest.approx(many[::-1][8:28].mean(), abs=1e-6)
    assert usual_cosine(many[:4]) == pytest.approx(many[:2].mean())
    assert usual_cosine(many[:0]) == 0
