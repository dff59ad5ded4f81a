"""What the network learns from is what it will be asked."""

import numpy as np
import torch

from morelli.bundles.bundle import Preprocessing
from morelli.datasets import Sample
from morelli.recipes.recipe import Augmentation
from morelli.training.data.loaders import Features, Pictures, batches, crowds, targets


def test_targets_are_class_numbers_and_unknown_ones_are_masked():
    samples = [
        Sample(path=None, artist=artist, style=style)  # type: ignore[arg-type]
        for artist, style in [("ada", "cubism"), ("bob", None), (None, "baroque"), ("eve", None)]
    ]
    found = targets(samples, {"artist": ("ada", "bob"), "style": ("baroque", "cubism")})
    assert found["artist"].tolist() == [0, 1, -1, -1]
    assert found["style"].tolist() == [1, -1, 0, -1]


def test_a_picture_is_decoded_and_squared_as_for_serving(data):
    preprocessing = Preprocessing(size=48, fit="crop", interpolation="bilinear")
    labels = {"artist": torch.arange(len(data))}
    picture, label = Pictures(data.samples, labels, preprocessing)[5]
    served = preprocessing([preprocessing.decode(data.samples[5].path)])[0]
    assert np.array_equal(picture.numpy(), served)
    assert int(label["artist"]) == 5


def test_changes_are_made_of_the_decoded_picture(data):
    labels = {"artist": torch.arange(len(data))}
    preprocessing = Preprocessing(size=48)
    decoded = preprocessing.decode(data.samples[0].path)

    def inverted(pixels):
        assert np.array_equal(pixels, decoded)
        return 255 - preprocessing.square(pixels)

    plain = Pictures(data.samples, labels, preprocessing)[0][0]
    changed = Pictures(data.samples, labels, preprocessing, inverted)[0][0]
    assert torch.allclose(changed, 1 - plain, atol=1e-6)


def order(*, shuffle, seed=0, epochs=1):
    rows = torch.arange(10, dtype=torch.float32)[:, None]
    loader = batches(Features(rows, {"artist": torch.arange(10)}), 4, shuffle=shuffle, seed=seed)
    epoch = [
        [(x.flatten().tolist(), y["artist"].tolist()) for x, y in loader] for _ in range(epochs)
    ]
    for batch in (b for e in epoch for b in e):
        assert batch[0] == batch[1]  # a picture keeps its label
    return [[int(row) for x, _ in e for row in x] for e in epoch]


def test_every_picture_once_an_epoch_in_a_new_order_each_time():
    one, two = order(shuffle=True, epochs=2)
    assert sorted(one) == sorted(two) == list(range(10))
    assert one != two
    assert order(shuffle=True)[0] == one  # the seed decides
    assert order(shuffle=True, seed=1)[0] != one


def test_in_the_order_of_the_data_where_a_recipe_says_so():
    assert order(shuffle=False, epochs=2) == [list(range(10))] * 2


def drawn(share, *, shuffle=True, epochs=2):
    rows = torch.arange(40, dtype=torch.float32)[:, None]
    data = Features(rows, {"artist": torch.arange(40) % 10})
    asked = Augmentation(mirrored=True, copies=2, copy_share=share)
    loader = batches(data, 8, shuffle=shuffle, seed=0, augmentation=asked)
    found = []
    for _ in range(epochs):
        read = list(loader)
        assert len(loader) == len(read)  # what schedules of rates count by
        epoch = torch.cat([x.flatten() for x, _ in read]).int().tolist()
        labels = torch.cat([y["artist"] for _, y in read]).tolist()
        assert labels == [row % 10 for row in epoch]
        found.append(epoch)
    return found


def test_of_random_copies_a_share_is_drawn_anew_each_epoch():
    one, two = drawn(0.3)
    for epoch in (one, two):
        assert len(set(epoch)) == len(epoch) == 20 + 6
        assert sorted(epoch)[:20] == list(range(20))  # every picture as it is, and mirrored
    assert {*one} != {*two}
    assert all(sorted(epoch) == list(range(40)) for epoch in drawn(1.0))


def test_a_share_of_copies_stays_in_the_order_of_the_data_where_a_recipe_says_so():
    one, two = drawn(0.3, shuffle=False)
    assert one == sorted(one)
    assert two == sorted(two)
    assert one != two


def pictures_of(sizes):
    return [
        Sample(path=None, artist=artist, style=None, source=source)  # type: ignore[arg-type]
        for (artist, source), size in sizes.items()
        for _ in range(size)
    ]


def test_a_crowd_is_of_one_painter_and_one_source_that_is_not_the_largest():
    sizes = {("ada", "wide"): 9, ("bob", "wide"): 9, ("ada", "own"): 5, ("bob", "own"): 3}
    samples = [*pictures_of(sizes), *pictures_of({("ada", None): 9, (None, "own"): 9})]
    assert [crowd.tolist() for crowd in crowds(samples, 3)] == [[*range(18, 23)]]
    assert crowds(samples, 0) == crowds(samples, 9) == []


def test_of_a_crowd_a_few_are_drawn_anew_each_epoch_in_every_copy():
    rows = torch.arange(40, dtype=torch.float32)[:, None]  # two copies of twenty pictures
    data = Features(rows, {"artist": torch.arange(40) % 20})
    asked = Augmentation(copies=1, crop=0.5)
    crowd = torch.tensor([3, 5, 7, 11, 13])
    loader = batches(data, 8, shuffle=True, seed=0, augmentation=asked, crowded=[crowd], most=2)
    drawn = []
    for _ in range(6):
        read = torch.cat([x.flatten() for x, _ in loader]).int().tolist()
        assert len(loader) == 5 and len(set(read)) == len(read) == 2 * 17
        plain, copies = {r for r in read if r < 20}, {r - 20 for r in read if r >= 20}
        assert plain == copies
        assert plain >= set(range(20)) - set(crowd.tolist())
        drawn.append(frozenset(plain))
    assert len(set(drawn)) > 1


def test_pictures_of_a_crowd_are_drawn_like_features(data):
    labels = {"artist": torch.arange(len(data))}
    pictures = Pictures(data.samples, labels, Preprocessing(size=48))
    crowd = torch.arange(6)
    loader = batches(pictures, 8, shuffle=True, seed=0, crowded=[crowd], most=1)
    seen = torch.cat([y["artist"] for _, y in loader]).tolist()
    assert len(set(seen)) == len(seen) == len(data) - 5
