"""What the network learns from is what it will be asked."""

import numpy as np
import torch

from morelli.bundle import Preprocessing
from morelli.datasets import Sample
from morelli.training.pictures import Features, Pictures, batches, targets
from morelli.training.recipe import Augmentation


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
    asked = Augmentation(mirrored=True, views=2, view_share=share)
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


def test_of_changed_views_a_share_is_drawn_anew_each_epoch():
    one, two = drawn(0.3)
    for epoch in (one, two):
        assert len(set(epoch)) == len(epoch) == 20 + 6
        assert sorted(epoch)[:20] == list(range(20))  # every picture as it is, and mirrored
    assert {*one} != {*two}
    assert all(sorted(epoch) == list(range(40)) for epoch in drawn(1.0))


def test_a_share_of_views_stays_in_the_order_of_the_data_where_a_recipe_says_so():
    one, two = drawn(0.3, shuffle=False)
    assert one == sorted(one)
    assert two == sorted(two)
    assert one != two
