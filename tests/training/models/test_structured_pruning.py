"""Hidden units left out: which, and what becomes of what they added."""

import pytest
import torch

from morelli.recipes.networks import BackboneError
from morelli.training.models.backbones import Backbone
from morelli.training.models.structured_pruning import perceptrons, prune

PICTURES = torch.rand(6, 3, 64, 64, generator=torch.Generator().manual_seed(4))


@pytest.fixture
def backbone():
    torch.manual_seed(1)
    built = Backbone("test_vit", size=64, pretrained=False).eval()
    with torch.no_grad():
        for parameter in built.net.parameters():  # fresh networks add next to nothing
            parameter.add_(0.1 * torch.randn_like(parameter))
    return built


def pooled(backbone):
    with torch.no_grad():
        return backbone(PICTURES)[0]


def units(backbone):
    return [one.first.out_features for one in perceptrons(backbone, 1)]


def change(backbone, which, kind):
    """Make hidden units redundant: unheard, never varying, or saying softly what another says."""
    with torch.no_grad():
        for one in perceptrons(backbone, 1):
            if kind == "unheard":
                one.second.weight[:, which] = 0
            elif kind == "constant":
                one.first.weight[which] = 0
            else:
                one.first.weight[which] = one.first.weight[which.start - 1].clone()
                one.first.bias[which] = one.first.bias[which.start - 1].clone()
                one.second.weight[:, which] *= 0.1


@pytest.mark.parametrize("kind", ["unheard", "constant", "copies"])
def test_units_that_say_nothing_of_their_own_are_not_missed(backbone, kind):
    (before, *_) = units(backbone)
    change(backbone, slice(5, before // 2), kind)
    kept = before // 2 + 5
    full = pooled(backbone)
    prune(backbone, kept, PICTURES.split(2))
    assert units(backbone) == [kept] * len(units(backbone))
    assert torch.allclose(pooled(backbone), full, rtol=0, atol=0.03 * float(full.std()))


def test_what_is_left_answers_better_than_a_cut_alone(backbone):
    """Least squares, against the same units with the weights that they had."""
    kept = units(backbone)[0] * 3 // 4
    full = pooled(backbone)
    listeners = [one.second.weight.detach().clone() for one in perceptrons(backbone, 1)]
    voices = [one.first.weight.detach().clone() for one in perceptrons(backbone, 1)]
    prune(backbone, kept, PICTURES.split(3))
    fitted = (pooled(backbone) - full).square().mean()
    with torch.no_grad():
        for one, weight, voice in zip(perceptrons(backbone, 1), listeners, voices, strict=True):
            stayed = [int((voice == row).all(1).nonzero()) for row in one.first.weight]
            assert stayed == sorted(stayed)
            one.second.weight.copy_(weight[:, stayed])
    assert fitted < 0.7 * (pooled(backbone) - full).square().mean()


def test_all_kept_is_all_as_it_was(backbone):
    full = pooled(backbone)
    prune(backbone, units(backbone)[0], [PICTURES])
    assert torch.allclose(pooled(backbone), full, rtol=0, atol=0.02 * float(full.std()))


def test_what_has_no_hidden_units_says_so(backbone):
    resnet = Backbone("test_resnet", size=64, pretrained=False)
    with pytest.raises(BackboneError, match=r"test_resnet has no blocks.*model\.hidden_units"):
        prune(resnet, 8, [PICTURES])
    most = units(backbone)[0]
    with pytest.raises(BackboneError, match=f"{most} hidden units a block; {most + 1} can't"):
        prune(backbone, most + 1, [PICTURES])
