"""`morelli study`, typed in."""

import csv
import json

import pytest

STUDY = """
name = "penalties"
question = "Which penalty helps?"
folds = 2
[recipe.model]
backbones = ["test_efficientnet"]
size = 64
pretrained = false
[recipe.optimisation]
epochs = 2
batch_size = 8
[factors]
"regularisation.l2" = [0, 0.01]
"""


@pytest.fixture
def pictures(drawn, tmp_path):
    return drawn.folder(tmp_path, each=8)


@pytest.fixture
def write(tmp_path):
    def write(text=STUDY):
        file = tmp_path / "penalties.toml"
        file.write_text(text)
        return file

    return write


@pytest.mark.slow
def test_it_goes_on_says_what_is_stale_and_leaves_tables(morelli, write, pictures, tmp_path):
    options = ["--data", pictures, "--out", tmp_path / "out"]
    options += ["--parallel", "1", "--accelerator", "cpu"]
    done = morelli("study", write(), *options)
    assert "Which penalty helps? 2 cells, 4 runs." in done.out
    assert "name no style: only painters are learnt." in done.out
    (change,) = json.loads((tmp_path / "out" / "study.json").read_text())["adapted"]
    assert change in (tmp_path / "out" / "report.html").read_text()
    assert "Finished: 2 of 2 cells done" in done.out and "Best so far" in done.out
    with (tmp_path / "out" / "results.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 4 and {row["status"] for row in rows} == {"done"}
    again = morelli("study", write(), *options)
    assert "stale" not in again.out
    changed = STUDY.replace("0.01]", "0.02]")
    done = morelli("study", write(changed), *options)
    assert "1 cells here are stale: the study file has changed" in done.out
    assert "regularisation.l2 = 0.01" in done.out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("regularisation.l2", "regularisation.l3", "no field regularisation.l3; did you mean"),
        ("[0, 0.01]", "[0, -1]", "regularisation.l2 = -1: regularisation.l2: Input should be"),
        ("test_efficientnet", "test_eficientnet", "Close ones: test_efficientnet"),
        ("folds = 2", "fold = 2", "did you mean folds?"),
        ("folds = 2", "folds = 20", "penalties needs at least 20"),
    ],
)
def test_a_wrong_study_is_explained(morelli, write, pictures, old, new, says):
    few = pictures
    if "20" in new:  # fewer training pictures than folds
        for picture in sorted(pictures.rglob("*.png"))[4:]:
            picture.unlink()
    assert says in morelli("study", write(STUDY.replace(old, new)), "--data", few, code=2).said


def test_no_study_and_no_data_are_explained(morelli, write, tmp_path):
    done = morelli("study", tmp_path / "none.toml", "--data", tmp_path, code=2)
    assert "There is no study" in done.said
    assert "is not there" in morelli("study", write(), "--data", tmp_path / "no", code=2).said
