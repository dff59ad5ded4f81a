"""Files that are there as a whole or not at all."""

import pytest

from morelli.storage import atomic_write


def test_a_file_appears_when_it_is_whole_and_its_folder_with_it(tmp_path):
    path = tmp_path / "new" / "table.csv"
    with atomic_write(path) as partial:
        partial.write_text("half")
        assert not path.exists()
        partial.write_text("all")
    assert path.read_text() == "all"
    assert list(path.parent.iterdir()) == [path]


def test_an_error_leaves_what_was_there(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), atomic_write(path) as partial:
        partial.write_text("half")
        1 / 0  # noqa: B018
    assert path.read_text() == "before"
