"""The loss of a step, of heads whose weights are drawn at random."""

import pytest
import torch
from torch.nn import functional

from morelli.training.data.mixing import mix
from morelli.training.fit.gradient_step import GradientStep
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import Heads, Network

GENERATOR = torch.Generator().manual_seed(8)
ARTISTS = torch.randint(0, 3, (90,), generator=GENERATOR)
STYLES = torch.where(torch.arange(90) % 3 == 0, -1, (ARTISTS == 0).long())  # a third unlabelled
POOLED = torch.randn(90, 10, generator=GENERATOR)
LABELS = {"artist": ARTISTS, "style": STYLES}


def test_the_loss_is_cross_entropy_over_the_labelled(recipe):
    heads = Heads(10, {"artist": 3, "style": 2})
    with torch.no_grad():
        for weight in heads.weights():
            weight.normal_()
    asked = recipe(regularisation={"label_smoothing": 0.2, "l1": 0.01, "l2": 0.1})
    module = GradientStep(heads, asked, [])
    module.log = lambda *_, **__: None  # no trainer to log to
    loss = module.training_step((POOLED, LABELS), 0)
    logits = heads(POOLED)
    known = STYLES >= 0
    expected = functional.cross_entropy(logits["artist"], ARTISTS, label_smoothing=0.2)
    expected = expected + functional.cross_entropy(
        logits["style"][known], STYLES[known], label_smoothing=0.2
    )
    for weight in heads.weights():
        expected = expected + 0.01 * weight.abs().sum() + 0.05 * weight.square().sum()
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)


def test_a_batch_in_which_nothing_is_labelled_is_no_loss(recipe):
    module = GradientStep(Heads(10, {"style": 2}), recipe(), [])
    module.log = lambda *_, **__: None
    loss = module.training_step((POOLED[:4], {"style": torch.full((4,), -1)}), 0)
    assert loss.item() == 0


def test_mixed_pictures_have_both_labels(recipe):
    asked = recipe(fine_tuning={"share": 1}, augmentation={"mixup": 1.0})
    torch.manual_seed(0)
    backbone = Backbone("test_efficientnet", size=64, pretrained=False)
    network = Network([backbone], Heads(backbone.width, {"artist": 3}))
    torch.nn.init.normal_(network.heads.linear["artist"].weight)
    module = GradientStep(network, asked, [])
    module.log = lambda *_, **__: None
    pictures, targets = torch.rand(3, 3, 64, 64), torch.arange(3)
    torch.manual_seed(1)
    loss = module.training_step((pictures, {"artist": targets}), 0)
    torch.manual_seed(1)
    mixed = mix(pictures, asked.augmentation)
    logs = functional.log_softmax(network(mixed.pictures)["artist"], 1)
    own = torch.eye(3)
    soft = mixed.share * own + (1 - mixed.share) * own[mixed.partner]
    expected = float(-(soft * logs).sum(1).mean().detach())
    assert float(loss.detach()) == pytest.approx(expected, rel=1e-5)
