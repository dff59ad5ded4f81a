"""Studies of data that lack labels of a kind."""

from dataclasses import replace

import pytest

from morelli.study.adapt import adapt
from morelli.study.grid import expand
from morelli.study.study import StudyError


@pytest.fixture
def without(given):
    def without(label):
        return replace(given, samples=tuple(replace(s, **{label: None}) for s in given))

    return without


def test_what_has_all_labels_stays_as_it_is(study, given):
    asked = study()
    cells = expand(asked)
    assert adapt(asked, cells, given) == (asked, cells, ())


@pytest.mark.parametrize(
    ("absent", "head", "said"),
    [
        ("style", "artist", "name no style: only painters are learnt."),
        ("artist", "style", "name no painter: only styles are learnt."),
    ],
)
def test_every_cell_learns_what_there_is(study, without, absent, head, said):
    asked, cells, changes = adapt(study(), expand(study()), without(absent))
    assert asked.head == head and len(cells) == 3
    assert {cell.recipe.model.heads for cell in cells} == {(head,)}
    assert [change.endswith(said) for change in changes] == [True]


@pytest.mark.parametrize(
    ("heads", "says"),
    [
        ([["artist"], ["style"]], "The cell model.heads = style: There is nothing to learn"),
        (
            [["artist", "style"], ["artist"]],
            r"The cell model.heads = artist would be the same as model.heads = artist \+ style",
        ),
    ],
)
def test_a_question_that_the_data_cannot_answer_is_refused(study, without, heads, says):
    asked = study(factors={"model.heads": heads})
    with pytest.raises(StudyError, match=says):
        adapt(asked, expand(asked), without("style"))
