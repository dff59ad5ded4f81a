"""What sections of a recipe say of themselves."""

import pytest
from pydantic import ValidationError

from morelli.recipes.sections import Augmentation, FineTuning, Section


def test_heads_learn_from_every_picture_and_each_copy_of_it():
    assert Augmentation().rows_per_picture == 1
    assert Augmentation(mirrored=True, resaved=True, copies=3).rows_per_picture == 6


@pytest.mark.parametrize("change", [{"flip": True}, {"jpeg": 40}, {"history": 0.1}], ids=str)
def test_copies_alone_change_nothing(change):
    copies = {"mirrored": True, "resaved": True, "copies": 2, "copy_share": 0.5}
    assert not Augmentation(**copies).changes
    assert Augmentation(**copies, **change).changes


def test_a_network_is_frozen_where_no_layer_is_trained():
    assert FineTuning().frozen
    assert not FineTuning(share=0.1).frozen and not FineTuning(lowest="blocks.5").frozen


@pytest.mark.parametrize("section", Section.__subclasses__(), ids=lambda section: section.__name__)
def test_no_section_takes_a_field_that_it_has_not(section):
    with pytest.raises(ValidationError, match="Extra inputs"):
        section.model_validate({"nothing": 1})
