"""What can be known is said at once: before pictures are read and before torch is imported."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

RECIPE = """
name = "typed"
[model]
backbones = ["{backbone}"]
[optimisation]
epochs = {epochs}
"""
STUDY = """
name = "asked"
question = "Which?"
folds = 2
[recipe.model]
backbones = ["{backbone}"]
[factors]
"{factor}" = [0, 0.01]
"""
TYPE_IN = """
import contextlib, io, json, os, sys
from morelli.cli import main
slow = {"torch", "timm", "sklearn", "scipy", "altair"}
def typed(command, **settings):
    sys.argv = ["morelli", *command.split()]
    os.environ.update(settings)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            main()
        except SystemExit as stop:
            code = stop.code
    return [code, " ".join(said.getvalue().split()), sorted(slow & sys.modules.keys())]
print(json.dumps([typed(*words, **settings) for words, settings in json.load(sys.stdin)]))
"""
FAULTS = [
    ("train no.toml --data pictures", "There is no recipe no.toml"),
    ("train table.toml --data pictures", "table.toml is not valid TOML"),
    ("train epoch.toml --data pictures", "optimisation.epochs: Input should be greater"),
    (
        "train backbone.toml --data pictures",
        "no model named 'resnet51'. Close ones: resnet51q, resnet50",
    ),
    ("train right.toml --data nowhere", "nowhere is not there"),
    ("train right.toml --data full", "holds no data set that is recognised"),
    ("train right.toml --data pictures --styles no.csv", "no.csv"),
    ("train right.toml --data pictures --unknown foreign", "has no split 'foreign'"),
    ("train right.toml --data pictures --not-paintings no", "no is not there"),
    ("train right.toml --data pictures --not-paintings few", "1 pictures are too few to learn"),
    ("train right.toml --data pictures --also no.csv", "no.csv is not there"),
    ("train right.toml --data pictures --apart-from no", "no is not there"),
    ("train right.toml --data pictures --out right.toml", "right.toml is a file"),
    ("train right.toml --data pictures --out full", "holds letter.txt, which is no run's"),
    ("study no.toml --data pictures", "There is no study no.toml"),
    ("study factor.toml --data pictures", "no field regularisation.l3; did you mean"),
    ("study net.toml --data pictures", "Close ones: test_efficientnet"),
    ("study study.toml --data nowhere", "nowhere is not there"),
    ("study study.toml --data pictures --not-paintings no", "no is not there"),
    ("study study.toml --data pictures --out full", "holds letter.txt, which is no study's"),
    ("export nonsense small", "no bundle nonsense"),
    ("export fast full", "full is there and is no bundle"),
    ("evaluate nonsense --data pictures", "no bundle nonsense"),
    ("evaluate fast --data nowhere --out new", "nowhere is not there"),
    ("evaluate fast --data pictures --split exam --out new", "has no split 'exam'"),
    ("evaluate fast --data pictures --not-paintings no --out new", "no is not there"),
    ("evaluate fast --data pictures --out right.toml", "right.toml is a file"),
]
WITH_SETTINGS = [
    (
        "train right.toml --data pictures",
        {"MORELLI_WEIGHTS": "no"},
        "MORELLI_WEIGHTS names the folder no, which isn't there",
    ),
    (
        "train right.toml --data pictures",
        {"MORELLI_WEIGHTS": "weights", "HF_HUB_OFFLINE": "1"},
        "looked for test_efficientnet.safetensors in weights (MORELLI_WEIGHTS) and in",
    ),
    (
        "study study.toml --data pictures",
        {"MORELLI_WEIGHTS": "", "HF_HUB_OFFLINE": "1"},
        "in no folder (MORELLI_WEIGHTS)",
    ),
]
EVERY = [*((command, {}, says) for command, says in FAULTS), *WITH_SETTINGS]


@pytest.fixture(scope="module")
def answers(drawn, tmp_path_factory):
    """What each command says, with its exit code and the slow libraries that were imported by it.

    All are typed in one process: what none of them imports, each does without.
    """
    root = tmp_path_factory.mktemp("faults")
    pictures = drawn.folder(root, each=4)
    for name in ("weights", "hub", "few", "full"):
        (root / name).mkdir()
    (root / "full" / "letter.txt").write_text("Dear Giovanni")
    (root / "few" / "a.png").write_bytes(next(pictures.rglob("*.png")).read_bytes())
    right = {"backbone": "test_efficientnet", "epochs": 3, "factor": "regularisation.l2"}
    for name, text, wrong in (
        ("right", RECIPE, {}),
        ("epoch", RECIPE, {"epochs": 0}),
        ("backbone", RECIPE, {"backbone": "resnet51"}),
        ("table", "name = ", {}),
        ("study", STUDY, {}),
        ("factor", STUDY, {"factor": "regularisation.l3"}),
        ("net", STUDY, {"backbone": "test_eficientnet"}),
    ):
        (root / f"{name}.toml").write_text(text.format(**{**right, **wrong}))
    done = subprocess.run(
        [sys.executable, "-c", TYPE_IN],
        input=json.dumps([([command], settings) for command, settings, _ in EVERY]),
        cwd=root,
        env=os.environ | {"COLUMNS": "200", "HF_HUB_CACHE": str(root / "hub")},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("number", range(len(EVERY)), ids=[command for command, *_ in EVERY])
def test_a_fault_is_said_before_torch_is_imported(answers, number):
    code, said, slow = answers[number]
    assert EVERY[number][-1] in said
    assert code == 2 and slow == []
