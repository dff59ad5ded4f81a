"""The covariance's square root, by products alone."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from morelli.training.models.covariance import (
    DIRECTIONS,
    Covariance,
    covariance,
    square_root,
)


def maps(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_covariances_are_those_of_the_places():
    rows = maps(2, 5, 40)
    expected = torch.stack([torch.cov(one, correction=0) for one in rows])
    assert torch.allclose(covariance(rows), expected, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 8), st.floats(1e-3, 1e3), st.integers(0, 99))
def test_the_square_root_of_a_sound_matrix_times_itself_is_the_matrix(size, scale, seed):
    matrix = scale * covariance(maps(1, size, 400, seed=seed))
    root = square_root(matrix)
    assert torch.allclose(root @ root, matrix, atol=0.05 * scale)
    assert torch.allclose(root, root.transpose(1, 2), atol=1e-3 * scale**0.5)


def test_nothing_varies_in_a_blank_picture():
    pooled, _ = Covariance(6)(torch.ones(2, 6, 4, 4))
    assert torch.isfinite(pooled).all() and pooled.abs().max() < 1e-4


def test_the_strongest_directions_of_many_channels_are_kept():
    pooling = Covariance(DIRECTIONS + 20)
    level = maps(8, DIRECTIONS + 20, 12, 12)
    level[:, :20] *= 1e-3
    pooling.learn(covariance(level.flatten(2)).mean(0))
    pooled, projected = pooling(level)
    assert pooled.shape == (8, DIRECTIONS * (DIRECTIONS + 1) // 2)
    assert projected.shape == (8, DIRECTIONS, 12, 12)
    assert pooling.projection[:, :20].abs().max() < 0.1 * pooling.projection.abs().max()


def test_half_precision_around_it_changes_little():
    pooling = Covariance(24)
    level = maps(4, 24, 14, 14)
    plain, _ = pooling(level)
    with torch.autocast("cpu", torch.bfloat16):
        mixed, _ = pooling(level)
    assert mixed.dtype == torch.float32
    assert torch.equal(mixed, plain)


def test_gradients_reach_the_maps():
    level = maps(2, 5, 6, 6).requires_grad_()
    pooled, _ = Covariance(5)(level)
    pooled.sum().backward()
    assert level.grad is not None and torch.isfinite(level.grad).all()
    assert level.grad.abs().max() > 0


@pytest.mark.parametrize("places", [(1, 1), (2, 1)])
def test_fewer_places_than_channels_are_no_harm(places):
    pooled, _ = Covariance(16)(maps(1, 16, *places))
    assert torch.isfinite(pooled).all()
