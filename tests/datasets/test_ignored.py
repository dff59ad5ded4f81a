"""What nobody means as a picture, by its name."""

import pytest

from morelli.datasets.ignored import FOLDERS, why


@pytest.mark.parametrize("name", FOLDERS)
def test_folders_of_systems_are_told_in_any_case(name: str) -> None:
    assert why(name, folder=True) == why(name.upper(), folder=True) == FOLDERS[name]


@pytest.mark.parametrize(
    ("name", "folder", "reason"),
    [
        ("Thumbs.db", False, "a system's own file"),
        ("Thumbs.db", True, None),
        ("recycler", False, None),
        ("._a.jpg", False, "what macOS keeps beside a file"),
        (".a.jpg", False, "hidden"),
        ("__pycache__", True, "hidden"),
        ("_a.jpg", False, None),
        ("@home", True, None),
        ("a.jpg", False, None),
        ("Goya", True, None),
    ],
)
def test_why(name: str, folder: bool, reason: str | None) -> None:
    assert why(name, folder=folder) == reason
