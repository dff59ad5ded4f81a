"""The same painting is found through everything that data sets do to pictures, and little else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from morelli.datasets import Dataset, Sample, open_dataset
from morelli.datasets.near_duplicates import Signatures, across_splits, between

Draw = Callable[..., Path]


def paint(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Blobs of all sizes and a little noise: more like a painting than white noise is."""
    random = np.random.default_rng(seed)
    canvas = np.zeros((size[1], size[0], 3))
    for cells in (2, 4, 8, 16, 64):
        noise = random.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        layer = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
        canvas += np.asarray(layer, float) / cells
    canvas *= 255 / canvas.max()
    return Image.fromarray(canvas.astype(np.uint8))


def squashed(picture: Image.Image) -> Image.Image:
    return picture.resize((224, 224), Image.Resampling.BILINEAR)


def cropped(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((int(0.02 * width), int(0.02 * height), width, height))


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "squashed": squashed,
    "halved": lambda p: p.reduce(2),
    "darker": lambda p: ImageEnhance.Brightness(p).enhance(0.6),
    "more contrast": lambda p: ImageEnhance.Contrast(p).enhance(1.5),
    "toned": lambda p: ImageEnhance.Color(p).enhance(0.3),
    "grey": ImageOps.grayscale,
    "cropped": cropped,
    "framed": lambda p: ImageOps.expand(p, border=8, fill="white"),
}


def dataset(
    folder: Path, name: str, pictures: list[Image.Image], split: str | None, **save: int
) -> Dataset:
    samples = []
    for n, picture in enumerate(pictures):
        path = folder / name / f"{n:03}.jpg"
        path.parent.mkdir(exist_ok=True)
        picture.save(path, **save)
        samples.append(Sample(path, None, None, split))
    return Dataset(name, tuple(samples), root=folder / name)


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_painting_is_found(tmp_path: Path, change: str) -> None:
    paintings = [paint(n) for n in range(12)]
    changed = [CHANGES[change](p) for p in paintings]
    one = Signatures.of(dataset(tmp_path, "one", paintings, "train", quality=95))
    other = Signatures.of(dataset(tmp_path, "other", changed, "test", quality=30))

    pairs = between(one, other)

    assert {(p.names[0], p.names[1]) for p in pairs} == {(f"{n:03}.jpg",) * 2 for n in range(12)}
    assert all(p.correlation > 0.8 for p in pairs)


def test_strangers_are_not_alike(tmp_path: Path) -> None:
    signatures = Signatures.of(dataset(tmp_path, "all", [paint(n) for n in range(150)], None))
    assert across_splits(signatures) == []


def test_frames_do_not_make_strangers_alike(tmp_path: Path) -> None:
    framed = [ImageOps.expand(paint(n), border=30, fill=(40, 25, 10)) for n in range(40)]
    assert across_splits(Signatures.of(dataset(tmp_path, "framed", framed, None))) == []


def test_only_pairs_across_splits_count(tmp_path: Path) -> None:
    twice = [paint(1), squashed(paint(1))]
    parts = [dataset(tmp_path, str(split), twice, split) for split in ("train", "test", None)]
    everything = Dataset("all", tuple(s for part in parts for s in part), root=tmp_path)
    pairs = across_splits(Signatures.of(everything))
    # Of 15 pairs of six pictures, all but the one inside train and the one inside test.
    assert len(pairs) == 13
    assert pairs[0].correlation == pytest.approx(1)
    assert [p.correlation for p in pairs] == sorted((p.correlation for p in pairs), reverse=True)


def test_unreadable_and_flat_pictures_do_no_harm(tmp_path: Path) -> None:
    flat = [Image.new("RGB", (64, 64), shade) for shade in ("black", "white", "red")]
    data = dataset(tmp_path, "flat", flat, None)
    data.samples[0].path.write_bytes(b"")
    signatures = Signatures.of(data)
    assert len(signatures.dataset) == 2
    assert [p.where for p in signatures.dataset.skipped] == ["000.jpg"]
    assert across_splits(signatures) == []
    assert np.isfinite(signatures.vectors).all()


def test_nothing_to_compare() -> None:
    empty = Signatures.of(Dataset("empty", ()))
    assert across_splits(empty) == []
    assert between(empty, empty) == []


@pytest.mark.data
@pytest.mark.slow
def test_real_paintings_that_hang_in_the_gallery_too(data_root: Path) -> None:
    training = Signatures.of(open_dataset(data_root / "paintings.csv").split("train"))
    gallery = Signatures.of(open_dataset(data_root / "gallery" / "gallery.csv"))
    found = {(p.one.artist, p.names[1].removesuffix(".jpg")) for p in between(training, gallery)}
    # Looked at by eye, all candidates: each shows the same painting, the last two from copies.
    assert found == {
        ("johannes-vermeer", "mistress-and-maid"),
        ("henri-rousseau", "the-sleeping-gypsy"),
        ("titian", "the-bacchanal-of-the-andrians"),
        ("vincent-van-gogh", "the-starry-night"),
        ("diego-velazquez", "the-rokeby-venus"),
        ("caravaggio", "the-lute-player"),
        ("johannes-vermeer", "the-milkmaid"),
        ("isaac-levitan", "golden-autumn"),
        ("raphael", "madonna-della-seggiola"),
        ("edvard-munch", "the-scream"),
        ("leonardo-da-vinci", "the-last-supper"),
    }
