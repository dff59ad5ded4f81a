"""The index of bundles known by name is whole, or it is none."""

import pytest

from morelli.bundles import index
from morelli.bundles.locations import built_in
from morelli.bundles.source import find

SHA = "ab" * 32


def test_a_table_for_each_name():
    text = f'[here]\nabout = "x"\n[far]\nabout = "y"\nsource = "hub:a/b"\nsha256 = "{SHA}"'
    here, far = index.Known(about="x"), index.Known(about="y", source="hub:a/b", sha256=SHA)
    assert index.read(text) == {"here": here, "far": far}
    assert index.read("") == {}


@pytest.mark.parametrize(
    "wrong",
    [
        '[a]\nabout = "x"\nsource = "hub:a/b"',
        f'[a]\nabout = "x"\nsha256 = "{SHA}"',
        '[a]\nabout = "x"\nsource = "hub:a/b"\nsha256 = "short"',
        f'[a]\nsource = "hub:a/b"\nsha256 = "{SHA}"',
        '[a]\nabout = "x"\npickle = "y"',
        '["../a"]\nabout = "x"',
        "[a",
    ],
)
def test_a_wrong_index_is_no_index(wrong):
    with pytest.raises(ValueError):
        index.read(wrong)


def test_the_packages_index_names_every_built_in_bundle_and_can_be_pulled_from():
    known = index.known()
    assert {name for name, entry in known.items() if entry.source is None} == set(built_in())
    for name, entry in known.items():
        if entry.source is not None:
            assert find(name).sha256 == entry.sha256
