"""A study's folder: what has ended is there whole, and what hasn't is not."""

import csv

import numpy as np
import pytest

from morelli.errors import MorelliError
from morelli.study import predictions
from morelli.study.store import Store, check, write_csv, write_json

RUN = "key", 3, 1


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "study")


@pytest.fixture
def answers():
    found = np.array([[0.25, 0.75]])
    return predictions.answers(np.array([4]), {"style": found}, {"style": np.array([1])})


def test_a_run_that_has_ended_is_read_again(store, answers):
    assert store.row(*RUN) is None and store.keys() == set()
    store.workplace(*RUN).mkdir(parents=True)
    store.finish(RUN, {"seconds": 2.5}, answers, [{"stage": "heads", "epoch": 0, "other": 1}])
    again = Store(store.folder)
    assert again.row(*RUN) == {"status": "done", "reason": None, "seconds": 2.5}
    assert again.answers(*RUN).heads["style"].top.tolist() == [[1, 0]]
    assert again.keys() == {"key"}
    assert not store.workplace(*RUN).exists()
    with store.run(*RUN).with_suffix(".csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["stage"], row["epoch"], row["val_loss"]) == ("heads", "0", "")


def test_a_failure_is_kept_until_it_is_to_be_done_again(store, answers):
    store.fail(RUN, "Out of memory")
    assert store.row(*RUN) == {"status": "failed", "reason": "Out of memory"}
    store.forget(*RUN)
    assert store.row(*RUN) is None
    store.finish(RUN, {}, answers, [])
    assert store.row(*RUN)["status"] == "done"


def test_what_a_row_lacks_stays_empty(tmp_path):
    write_csv(tmp_path / "t.csv", ("a", "b", "c"), [{"a": 1, "b": float("nan"), "c": None, "d": 2}])
    assert (tmp_path / "t.csv").read_text().splitlines() == ["a,b,c", "1,,"]


def test_a_number_that_is_none_is_no_json_and_leaves_what_was_there(tmp_path):
    write_json(tmp_path / "a.json", {"n": 1})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "a.json", {"n": float("nan")})
    assert (tmp_path / "a.json").read_text() == '{\n "n": 1\n}'
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_a_study_works_in_its_own_folder_alone(tmp_path):
    check(tmp_path / "new", "mine")
    (tmp_path / ".hidden").touch()
    check(tmp_path, "mine")
    Store(tmp_path).write("study.json", {"name": "mine"})
    check(tmp_path, "mine")
    with pytest.raises(MorelliError, match="holds the study mine; name another folder"):
        check(tmp_path, "other")
    with pytest.raises(MorelliError, match="is a file"):
        check(tmp_path / "study.json", "mine")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").touch()
    with pytest.raises(MorelliError, match=r"a\.txt, which is no study's"):
        check(tmp_path / "letters", "mine")
