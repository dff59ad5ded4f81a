"""Every change a recipe can ask for is made, on its own and within its bounds."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from morelli.bundles.bundle import Preprocessing
from morelli.datasets import Sample
from morelli.recipes.recipe import Augmentation
from morelli.training.data.augmentation import (
    Changes,
    MirroredCopy,
    RandomCopy,
    ResavedCopy,
    augmented_copies,
    augmenter,
    to_input,
)

SIDE = 48
SQUARE = Preprocessing(size=SIDE)
PICTURE = (
    torch.from_numpy(
        np.random.default_rng(1).integers(0, 256, (3, SIDE // 4, SIDE // 4), dtype=np.uint8)
    )
    .repeat_interleave(4, 1)
    .repeat_interleave(4, 2)
)

CHANGES = {
    "flip": True,
    "zoom": 0.4,
    "translation": 0.3,
    "rotation": 40,
    "contrast": 0.8,
    "crop": 0.4,
    "randaugment": 3,
    "resolution": 0.3,
    "sharpness": 1.0,
    "jpeg": 10,
    "photographs": 0.7,
}


def changed(asked, seed=0):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return augmenter(asked, SIDE)(PICTURE)


def test_nothing_asked_for_changes_nothing():
    assert torch.equal(changed(Augmentation()), PICTURE)


def test_every_field_is_among_these_changes():
    of_batches = {"mixup", "cutmix"}  # see test_mixing.py
    of_copies = {"mirrored", "resaved", "copies", "copy_share"}
    assert {*CHANGES, "history", *of_copies, *of_batches} == set(Augmentation.model_fields)


def test_a_share_of_the_pictures_has_a_history_from_before_it_was_squared():
    pixels = PICTURE.permute(1, 2, 0).numpy().repeat(4, 0).repeat(5, 1)  # no square
    changes = Changes(Augmentation(history=0.5), SQUARE)
    draws = []
    for seed in range(60):
        torch.manual_seed(seed)
        draws.append(changes(pixels))
    assert all(d.shape == (SIDE, SIDE, 3) and d.dtype == np.uint8 for d in draws)
    untouched = sum(np.array_equal(d, SQUARE.square(pixels)) for d in draws)
    assert 15 < untouched < 45
    assert len({d.tobytes() for d in draws}) > 15


@pytest.mark.parametrize("field", CHANGES)
def test_each_change_alone_is_made_and_differs_from_draw_to_draw(field):
    asked = Augmentation.model_validate({field: CHANGES[field]})
    draws = [changed(asked, seed) for seed in range(12)]
    assert all(d.shape == PICTURE.shape and d.dtype == torch.uint8 for d in draws)
    assert len({d.numpy().tobytes() for d in draws}) > 1
    assert any(not torch.equal(d, PICTURE) for d in draws)


def test_a_flip_is_a_mirror_half_of_the_time():
    draws = [changed(Augmentation(flip=True), seed) for seed in range(60)]
    mirrored = sum(torch.equal(d, PICTURE.flip(2)) for d in draws)
    assert all(torch.equal(d, PICTURE) or torch.equal(d, PICTURE.flip(2)) for d in draws)
    assert 15 < mirrored < 45


def test_a_translation_stays_within_its_share_of_the_side():
    dot = torch.zeros_like(PICTURE)
    dot[:, 22:26, 22:26] = 255
    change = augmenter(Augmentation(translation=0.1), SIDE)
    for seed in range(20):
        torch.manual_seed(seed)
        ys, xs = torch.nonzero(change(dot)[0] > 127, as_tuple=True)
        assert abs(float(ys.float().mean()) - 23.5) <= 0.1 * SIDE + 1
        assert abs(float(xs.float().mean()) - 23.5) <= 0.1 * SIDE + 1


def test_a_share_of_the_pictures_is_seen_as_photographs():
    draws = [changed(Augmentation(photographs=0.5), seed) for seed in range(60)]
    untouched = sum(torch.equal(d, PICTURE) for d in draws)
    assert 15 < untouched < 45


@settings(max_examples=40, deadline=None)
@given(
    asked=st.builds(
        Augmentation,
        flip=st.booleans(),
        zoom=st.floats(0, 0.99),
        translation=st.floats(0, 1),
        rotation=st.floats(0, 180),
        contrast=st.floats(0, 1),
        crop=st.floats(0.01, 1),
        randaugment=st.integers(0, 4),
        resolution=st.floats(0.01, 1),
        sharpness=st.floats(0, 4),
        jpeg=st.integers(1, 100),
        photographs=st.floats(0, 1),
    ),
    seed=st.integers(0, 2**31),
)
def test_whatever_a_recipe_allows_gives_a_picture(asked, seed):
    picture = changed(asked, seed)
    assert picture.shape == PICTURE.shape and picture.dtype == torch.uint8


def test_a_copy_is_the_same_whenever_and_by_whichever_thread_it_is_asked_for():
    square = PICTURE.permute(1, 2, 0).numpy()
    copy = RandomCopy(Augmentation(flip=True, crop=0.5, jpeg=40), SQUARE, seed=3, number=1)
    lots = [bytes([i]) * 32 for i in range(24)]
    one_by_one = [copy(square, lot) for lot in lots]
    torch.manual_seed(99)  # whatever state the global generator is in
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda lot: copy(square, lot), reversed(lots)))
    assert all(np.array_equal(a, b) for a, b in zip(one_by_one, reversed(again), strict=True))
    assert len({a.tobytes() for a in one_by_one}) == len(lots)


def test_a_copy_leaves_the_global_generator_as_it_was():
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    copy = RandomCopy(Augmentation(crop=0.5), SQUARE, seed=0, number=1)
    copy(PICTURE.permute(1, 2, 0).numpy(), b"x")
    assert torch.equal(before, torch.random.get_rng_state())


def test_copies_differ_by_number_seed_and_change():
    square, lot = PICTURE.permute(1, 2, 0).numpy(), b"1" * 32
    copies = [
        RandomCopy(Augmentation(crop=0.5), SQUARE, seed=0, number=1),
        RandomCopy(Augmentation(crop=0.5), SQUARE, seed=0, number=2),
        RandomCopy(Augmentation(crop=0.5), SQUARE, seed=1, number=1),
        RandomCopy(Augmentation(crop=0.4), SQUARE, seed=0, number=1),
    ]
    assert len({copy(square, lot).tobytes() for copy in copies}) == 4
    assert len({copy.key for copy in copies}) == 4


def test_the_number_of_copies_is_no_part_of_a_copy():
    one, three = (RandomCopy(Augmentation(crop=0.5, copies=n), SQUARE, 0, 1) for n in (1, 3))
    seldom = RandomCopy(Augmentation(crop=0.5, copies=1, copy_share=0.1), SQUARE, 0, 1)
    assert one.key == three.key == seldom.key  # so that one more copy computes only that one


def test_heads_see_the_picture_then_its_mirror_image_then_random_copies():
    asked = Augmentation(mirrored=True, copies=2, crop=0.5)
    found = augmented_copies(asked, SQUARE, seed=4)
    assert len(found) == asked.rows_per_picture == 4
    plain, mirrored, *copies = found
    assert plain is None
    assert isinstance(mirrored, MirroredCopy)
    assert [one.key for one in copies] == [RandomCopy(asked, SQUARE, 4, n).key for n in (1, 2)]
    assert augmented_copies(Augmentation(), SQUARE, seed=4) == [None]


def test_a_mirror_image_is_the_picture_from_right_to_left():
    square = PICTURE.permute(1, 2, 0).numpy()
    seen = MirroredCopy(SQUARE)(square, b"any")
    assert np.array_equal(seen[:, ::-1], square)
    assert not np.array_equal(seen, square)


def saved(folder, name, source, **options):
    path = folder / name
    Image.fromarray(PICTURE.permute(1, 2, 0).numpy()).save(path, **options)
    return Sample(path, "ada", None, "train", source)


def test_every_picture_as_the_largest_source_saves_it(tmp_path):
    wide = [saved(tmp_path, f"{n}.jpg", "wide", quality=35) for n in range(3)]
    samples = [*wide, saved(tmp_path, "fine.jpg", "own", quality=95)]
    asked = Augmentation(resaved=True, copies=1, crop=0.5)
    plain, resaved, copy = augmented_copies(asked, SQUARE, 0, samples)
    assert plain is None and isinstance(copy, RandomCopy) and asked.rows_per_picture == 3
    square = PICTURE.permute(1, 2, 0).numpy()
    seen = resaved(square, b"any")
    with Image.open(wide[0].path) as image:  # the same tables, though not the same subsampling
        assert np.abs(seen.astype(int) - np.asarray(image)).mean() < 6
    assert np.abs(seen.astype(int) - square).mean() > 6
    fine = ResavedCopy(SQUARE, samples[-1:])
    assert fine.key != resaved.key


def test_a_source_that_does_not_compress_only_squares(tmp_path):
    samples = [saved(tmp_path, "1.png", "wide")]
    square = PICTURE.permute(1, 2, 0).numpy()
    assert np.array_equal(ResavedCopy(SQUARE, samples)(square, b"any"), square)


def test_training_sees_numbers_as_serving_does():
    served = Preprocessing(size=SIDE)([PICTURE.permute(1, 2, 0).numpy()])
    assert np.array_equal(served[0], to_input(PICTURE).numpy())
