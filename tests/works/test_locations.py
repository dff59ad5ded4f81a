"""Catalogues lie in the folder of their space, by their names."""

from pathlib import Path

import pytest

from morelli.works import locations

SPACE = "0123456789abcdef"


def test_catalogues_of_one_space_by_name(works_home: Path) -> None:
    assert locations.home() == works_home
    assert locations.catalogues(SPACE) == {}
    for name in (f"{SPACE}/b.index", f"{SPACE}/a b.index", f"{SPACE}/c.txt", "other/d.index"):
        (works_home / name).parent.mkdir(parents=True, exist_ok=True)
        (works_home / name).touch()
    folder = works_home / SPACE
    found = locations.catalogues(SPACE)
    assert found == {"a b": folder / "a b.index", "b": folder / "b.index"}
    assert list(found) == ["a b", "b"]


@pytest.mark.parametrize(
    ("name", "good"),
    [("Met", True), ("my museum-2.1", True), ("Städel", True), ("../up", False), (".a", False),
     ("a/b", False), ("", False), ("x" * 65, False)],
)  # fmt: skip
def test_a_name_is_never_a_path(name: str, good: bool) -> None:
    assert bool(locations.NAME.fullmatch(name)) == good
