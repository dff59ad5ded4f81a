"""Built-in bundles, then pulled ones, then those that can be pulled."""

from morelli.bundles import index, locations
from morelli.bundles.catalogue import Listed, catalogue

ELSEWHERE = f"""
[default]
about = "Built in."
[pulled]
about = "Was pulled."
source = "hub:a/b"
sha256 = "{"ab" * 32}"
[far]
about = "Can be pulled."
source = "hub:a/c"
sha256 = "{"ab" * 32}"
"""


def test_each_name_stands_once_and_says_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("MORELLI_MODELS", str(tmp_path))
    monkeypatch.setattr(index, "known", lambda: index.read(ELSEWHERE))
    for name in ("pulled", "mine", "default"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "morelli.json").write_text("{")
    built_in = dict.fromkeys(locations.built_in(), "built in")
    listed = {one.name: one for one in catalogue()}
    assert {name: one.where for name, one in listed.items()} == built_in | {
        "mine": "pulled",
        "pulled": "pulled",
        "far": "elsewhere",
    }
    assert [one.name for one in catalogue()][-3:] == ["mine", "pulled", "far"]
    assert listed["default"].about == "Built in." and listed["default"].bundle is not None
    assert listed["far"] == Listed("far", "elsewhere", "Can be pulled.")
    damaged = listed["pulled"]
    assert damaged.bundle is None and "morelli.json is damaged" in damaged.problem
    assert damaged.about == "Was pulled." and listed["mine"].about == ""
