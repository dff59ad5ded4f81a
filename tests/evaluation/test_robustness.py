"""What is lost on photographs: the same pictures, plain and changed."""

import pytest

from morelli.datasets import Sample
from morelli.errors import MorelliError
from morelli.evaluation.names import NAMES
from morelli.evaluation.robustness import CONDITIONS, robustness
from morelli.inference.classifier import Classifier

FEW = ("plain", "plain_cropped", "frame_strong", "blur_strong", "phone_medium_cropped")


@pytest.fixture(scope="module")
def classifier(trained):
    return Classifier(trained.bundle)


def test_each_condition_is_measured_and_paired_with_plain(classifier, trained):
    asked = []
    found = robustness(classifier, trained.data.samples, 12, asked.append, FEW)
    assert sum(asked) == 12 * len(FEW)
    for head in ("artist", "style"):
        plain = found[f"{head}_plain"]
        assert plain.n == 12
        assert f"{head}_plain_lost" not in found
        for condition in FEW[1:]:
            lost = found[f"{head}_{condition}_lost"]
            assert lost.value == pytest.approx(
                plain.value - found[f"{head}_{condition}"].value, abs=1e-9
            )
            assert lost.low <= lost.value <= lost.high
    assert set(found) <= set(NAMES)


def test_the_same_pictures_are_taken_and_changed_in_the_same_way(classifier, trained):
    first, second = (
        robustness(classifier, trained.data.samples, 6, conditions=("plain", "phone_strong"))
        for _ in range(2)
    )
    assert first == second


def test_a_picture_that_cannot_be_read_is_wrong_under_every_condition(
    classifier, trained, tmp_path
):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    sample = Sample(broken, artist=classifier.bundle.artists[0], style=None)
    found = robustness(classifier, [sample], 5, conditions=("plain", "jpeg_slight"))
    assert found["artist_plain"].value == found["artist_jpeg_slight"].value == 0
    assert "style_plain" not in found


def test_nothing_known_is_an_error(classifier, tmp_path):
    with pytest.raises(MorelliError, match="knows"):
        robustness(classifier, [Sample(tmp_path / "a.jpg", artist="nobody", style=None)], 5)


def test_every_change_is_a_condition_in_three_strengths():
    assert len(CONDITIONS) == 2 + 8 * 3 + 3
