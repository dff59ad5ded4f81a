"""The painting in a photograph: found on a wall, and not where there is none."""

import numpy as np
import pytest
from PIL import Image

from morelli.cropping.finding import SURE, find_painting, shows_frames
from morelli.cropping.photograph import photograph
from morelli.images import Pixels, decode


def scan(seed: int) -> Pixels:
    """A painting of blots, uint8 (224, 280, 3)."""
    rng = np.random.default_rng(seed)
    blots = rng.integers(20, 200, (8, 10, 3)).astype(np.uint8)
    return np.asarray(Image.fromarray(blots).resize((280, 224), Image.Resampling.BICUBIC))


@pytest.mark.parametrize("change", ["frame", "phone"])
def test_a_painting_on_a_wall_is_found(change, overlap) -> None:
    overlaps = []
    for seed in range(8):
        photo = photograph(scan(seed), change, "medium", seed)
        found = find_painting(photo.pixels)
        if found is not None:
            assert SURE <= found.confidence <= 1
            overlaps.append(overlap(found.quadrilateral.points(photo.size), photo.corners))
    assert len(overlaps) >= 5
    assert np.median(overlaps) > 0.85


def test_at_any_scale_it_is_found_in_the_same_place(overlap) -> None:
    photo = photograph(scan(1), "frame", "medium", 1)
    first = find_painting(photo.pixels)
    large = Image.fromarray(photo.pixels).resize((photo.size[0] * 3, photo.size[1] * 3))
    second = find_painting(np.asarray(large))
    assert first is not None
    assert second is not None
    assert overlap(first.quadrilateral.points(), second.quadrilateral.points()) > 0.95


@pytest.mark.parametrize(
    "pixels",
    [
        scan(3),
        np.full((200, 300, 3), 130, np.uint8),
        np.random.default_rng(0).integers(0, 256, (150, 150, 3)).astype(np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((9, 700, 3), np.uint8),
    ],
    ids=["scan", "blank", "noise", "pixel", "strip"],
)
def test_where_nothing_hangs_nothing_is_found(pixels: Pixels) -> None:
    assert find_painting(pixels) is None


def hang_of(places: list[tuple[int, int]]) -> Pixels:
    """A wall, uint8 (240, 400, 3), with a framed picture at each (left, top)."""
    wall = np.full((240, 400, 3), (212, 208, 196), np.uint8)
    for number, (left, top) in enumerate(places):
        picture = np.asarray(Image.fromarray(scan(number)).resize((84, 66)))
        framed = np.pad(picture, ((7, 7), (7, 7), (0, 0)), constant_values=40)
        there = wall[max(top, 0) : top + 80, max(left, 0) : left + 98]
        there[:] = framed[-there.shape[0] :, : there.shape[1]]
    return wall


def test_a_wall_of_frames_is_known_by_two_of_them() -> None:
    assert shows_frames(hang_of([(20, 20), (250, 130), (340, -20)]))
    assert shows_frames(hang_of([(30, 60), (220, 60)]))
    assert not shows_frames(hang_of([(150, 80)]))
    assert not shows_frames(hang_of([]))
    assert not shows_frames(scan(4))
    page = np.full((400, 300, 3), 250, np.uint8)
    page[30:370:40, 30:270] = page[40:380:40, 30:270] = 20
    assert not shows_frames(page)


def test_a_disc_on_a_wall_is_no_painting() -> None:
    y, x = np.mgrid[-1:1:200j, -1:1:200j]
    disc = np.where((x**2 + y**2 < 0.4)[..., None], (150, 40, 30), (220, 220, 210))
    assert find_painting(disc.astype(np.uint8)) is None


@pytest.mark.data
@pytest.mark.slow
def test_scans_of_paintings_are_left_alone(data_root) -> None:
    """Where it does find something, it is mostly a margin of paper, or a real wall."""
    files = sorted((data_root / "paintings").glob("*/*.jpg"))[::80][:150]
    fired = sum(find_painting(decode(file)) is not None for file in files)
    assert fired <= 0.04 * len(files)
