"""What timm has is told without importing it."""

import pytest

from morelli.recipes.networks import SHORT_NAMES, BackboneError, check_weights, networks, timm_name


def test_the_names_are_those_that_timm_registers():
    import morelli.training  # noqa: F401 - makes timm importable beside a CPU build of torch

    import timm  # isort: skip

    assert networks() == set(timm.list_models())


def test_short_names_and_tags_are_known():
    assert [timm_name(name) for name in SHORT_NAMES] == list(SHORT_NAMES.values())
    assert timm_name("tf_efficientnet_b0.aa_in1k") == "tf_efficientnet_b0.aa_in1k"


def test_a_misspelt_name_comes_with_close_ones():
    with pytest.raises(BackboneError, match=r"no model named 'resnet51'\. Close ones: .*resnet50"):
        timm_name("resnet51")


@pytest.fixture
def offline(tmp_path, monkeypatch):
    """No hub may be asked; its cache, where nothing was fetched yet."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path))
    return tmp_path


def test_weights_in_the_folder_are_found(offline):
    with pytest.raises(BackboneError, match=r"looked for resnet50\.safetensors in .*HF_HUB_OFF"):
        check_weights("resnet50")
    (offline / "resnet50.safetensors").touch()
    check_weights("resnet50")


@pytest.mark.parametrize(
    ("fetched", "enough"),
    [
        ("models--timm--resnet50.a1_in1k", True),
        ("models--somebody--net", True),  # may be it, under another name
        ("models--timm--resnet18.a1_in1k", False),
    ],
)
def test_weights_that_were_fetched_before_may_be_the_ones(offline, fetched, enough):
    (offline / "hub" / fetched).mkdir(parents=True)
    if enough:
        check_weights("resnet50")
    else:
        with pytest.raises(BackboneError):
            check_weights("resnet50")


def test_the_hub_may_have_what_is_nowhere_else(offline, monkeypatch):
    monkeypatch.delenv("HF_HUB_OFFLINE")
    check_weights("resnet50")


def test_a_folder_of_weights_must_be_there(offline, monkeypatch):
    monkeypatch.setenv("MORELLI_WEIGHTS", str(offline / "no"))
    with pytest.raises(BackboneError, match=r"MORELLI_WEIGHTS names the folder .*no, which isn't"):
        check_weights("resnet50")
