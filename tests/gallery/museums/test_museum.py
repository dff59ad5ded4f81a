"""What all museums share."""

import pytest

from morelli.gallery.errors import FailedError, MissingError, RefusedError
from morelli.gallery.museums.museum import text, unavailable


def test_what_is_not_said_is_empty_text() -> None:
    facts = {"title": " Haystacks ", "year": 1890, "style": None}
    assert [text(facts, field) for field in ("title", "year", "style", "place")] == [
        "Haystacks",
        "1890",
        "",
        "",
    ]


def test_a_page_that_did_not_come_fails_and_a_refusal_stays_one() -> None:
    with pytest.raises(FailedError, match="gone"):
        unavailable(MissingError("gone"))()
    with pytest.raises(RefusedError, match="enough"):
        unavailable(RefusedError("enough"))()
