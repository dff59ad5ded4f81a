"""Two pictures become one."""

import pytest
import torch

from morelli.recipes.recipe import Augmentation
from morelli.training.data.mixing import mix

PICTURES = torch.arange(6.0)[:, None, None, None].expand(6, 3, 16, 16).clone()


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(3)


def test_without_it_nothing_is_mixed():
    assert mix(PICTURES, Augmentation(flip=True)) is None


def test_mixup_blends_each_picture_with_its_partner():
    mixed = mix(PICTURES, Augmentation(mixup=1))
    assert 0 < mixed.share < 1
    expected = mixed.share * PICTURES + (1 - mixed.share) * PICTURES[mixed.partner]
    assert torch.allclose(mixed.pictures, expected)
    assert sorted(mixed.partner.tolist()) == [0, 1, 2, 3, 4, 5]


def test_cutmix_pastes_a_rectangle_of_the_partner_and_counts_its_area():
    areas = set()
    for _ in range(20):
        mixed = mix(PICTURES, Augmentation(cutmix=1))
        for picture, own, other in zip(
            mixed.pictures, PICTURES, PICTURES[mixed.partner], strict=True
        ):
            assert ((picture == own) | (picture == other)).all()
            if not torch.equal(own, other):
                kept = (picture == own).float().mean()
                assert kept == pytest.approx(mixed.share, abs=1e-6)
        areas.add(round(mixed.share, 3))
    assert len(areas) > 5
    assert torch.equal(PICTURES[:, 0, 0, 0], torch.arange(6.0))  # the batch itself is untouched


def test_with_both_each_batch_draws_one():
    kinds = set()
    for _ in range(20):
        mixed = mix(PICTURES, Augmentation(mixup=1, cutmix=1))
        kinds.add(bool((mixed.pictures == mixed.pictures.round()).all()))
    assert kinds == {True, False}
