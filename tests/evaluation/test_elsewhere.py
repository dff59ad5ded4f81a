"""What is said of pictures from other sources, and that it is what the answers say."""

import pytest

from morelli.classifier import Classifier
from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.elsewhere import elsewhere
from morelli.evaluation.names import NAMES


@pytest.fixture(scope="module")
def classifier(trained):
    return Classifier(trained.bundle)


def test_shares_are_those_of_the_answers(classifier, trained):
    samples = trained.data.samples
    seen = []
    found = elsewhere(classifier, samples, seen.append)
    assert sum(seen) == len(samples)
    assert set(found) <= set(NAMES)
    answers = [classifier.classify(sample.path).artists[0].slug for sample in samples]
    right = [answer == sample.artist for answer, sample in zip(answers, samples, strict=True)]
    assert found["elsewhere_artist"].value == pytest.approx(sum(right) / len(right))
    most = max(answers.count(slug) for slug in set(answers))
    assert found["elsewhere_one_artist"].value == pytest.approx(most / len(answers))
    assert found["elsewhere_artist_top5"].value >= found["elsewhere_artist"].value


def test_nothing_known_is_an_error(classifier, tmp_path):
    with pytest.raises(MorelliError, match="knows"):
        elsewhere(classifier, [Sample(tmp_path / "a.jpg", artist="nobody", style=None)])
