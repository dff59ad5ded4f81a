"""How a picture was saved must not matter; where it does, that is measured."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morelli import images
from morelli.datasets import Sample, open_dataset
from morelli.errors import MorelliError
from morelli.evaluation.copies import COPIES, NAMES, Copy, copies
from morelli.inference.classifier import Classifier


def drawn(folder: Path, name: str, size: tuple[int, int], seed: int) -> Sample:
    lots = np.random.default_rng(seed)
    small = Image.fromarray(lots.integers(0, 256, (5, 5, 3), dtype=np.uint8))
    small.resize(size, Image.Resampling.BICUBIC).save(folder / name)
    return Sample(folder / name, None, None)


def test_a_copy_is_no_larger_than_asked_and_never_enlarged(tmp_path: Path) -> None:
    large = images.decode(drawn(tmp_path, "large.png", (900, 1200), 0).path)
    small = images.decode(drawn(tmp_path, "small.png", (120, 90), 0).path)
    for copy in COPIES:
        assert max(images.decode(copy.of(large)).shape) == copy.longest
        assert images.decode(copy.of(small)).shape == (90, 120, 3)


def test_lossless_copies_of_small_pictures_are_answered_alike(trained, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    classifier = Classifier(trained.bundle)
    samples = [drawn(tmp_path, f"{n}.png", (200, 160), n) for n in range(4)]
    done: list[int] = []
    found = copies(classifier, samples, 3, done.append)
    assert sum(done) == 3 * (1 + len(COPIES))
    assert set(found) == set(NAMES)
    for copy in COPIES:
        if copy.format == "PNG":
            assert found[f"painter_{copy.name}"].value == found[f"verdict_{copy.name}"].value == 1
    shares = [found[f"painter_{copy.name}"].value for copy in COPIES]
    assert found["painter"].value == pytest.approx(np.mean(shares))


def test_what_cannot_be_read_is_left_out(trained, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    classifier = Classifier(trained.bundle)
    (tmp_path / "bad.png").write_bytes(b"no picture")
    bad = Sample(tmp_path / "bad.png", None, None)
    good = drawn(tmp_path, "good.png", (100, 100), 1)
    assert copies(classifier, [bad, good], 2)["verdict"].n == 1
    with pytest.raises(MorelliError, match="None of these pictures can be read"):
        copies(classifier, [bad], 1)


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("model", ["default", "fast"])
def test_size_and_format_of_real_paintings_hardly_matter(data_root: Path, model: str) -> None:
    paintings = open_dataset(data_root / "gallery" / "gallery.csv", labelled=False).samples
    found = copies(Classifier.open(model), paintings, 24)
    assert found["painter"].value >= 0.9
    assert found["verdict"].value >= 0.95


def test_copies_have_names_of_their_own() -> None:
    assert len({copy.name for copy in COPIES}) == len(COPIES)
    assert Copy(500, "WEBP", 80).name == "500_webp_80"
