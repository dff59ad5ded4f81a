"""`morelli train` as it is typed."""

import json
import re
from pathlib import Path

import pytest

from morelli.bundles.bundle import Bundle

pytestmark = pytest.mark.slow

RECIPES = Path(__file__).resolve().parents[2] / "recipes"
SMALLER = (
    (r"tf_efficientnet_lite0", "test_efficientnet"),
    (r"vit_(small_patch14_dinov2|base_patch1[46]_[\w.]+)", "test_vit"),
    (r"\[2, 3, 4, 5, 6, 7(, 8)?\]", "[1, 3, 5]"),
    (r"\[5, 7\]", "[3]"),
    (r"size = 224", "size = 64\npretrained = false"),
    (r"\b1408\b", "24"),
    (r"(epochs|head_first|copies) = \d+", r"\1 = 1"),
    (r"warmup = \d+", "warmup = 0"),
    (r"folds = \d", "folds = 2"),
    (r"blanks = \d+", "blanks = 20"),
)
"""What makes a shipped recipe one of a minute: small networks that know nothing, an epoch."""

RECIPE = """
name = "typed"
[model]
backbones = ["test_efficientnet"]
size = 64
pretrained = false
[optimisation]
epochs = 3
learning_rate = 0.01
batch_size = 8
"""


@pytest.fixture(scope="module")
def pictures(drawn, tmp_path_factory):
    return drawn.folder(tmp_path_factory.mktemp("data"), each=6)


@pytest.fixture
def train(morelli, pictures, tmp_path):
    """Types `morelli train` with a recipe and the drawn pictures."""

    def train(recipe, *arguments, data=pictures, code=0):
        file = tmp_path / "typed.toml"
        file.write_text(recipe)
        styles = ["--styles", pictures.parent / "styles.csv"]
        out = ["--out", tmp_path / "run"]
        return morelli("train", file, "--data", data, *styles, *out, *arguments, code=code)

    return train


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('pooling = "max"', ["typed.toml: model.pooling", "'gap' or 'levels'", "got 'max'"]),
        ('pools = "gap"', ["there is no field model.pools; allowed here: backbones, levels"]),
        ("[", ["typed.toml is not valid TOML"]),
    ],
)
def test_a_wrong_recipe_is_explained(train, tmp_path, change, says):
    done = train(RECIPE.replace("size = 64", change), code=2)
    assert all(part in done.said for part in says), done.said
    assert "Traceback" not in done.err and not (tmp_path / "run").exists()


def test_a_missing_recipe_or_data_set_is_explained(morelli, train, pictures, tmp_path):
    done = morelli("train", tmp_path / "no.toml", "--data", pictures, code=2)
    assert "There is no recipe" in done.said and "no.toml" in done.said
    assert "nowhere" in train(RECIPE, data=tmp_path / "nowhere", code=2).said
    assert "--data" in morelli("train", tmp_path / "no.toml", code=2).said


def test_a_split_of_unknown_painters_must_be_there(train, tmp_path):
    done = train(RECIPE, "--unknown", "foreign", code=2)
    assert "has no split 'foreign'; it has test, train" in done.said
    assert not (tmp_path / "run").exists()


def test_missing_weights_are_named(train, tmp_path, monkeypatch):
    monkeypatch.setenv("MORELLI_WEIGHTS", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    done = train(RECIPE.replace("pretrained = false", "").replace("efficientnet", "vit"), code=2)
    assert f"Looked for test_vit.safetensors in {tmp_path}" in done.said


def test_an_unknown_backbone_comes_with_close_ones(train):
    done = train(RECIPE.replace("test_efficientnet", "resnet51"), code=2)
    assert "timm has no model named 'resnet51'. Close ones: " in done.said


def test_from_folders_to_a_bundle(train, drawn, tmp_path):
    data = drawn.folder(tmp_path / "data", each=6)
    (data / "mark-rothko" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n cut short")
    (data / "piet-mondrian" / "text.jpg").write_text("hello")
    others = drawn.others(tmp_path / "others")
    done = train(RECIPE, "--not-paintings", others, data=data)
    assert "skipped mark-rothko/broken.png" in done.out
    assert "skipped piet-mondrian/text.jpg" in done.out
    assert "holds the bundle typed" in done.out and "morelli evaluate" in done.out
    bundle = Bundle.open(tmp_path / "run" / "bundle")
    assert bundle.artists == tuple(sorted(drawn.PAINTERS)) and bundle.manifest.refuses
    # Of 26 files one of each painter is kept for the test; two cannot be read.
    assert 20 <= bundle.manifest.provenance["data"]["training_pictures"] <= 22


def test_no_picture_of_a_painting_that_is_kept_apart_is_learnt_from(train, pictures, tmp_path):
    apart = tmp_path / "apart"
    apart.mkdir()
    painting = next((pictures / "rembrandt-van-rijn").glob("*.png"))
    (apart / "the same.png").write_bytes(painting.read_bytes())
    done = train(RECIPE, "--apart-from", apart)
    assert f"skipped rembrandt-van-rijn/{painting.name}: shows the same painting as" in done.out


@pytest.mark.slow
def test_a_folder_for_each_painter_is_enough_for_what_ships(morelli, drawn, tmp_path):
    """A recipe of a built-in model, which goes on from others and holds out sources."""
    for file in RECIPES.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        for old, new in SMALLER:
            text = re.sub(old, new, text)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    pictures = drawn.folder(tmp_path, each=8)
    out = ["--out", tmp_path / "run", "--accelerator", "cpu", "--workers", 0]
    done = morelli("train", tmp_path / "fast.toml", "--data", pictures, *out)
    for said in ("name no style: only painters are learnt", "don't say where they come from"):
        assert done.out.count(said) == 1
    bundle = Bundle.open(tmp_path / "run" / "bundle")
    assert bundle.artists == tuple(sorted(drawn.PAINTERS)) and bundle.styles == ()
    note = json.loads((tmp_path / "run" / "run.json").read_text())
    assert note["adapted"] == bundle.manifest.provenance["adapted"] != []
    morelli("evaluate", bundle.path, "--data", pictures, "--record")
    assert "only painters are learnt" in (bundle.path / "MODEL_CARD.md").read_text()
