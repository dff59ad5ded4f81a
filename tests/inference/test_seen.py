"""Seeing and deciding apart is the same as answering at once."""

from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from morelli.bundles.bundle import BundleError
from morelli.inference.classifier import Classifier


@pytest.fixture(scope="module")
def fast() -> Classifier:
    return Classifier.open("fast", threads=1)


def hung(drawn: ModuleType, count: int) -> np.ndarray:
    """A wall with paintings on it, uint8 (300, 500, 3)."""
    wall = Image.new("RGB", (500, 300), (205, 200, 190))
    for place in range(count):
        painting = Image.fromarray(drawn.painting("mark-rothko", place)).resize((120, 150))
        wall.paste(painting, (40 + 150 * place, 75))
    return np.asarray(wall)


@pytest.mark.parametrize("crop", [True, False])
def test_see_then_answer_is_classify(fast: Classifier, drawn: ModuleType, crop: bool) -> None:
    blank = np.full((90, 120, 3), 255, np.uint8)
    for picture in (drawn.painting("piet-mondrian", 1), blank, hung(drawn, 1), hung(drawn, 3)):
        seen = fast.see(picture, crop=crop)
        answer, view = fast.answer(seen, top=3)
        assert answer == fast.classify(picture, top=3, crop=crop)
        assert seen.where[view] == answer.cropped
        assert all(len(values) == len(seen.where) for values in seen.outputs.values())


def test_width_is_an_outputs(fast: Classifier, drawn: ModuleType) -> None:
    seen = fast.see(drawn.painting("piet-mondrian", 1))
    assert fast.width("embedding") == seen.outputs["embedding"].shape[1]
    with pytest.raises(BundleError, match="has no output nonsense"):
        fast.width("nonsense")
