"""A study's file: what it says, and what is wrong with it."""

import pytest

from morelli.study.study import StudyError, load

RIGHT = """
name = "penalties"
question = "Which penalty?"
folds = 3
[recipe.model]
backbones = ["resnet50"]
[factors]
"regularisation.l2" = [0, 0.1]
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        file = tmp_path / "study.toml"
        file.write_text(text)
        return load(file)

    return read


def test_a_study_is_read_as_it_is_written(read):
    study = read(RIGHT)
    assert (study.name, study.folds, study.seeds) == ("penalties", 3, (0,))
    assert (study.task, study.head) == ("artist", "artist")
    assert study.factors == {"regularisation.l2": [0, 0.1]}


def test_where_only_styles_are_predicted_the_study_is_about_styles(read):
    study = read(RIGHT.replace("[factors]", 'heads = ["style"]\n[factors]'))
    assert (study.task, study.head) == ("style", "style")


def test_a_recipe_is_a_study_of_one_cell(read):
    study = read('name = "one"\nseed = 7\n[model]\nbackbones = ["resnet50"]\nheads = ["style"]')
    assert (study.name, study.folds, study.seeds, study.task) == ("one", 0, (7,), "style")
    assert not study.factors


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("folds = 3", "fold = 3", "no field fold; allowed here: .*did you mean folds?"),
        ("folds = 3", "folds = 1", "one fold leaves nothing to train on"),
        ("folds = 3", "folds = 'many'", "folds: "),
        ("folds = 3", "task = 'artists'", "did you mean artist?"),
        ("folds = 3", "seeds = [1, 1]", "each seed once"),
        ("folds = 3", "test_each = ['rate']", "no factor 'rate'; there are: regularisation.l2"),
        ("[0, 0.1]", "[]", "factors.regularisation.l2 has no values"),
        ("name =", "name", "not valid TOML"),
        ('question = "Which penalty?"', "", "question: Field required"),
    ],
)
def test_a_wrong_study_is_explained(read, old, new, says):
    with pytest.raises(StudyError, match=says):
        read(RIGHT.replace(old, new))


def test_no_study_is_explained(tmp_path):
    with pytest.raises(StudyError, match="There is no study"):
        load(tmp_path / "none.toml")
    with pytest.raises(StudyError, match="cannot be read"):
        load(tmp_path)
