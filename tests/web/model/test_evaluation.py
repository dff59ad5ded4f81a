"""The pictures behind a model's numbers, from an evaluation's folder."""

import json

import pytest

from morelli.errors import MorelliError
from morelli.evaluation.picture_tables import Answered, path, write
from morelli.web.model.evaluation import EvaluatedPictures


def evaluated(folder, text='{"bundle": "mine"}'):
    (folder / "evaluation.json").write_text(text)
    files = [folder / f"{n}.jpg" for n in range(3)]
    pairs = (("cubism", "baroque"), ("cubism", "cubism"), ("cubism", "baroque"))
    write(path(folder, "style"), [Answered(f, *pair) for f, pair in zip(files, pairs, strict=True)])
    return folder


def test_pictures_are_numbered_as_the_table_has_them(tmp_path):
    pictures = EvaluatedPictures.open(evaluated(tmp_path), "mine")
    assert pictures.behind("style", "cubism", "baroque") == [0, 2]
    assert pictures.behind("style", "baroque", "cubism") == []
    assert pictures.behind("artist", "cubism", "baroque") == []
    assert pictures.of["style"][2].file == tmp_path / "2.jpg"


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"name": "mine"})])
def test_a_folder_without_an_evaluation_is_named(tmp_path, text):
    with pytest.raises(MorelliError, match=r"evaluation\.json is missing or damaged"):
        EvaluatedPictures.open(evaluated(tmp_path, text), "mine")
    with pytest.raises(MorelliError, match="is no folder that `morelli evaluate --out` wrote"):
        EvaluatedPictures.open(tmp_path / "nowhere", "mine")


def test_an_evaluation_of_another_model_is_refused(tmp_path):
    with pytest.raises(MorelliError, match="about the model 'mine', and 'theirs' is to answer"):
        EvaluatedPictures.open(evaluated(tmp_path), "theirs")


def test_a_table_that_is_none_is_refused(tmp_path):
    path(evaluated(tmp_path), "artist").write_text("file,truth\n")
    with pytest.raises(MorelliError, match="has not the columns"):
        EvaluatedPictures.open(tmp_path, "mine")
