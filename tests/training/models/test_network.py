"""Heads, and which layers learn."""

import numpy as np
import pytest
import torch

from morelli.recipes.networks import BackboneError
from morelli.training.models.backbones import Backbone
from morelli.training.models.network import Heads, Network, average


def heads(seed=0, width=6):
    torch.manual_seed(seed)
    made = Heads(width, {"artist": 4, "style": 3})
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.normal_()
    made.standardise(torch.randn(30, width) * torch.tensor([1e-3, 1, 5, 100, 1, 1]) + 3)
    return made.eval()


POOLED = torch.randn(9, 6, generator=torch.Generator().manual_seed(4))


def test_fresh_heads_prefer_nobody():
    for logits in Heads(6, {"artist": 4})(POOLED).values():
        assert torch.equal(logits, torch.zeros(9, 4))


def test_standardised_features_have_mean_zero_and_deviation_one():
    made = Heads(6, {"artist": 2})
    made.standardise(POOLED)
    scaled = (POOLED - made.mean) / made.std
    assert torch.allclose(scaled.mean(0), torch.zeros(6), atol=1e-5)
    assert torch.allclose(scaled.std(0), torch.ones(6), atol=1e-5)


def test_a_feature_that_never_changes_is_no_division_by_zero():
    made = Heads(2, {"artist": 2})
    made.standardise(torch.tensor([[1.0, 5.0], [2.0, 5.0]]))
    assert torch.isfinite(made(torch.tensor([[3.0, 5.0]]))["artist"]).all()


def test_folded_heads_answer_as_standardised_ones():
    made = heads()
    with torch.no_grad():
        expected = made(POOLED)
    for name, logits in made.folded().logits(POOLED.numpy()).items():
        assert logits == pytest.approx(expected[name].numpy(), rel=1e-3, abs=1e-2)


def test_the_average_of_heads_answers_with_the_average_of_their_logits():
    three = [heads(seed).folded() for seed in range(3)]
    together = average(three).logits(POOLED.numpy())
    for name, logits in together.items():
        each = np.mean([h.logits(POOLED.numpy())[name] for h in three], 0)
        assert logits == pytest.approx(each, rel=1e-4, abs=1e-2)


@pytest.fixture(scope="module")
def backbone():
    return Backbone("test_resnet", size=64, pretrained=False)


def test_shares_of_the_layers_are_counted_from_the_top(backbone):
    network = Network([backbone], Heads(backbone.width, {"artist": 2}))
    layers = backbone.layers()
    everything = list(backbone.parameters())
    before: set[int] = set()
    for share in (0, 0.1, 0.15, 0.3, 1):
        learning = {id(p) for p, _ in network.unfreeze(share)}
        assert before <= learning
        top = layers[len(layers) - round(share * len(layers)) :]
        assert learning == {id(p) for m in top for p in m.parameters(recurse=False)}
        assert {id(p) for p in everything if p.requires_grad} == learning
        assert all(p.requires_grad for p in network.heads.parameters())
        before = learning
    assert before == {id(p) for p in everything}


def test_of_several_backbones_each_learns_its_share(backbone):
    second = Backbone("test_efficientnet", size=64, pretrained=False)
    network = Network([backbone, second], Heads(backbone.width + second.width, {"artist": 2}))
    network.unfreeze(0.3)
    for part in (backbone, second):
        learning = [p.requires_grad for p in part.parameters()]
        assert any(learning) and not all(learning)


def test_the_pictures_mean_and_deviation_never_learn(backbone):
    network = Network([backbone], Heads(backbone.width, {"artist": 2}))
    network.unfreeze(1)
    assert not {"mean", "std"} & {name for name, _ in backbone.named_parameters()}


def test_training_mode_is_for_the_heads_alone(backbone):
    network = Network([backbone], Heads(backbone.width, {"artist": 2}, dropout=0.5)).train()
    assert network.heads.training and network.heads.dropout.training
    assert not any(module.training for module in backbone.modules())


def test_batch_norm_statistics_stay_as_they_were(backbone):
    network = Network([backbone], Heads(backbone.width, {"artist": 4}))
    network.unfreeze(1)
    kept = {k: v.clone() for k, v in backbone.state_dict().items() if "running" in k}
    network.train()
    network(torch.rand(4, 3, 64, 64))["artist"].sum().backward()
    assert kept and all(torch.equal(v, backbone.state_dict()[k]) for k, v in kept.items())


def test_the_lowest_module_trained_may_be_named(backbone):
    network = Network([backbone], Heads(backbone.width, {"artist": 2}))
    learning = {id(p) for p, _ in network.unfreeze(0, "layer4.0.conv2")}
    names = [name for name, p in backbone.net.named_parameters() if id(p) in learning]
    assert names[0] == "layer4.0.conv2.weight"
    everything = [name for name, _ in backbone.net.named_parameters()]
    assert names == everything[everything.index(names[0]) :]


def test_a_module_that_is_not_there_is_named_with_the_nearest(backbone):
    with pytest.raises(BackboneError, match=r"no module 'layer4.0.conv7'.* layer4.0.conv[12]"):
        backbone.top(0, "layer4.0.conv7")
    with pytest.raises(BackboneError, match="nothing that can be trained"):
        backbone.top(0, "layer4.0.act1")


@pytest.mark.parametrize(
    ("classes", "lowest", "published"),
    [(13, "blocks.5.3.se", 1_479_405), (91, "blocks.5.0.conv_dw", 3_195_703)],
)
def test_the_originals_cut_is_found_to_the_last_weight(classes, lowest, published):
    net = Backbone("efficientnet_b0", pooling="gap", pretrained=False)
    network = Network([net], Heads(net.width, {"style": classes}))
    learning = [*(p for p, _ in network.unfreeze(0, lowest)), *network.heads.parameters()]
    assert sum(parameter.numel() for parameter in learning) == published


def test_lower_layers_learn_slower_by_the_same_factor():
    net = Backbone("test_vit", size=64, levels=(0, 2), pretrained=False)
    network = Network([net], Heads(net.width, {"artist": 2}))
    shares = {id(p): share for p, share in network.unfreeze(1, decay=0.5)}
    found = {name: shares[id(p)] for name, p in net.net.named_parameters()}
    blocks = [found[f"blocks.{number}.mlp.fc1.weight"] for number in range(3)]
    assert blocks == [0.25, 0.5, 1]
    assert found["patch_embed.proj.weight"] == found["cls_token"] == 0.125
    assert {share for _, share in network.unfreeze(1)} == {1}


def test_patches_are_dropped_only_while_it_is_trained():
    net = Backbone("test_vit", size=64, pretrained=False)
    network = Network([net], Heads(net.width, {"artist": 2}))
    pictures = torch.rand(2, 3, 64, 64)
    whole = net(pictures)[0]
    net.learn_from(0.5)
    network.train()
    some, maps = net(pictures)
    assert some.shape == whole.shape
    assert [level.shape[2:].numel() for level in maps.values()] == [8] * len(maps)  # of 4 x 4
    assert not torch.equal(some, net(pictures)[0])
    network.eval()
    assert torch.equal(whole, net(pictures)[0])


def test_who_has_no_patches_to_spare_says_so(backbone):
    with pytest.raises(BackboneError, match=r"no patches .* fine_tuning.tokens = 1"):
        backbone.learn_from(0.5)
    backbone.learn_from(1)
