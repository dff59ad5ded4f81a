"""What holds for every command: errors for people, and a core that needs little."""

import json
import subprocess
import sys

import pytest

from morelli.cli import VERBS

BLOCKED = """
import sys

class Without:
    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {names!r}:
            return None
        return self.finder.find_spec(name, path, target)

sys.meta_path[:] = map(Without, sys.meta_path)
from morelli.cli import main
main()
"""
"""A program that finds none of these packages, as where they aren't installed."""

TRAIN = ("torch", "timm", "torchvision", "pytorch_lightning", "torchmetrics", "onnx", "onnxscript")
TRAIN += ("matplotlib", "sklearn", "scipy", "pyarrow", "safetensors", "pandas")
WEB = ("django", "ninja", "granian", "whitenoise", "pydantic_settings")


@pytest.fixture
def bare(trained):
    """Runs `morelli …` as where only the core is installed."""

    def bare(*arguments, code=0):
        program = BLOCKED.format(names={*TRAIN, *WEB})
        command = [sys.executable, "-c", program, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return bare


def test_without_a_verb_it_explains_itself(morelli):
    done = morelli(code=2)
    assert all(verb in done.out + done.err for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_without_any_extra(bare, verb):
    assert "Usage" in bare(verb, "--help").stdout


def test_an_unknown_verb_is_misuse(morelli):
    assert "No such command 'paint'" in morelli("paint", code=2).said


def test_an_error_for_people_is_a_sentence_on_stderr_and_2(morelli):
    done = morelli("classify", "a.jpg", "--bundle", "nonsense", code=2)
    assert done.said == (
        "morelli: There is no bundle nonsense: neither a folder nor a name that"
        " `morelli models list` shows."
    )
    assert done.out == ""


def test_the_core_alone_classifies(bare, trained):
    path = trained.data.samples[0].path
    done = bare("classify", path, "--bundle", trained.bundle.path)
    assert json.loads(done.stdout)["attribution"]["artists"][0]["slug"] == "claude-monet"


def test_the_core_alone_measures(bare, trained):
    pictures = trained.root / "pictures"
    done = bare("evaluate", trained.bundle.path, "--data", pictures, "--json")
    assert json.loads(done.stdout)["artist"]["accuracy"]["n"] == 8


def test_what_needs_an_extra_says_which(bare, trained, tmp_path):
    recipe = tmp_path / "any.toml"
    recipe.write_text('name = "any"\n[model]\nbackbones = ["test_vit"]\n')
    pictures = trained.root / "pictures"
    for arguments in (
        ("train", recipe, "--data", pictures),
        ("export", trained.bundle.path, tmp_path / "out"),
        ("evaluate", trained.bundle.path, "--data", pictures, "--out", tmp_path / "report"),
    ):
        assert "morelli[train]" in bare(*arguments, code=2).stderr, arguments
    assert not (tmp_path / "out").exists() and not (tmp_path / "report").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("data", "export-corrections"),
        ("gallery", "studies", "--to"),
        ("gallery", "fetch", "--from", "met", "--artist", "Monet", "--to"),
    ],
)
def test_a_file_where_a_folder_should_be_is_named(morelli, tmp_path, command):
    file = tmp_path / "taken"
    file.touch()
    done = morelli(*command, file, code=2)
    assert f"{file}: File exists" in done.said
    assert "Traceback" not in done.err
