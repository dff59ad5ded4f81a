"""Networks by name: what they give the heads, and what is said where they cannot."""

import pytest
import timm
import torch
from safetensors.torch import save_file

from morelli.recipes.networks import SHORT_NAMES, BackboneError
from morelli.training.models.backbones import Backbone, mean_and_deviation
from morelli.training.models.covariance import covariance, square_root

PICTURES = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(2))


def build(name, **options):
    torch.manual_seed(0)
    return Backbone(name, **{"size": 64, "pretrained": False} | options).eval()


def test_random_weights_are_warned_of():
    with pytest.warns(UserWarning, match="test_resnet starts from random weights"):
        build("test_resnet")


def test_building_a_backbone_leaves_its_weights_alone():
    torch.manual_seed(0)
    plain = timm.create_model("test_resnet", num_classes=0)
    built = build("test_resnet").net
    for name, value in plain.state_dict().items():
        assert torch.equal(value, built.state_dict()[name]), name


def test_gap_is_the_mean_of_the_last_map():
    backbone = build("test_resnet", pooling="gap")
    with torch.no_grad():
        pooled, maps = backbone(PICTURES)
        normalised = (PICTURES - backbone.mean) / backbone.std
        expected = backbone.net.forward_features(normalised)
    assert list(maps) == ["feature_map_0"] and torch.equal(maps["feature_map_0"], expected)
    assert torch.allclose(pooled, expected.mean((2, 3)))


def test_levels_are_mean_and_deviation_of_every_stage():
    backbone = build("test_resnet")
    with torch.no_grad():
        pooled, maps = backbone(PICTURES)
    assert len(maps) == len(backbone.net.feature_info)
    expected = torch.cat([part for m in maps.values() for part in mean_and_deviation(m)], 1)
    assert torch.equal(pooled, expected)
    third = maps["feature_map_2"]
    assert torch.allclose(
        mean_and_deviation(third)[1],
        (third.var((2, 3), correction=0) + 1e-6).sqrt(),
        atol=1e-5,
    )


def test_a_network_that_widens_its_last_stage_shows_that_too():
    backbone = build("test_efficientnet")
    assert backbone.adds_final
    with torch.no_grad():
        maps = backbone(PICTURES)[1]
    assert maps[f"feature_map_{len(maps) - 1}"].shape[1] == backbone.net.num_features
    assert not build("test_efficientnet", levels=(0, 1)).adds_final


def test_transformers_add_their_class_token():
    backbone = build("test_vit")
    with torch.no_grad():
        pooled, maps = backbone(PICTURES)
    assert {tuple(m.shape) for m in maps.values()} == {(2, 64, 4, 4)}
    assert pooled.shape[1] == 3 * 64 * len(maps)


@pytest.mark.parametrize(
    "options", [{"pooling": "gap"}, {"pooling": "levels"}, {"covariances": (2, 0)}]
)
@pytest.mark.parametrize("name", ["test_resnet", "test_efficientnet", "test_vit"])
def test_parts_cover_the_pooled_features_in_order(name, options):
    backbone = build(name, **options)
    with torch.no_grad():
        pooled, maps = backbone(PICTURES)
    start = 0
    for name, kind, width in backbone.feature_blocks():
        block = pooled[:, start : start + width]
        start += width
        if kind == "mean":
            assert torch.allclose(block, maps[name].mean((2, 3)), atol=1e-6)
        elif kind == "deviation":
            assert torch.allclose(block, mean_and_deviation(maps[name])[1], atol=1e-6)
        elif kind == "covariance":
            rows, columns = torch.triu_indices(*maps[name].shape[1:2] * 2)
            root = square_root(covariance(maps[name].flatten(2)))
            assert torch.allclose(block, root[:, rows, columns], atol=1e-5)
    assert start == backbone.width


def test_levels_choose_and_cut():
    few = build("test_vit", levels=(3, 1, 3))
    assert few.levels == (1, 3)
    with torch.no_grad():
        assert len(few(PICTURES)[1]) == 2
    with pytest.raises(BackboneError, match=r"test_vit has levels 0 to 5; there is no 6\."):
        build("test_vit", levels=(6,))


def test_covariances_take_the_place_of_deviations():
    backbone = build("test_resnet", covariances=(1, 3))
    kinds = [(name, kind) for name, kind, _ in backbone.feature_blocks()]
    assert kinds == [
        ("feature_map_0", "mean"),
        ("feature_map_1", "mean"),
        ("projected_map_1", "covariance"),
        ("feature_map_2", "mean"),
        ("feature_map_3", "mean"),
        ("projected_map_3", "covariance"),
        ("feature_map_4", "mean"),
    ]


def test_covariances_are_of_levels_that_are_pooled():
    with pytest.raises(BackboneError, match=r"levels 1, 3; there is no 2 to take a covariance of"):
        build("test_vit", levels=(1, 3), covariances=(1, 2))


def test_covariances_are_taken_of_directions_that_pictures_spread_alike_in():
    backbone = build("test_resnet", covariances=(2,))
    pictures = torch.rand(12, 3, 64, 64, generator=torch.Generator().manual_seed(3))
    backbone.whiten(pictures.split(5))
    with torch.no_grad():
        projected = backbone(pictures)[1]["projected_map_2"]
    mean = covariance(projected.flatten(2)).mean(0)
    variances = mean.diag()
    assert torch.allclose(mean, torch.diag(variances), atol=1e-2)
    assert variances.max() == pytest.approx(1, abs=1e-2)
    spread = variances > 0.1  # of the channels of random weights, some are nearly the same
    assert spread.sum() > 3 and variances[spread].min() > 0.9


def test_of_many_blocks_seven_spread_evenly_are_pooled():
    levels = build("vit_tiny_patch16_224").levels
    assert len(levels) == 7 and levels[-1] == 11


def test_larger_patches_are_fewer_and_read_by_resampled_weights(tmp_path, monkeypatch):
    torch.manual_seed(7)
    given = timm.create_model("test_vit", img_size=64)
    save_file(given.state_dict(), tmp_path / "test_vit.safetensors")
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path))
    plain, larger = build("test_vit", pretrained=True), build("test_vit", pretrained=True, patch=32)
    assert plain.net.patch_embed.num_patches == 16 and larger.net.patch_embed.num_patches == 4
    with torch.no_grad():
        assert larger(PICTURES)[1]["feature_map_0"].shape[2:] == (2, 2)
        # A patch of one colour says about the same in either size.
        colours = torch.rand(1, 3, 2, 2).repeat_interleave(32, 2).repeat_interleave(32, 3)
        small, large = (b.net.patch_embed(colours).reshape(-1, 64) for b in (plain, larger))
    assert torch.allclose(large, small[[0, 2, 8, 10]], atol=0.1 * float(small.std()))


def test_a_network_without_patches_is_named():
    with pytest.raises(BackboneError, match="test_resnet has no patches"):
        build("test_resnet", patch=32)


def test_channels_last_are_pooled_over_space():
    """Swin's features lie (N, H, W, C); their mean over space has a value for each channel."""
    backbone = build("swin_tiny_patch4_window7_224", size=64, pooling="gap")
    with torch.no_grad():
        pooled, maps = backbone(PICTURES)
    assert pooled.shape == (2, 768)
    assert maps["feature_map_0"].shape[1] == 768


def test_the_picture_is_normalised_by_the_backbone():
    for name in ("test_vit", "test_efficientnet"):
        backbone = build(name)
        config = timm.get_pretrained_cfg(name)
        assert backbone.mean.flatten().tolist() == pytest.approx(list(config.mean))
        assert backbone.std.flatten().tolist() == pytest.approx(list(config.std))
        assert backbone.interpolation == config.interpolation


def test_its_own_size_unless_a_recipe_says_otherwise():
    assert (
        build("test_resnet", size=None).size == timm.get_pretrained_cfg("test_resnet").input_size[1]
    )


def test_a_size_it_does_not_take_is_explained():
    with pytest.raises(BackboneError, match="test_vit takes no pictures of 65 x 65 pixels"):
        build("test_vit", size=65)


def test_an_unknown_name_comes_with_close_ones():
    with pytest.raises(BackboneError, match=r"no model named 'resnet51'.*Close ones: .*resnet"):
        build("resnet51")
    with pytest.raises(BackboneError, match="no model named 'no-such-thing'"):
        build("no-such-thing")


def test_weights_come_from_the_folder_that_is_named(tmp_path, monkeypatch):
    torch.manual_seed(7)
    given = timm.create_model("test_resnet")
    save_file(given.state_dict(), tmp_path / "test_resnet.safetensors")
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path))
    loaded = build("test_resnet", pretrained=True).net.state_dict()
    assert loaded
    for name, value in loaded.items():
        assert torch.equal(value, given.state_dict()[name]), name


@pytest.mark.parametrize("lacking", ["layer1.0.conv1.weight", "everything"])
def test_weights_that_are_not_all_there_are_refused(tmp_path, monkeypatch, lacking):
    """timm would start what is missing at random and say nothing."""
    state = timm.create_model("test_resnet").state_dict()
    kept = {k: v for k, v in state.items() if lacking not in (k, "everything")}
    save_file(kept or {"nothing": torch.zeros(1)}, tmp_path / "test_resnet.safetensors")
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path))
    with pytest.raises(BackboneError, match=r"test_resnet could not be loaded.* the file lacks"):
        build("test_resnet", pretrained=True)


def test_missing_weights_are_named_with_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(BackboneError) as caught:
        build("mobilenetv2", pretrained=True)
    message = str(caught.value)
    assert "mobilenetv2_100.safetensors" in message and str(tmp_path) in message
    assert "MORELLI_WEIGHTS" in message and "pretrained = false" in message


def test_the_study_has_six_backbones_all_known_to_timm():
    assert len(SHORT_NAMES) == 6
    assert all(timm.is_model(name) for name in SHORT_NAMES.values())
