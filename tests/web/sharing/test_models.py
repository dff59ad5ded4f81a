"""Ids of shared answers."""

from morelli.web.sharing.models import SharedAnswer, token


def test_an_id_cannot_be_guessed_and_fits() -> None:
    ids = {token() for _ in range(1000)}
    assert len(ids) == 1000
    field = SharedAnswer._meta.get_field("id")
    assert {len(one) for one in ids} == {field.max_length}
    assert SharedAnswer().pk != SharedAnswer().pk  # everyone gets one of its own


def test_staff_see_files_and_ids() -> None:
    assert str(SharedAnswer(id="abc", filename="été.jpg")) == "été.jpg (abc)"
