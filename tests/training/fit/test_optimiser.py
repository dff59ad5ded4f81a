"""Rates follow a recipe's schedule."""

import math

import pytest
import torch

from morelli.training.fit.optimiser import optimiser, schedule
from morelli.training.models.network import Heads


def share_of_rate(step, steps, rising, lowest):
    """A line up, then half a cosine down, as bundles before torch's schedules were trained."""
    if step < rising:
        return (step + 1) / rising
    done = min((step - rising) / max(steps - rising, 1), 1.0)
    return lowest + (1 - lowest) * (1 + math.cos(math.pi * done)) / 2


@pytest.mark.parametrize("warmup", [0, 1, 3])
@pytest.mark.parametrize("minimum", [0, 1e-3, 5])
def test_every_group_follows_a_line_up_and_a_cosine_down(recipe, warmup, minimum):
    cosine = {"schedule": "cosine", "warmup": warmup, "minimum_rate": minimum, "epochs": 10}
    asked = recipe(optimisation={"learning_rate": 0.1, **cosine})
    backbone = [(torch.nn.Parameter(torch.zeros(1)), share) for share in (1.0, 0.3)]
    found = optimiser(asked, Heads(3, {"artist": 2}), backbone)
    full = [group["lr"] for group in found.param_groups]
    rates = schedule(asked.optimisation, found, steps=110)
    for step in range(111):
        share = share_of_rate(step, 110, 11 * warmup, min(minimum / 0.1, 1))
        now = [group["lr"] for group in found.param_groups]
        assert now == pytest.approx([share * rate for rate in full], rel=1e-7, abs=1e-12), step
        found.step()
        rates.step()
