"""How corrections are listed."""

from morelli.web.corrections.models import Correction


def test_staff_see_what_is_said_against_what_was_answered() -> None:
    assert str(Correction(said="titian", answered="raphael")) == "titian, not raphael"
    assert str(Correction(said="titian")) == "titian"
    assert Correction._meta.ordering[0] == "-received"
