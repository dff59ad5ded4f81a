"""What a manifest says is consistent, and its preprocessing does what it says."""

import numpy as np
import pytest
from pydantic import ValidationError

from morelli.bundles.manifest import (
    Calibration,
    Label,
    Manifest,
    Preprocessing,
    Recognition,
    Taught,
)

PAINTERS = tuple(Label(slug=slug, name=slug.title()) for slug in ("ann", "bob", "cy"))
RECOGNITION = Recognition(space="0" * 16, weights=(20, 10), bias=-20, threshold=0.5)


def manifest(**changes):
    plain = Manifest(
        name="plain",
        sha256="0" * 64,
        artists=PAINTERS,
        styles=(),
        refuses=False,
        preprocessing=Preprocessing(size=8),
        calibration=Calibration(),
    )
    return Manifest.model_validate(plain.model_dump() | changes)


def taught(slug, width=3):
    counts = dict.fromkeys(("recognised", "among_five", "others", "right_before", "right_after"), 0)
    return Taught(slug=slug, pictures=5, weights=(0.5,) * width, bias=0, **counts).model_dump()


def test_painters_taught_are_the_last_of_all():
    assert [t.slug for t in manifest(taught=[taught("bob"), taught("cy")]).taught] == ["bob", "cy"]
    for wrong in (["bob"], ["cy", "bob"], ["zoe"]):
        with pytest.raises(ValidationError, match="not the last of the artists"):
            manifest(taught=[taught(slug) for slug in wrong])
    with pytest.raises(ValidationError, match="weights of several lengths"):
        manifest(taught=[taught("bob"), taught("cy", width=4)])


def test_works_and_how_they_are_recognised_belong_together():
    both = {"works_sha256": "1" * 64, "recognition": RECOGNITION.model_dump()}
    assert manifest(**both).recognition == RECOGNITION
    for one in both:
        with pytest.raises(ValidationError, match="belong together"):
            manifest(**{one: both[one]})


def test_the_least_cosine_is_that_of_a_candidate_that_agrees_wholly():
    # 20 c + 10 * 1 - 20 = 0, the logit of the threshold
    assert RECOGNITION.least_cosine == pytest.approx(0.5)


def test_squash_ignores_proportions_and_crop_takes_the_middle():
    wide = np.zeros((40, 120, 3), np.uint8)
    wide[:, :40], wide[:, 40:80], wide[:, 80:] = 10, 100, 200
    squashed = Preprocessing(size=30).square(wide)
    cropped = Preprocessing(size=30, fit="crop").square(wide)
    assert squashed.shape == cropped.shape == (30, 30, 3)
    assert np.unique(cropped).tolist() == [100]
    assert squashed[:, 2].max() < 20 and squashed[:, -3].min() > 190
    tall = Preprocessing(size=30, fit="crop").square(wide.transpose(1, 0, 2))
    assert np.unique(tall).tolist() == [100]


def test_what_the_graph_sees_is_float32_from_0_to_1():
    grey = [np.full((50, 20, 3), value, np.uint8) for value in (0, 51, 255)]
    planes = Preprocessing(size=16)(grey)
    assert planes.dtype == np.float32 and planes.shape == (3, 3, 16, 16)
    assert [float(p.mean()) for p in planes] == pytest.approx([0, 0.2, 1], abs=1e-6)
