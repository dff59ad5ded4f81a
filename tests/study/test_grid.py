"""From factors to cells."""

import pytest

from morelli.study.grid import expand
from morelli.study.study import StudyError


def test_every_combination_is_a_cell(study):
    factors = {
        "regularisation.l2": [0, 0.1],
        "augmented": {
            "no": {},
            "yes": {"augmentation.flip": True, "augmentation.copies": 2},
        },
    }
    cells = expand(study(factors=factors))
    assert [cell.values for cell in cells] == [
        {"regularisation.l2": "0", "augmented": "no"},
        {"regularisation.l2": "0", "augmented": "yes"},
        {"regularisation.l2": "0.1", "augmented": "no"},
        {"regularisation.l2": "0.1", "augmented": "yes"},
    ]
    assert [cell.number for cell in cells] == [1, 2, 3, 4]
    assert [cell.recipe.regularisation.l2 for cell in cells] == [0, 0, 0.1, 0.1]
    assert [cell.recipe.augmentation.copies for cell in cells] == [0, 2, 0, 2]
    assert all(cell.recipe.model.size == 64 for cell in cells)  # the rest is the base recipe's


def test_without_factors_there_is_one_cell(study):
    (cell,) = expand(study(factors={}, folds=0))
    assert cell.values == {}


def test_values_are_labelled_for_people(study):
    values = [["test_efficientnet"], ["test_efficientnet", "test_resnet"]]
    cells = expand(study(factors={"model.backbones": values, "optimisation.shuffle": [True]}))
    labels = [list(cell.values.values()) for cell in cells]
    assert labels == [["test_efficientnet", "yes"], ["test_efficientnet + test_resnet", "yes"]]


@pytest.mark.parametrize(
    ("factors", "says"),
    [
        ({"regularisation.droput": [0]}, "no field regularisation.droput; did you mean regular"),
        ({"regularisation": [0]}, "no field regularisation"),
        ({"x": {"y": {"model.poling": "gap"}}}, r"factors\.x\.y: .*did you mean model.pooling?"),
        ({"model.pooling": ["gap", "levls"]}, "model.pooling = levls: .*did you mean levels?"),
        ({"regularisation.dropout": [0, 1.5]}, "dropout = 1.5: regularisation.dropout: .*less"),
        ({"model.backbones": [["resnet51"]]}, "no model named 'resnet51'. Close ones: .*resnet50"),
        ({"augmentation.flip": [True]}, "augmentation.flip = yes: .*copies"),
        ({"augmentation.view_share": [1]}, "view_share is called augmentation.copy_share now"),
        ({"refusal.blanks": [20]}, "refusal.blanks is called out_of_domain.blanks now"),
        ({"regularisation.l2": [0.1, 0.1]}, "regularisation.l2 has the value 0.1 twice"),
    ],
)
def test_an_unknown_factor_or_value_is_named_with_the_nearest(study, factors, says):
    with pytest.raises(StudyError, match=says):
        expand(study(factors=factors))


def test_several_cells_take_folds(study):
    with pytest.raises(StudyError, match="compares 3 cells: that takes folds"):
        expand(study(folds=0))


def test_a_cells_key_is_what_its_results_depend_on(study):
    base = study()
    cells = expand(base)
    keys = [cell.key("data", base) for cell in cells]
    assert len(set(keys)) == 3
    # The name, the question, the seeds and other cells change nothing …
    again = study(name="other", question="What?", seeds=[4], factors={"regularisation.l2": [0.1]})
    assert expand(again)[0].key("data", again) == keys[2]
    # … data, folds and the recipe do.
    assert cells[0].key("other data", base) not in keys
    more = study(folds=5)
    assert expand(more)[0].key("data", more) not in keys
