"""Charts hold the numbers that they are given, in the page's own colours."""

import json
import math
import re

import numpy as np
import pytest

from morelli.report import charts


def values(spec):
    """All rows that a chart has."""
    return [row for rows in spec.get("datasets", {}).values() for row in rows]


def encodings(spec, channel):
    parts = spec.get("layer", [spec])
    return [part["encoding"][channel] for part in parts if channel in part["encoding"]]


def test_reliability_has_a_point_for_each_certainty_that_was_said():
    confidence = np.array([0.88, 0.89, 0.9, 0.91, 0.31, 0.32])
    spec = charts.reliability(confidence, np.array([True, True, True, False, False, True]))
    points = [row for row in values(spec) if row.get("pictures")]
    said = {(round(row["said"], 3), row["right"], row["pictures"]) for row in points}
    assert said == {(0.315, 0.5, 2), (0.895, 0.75, 4)}
    assert all(row["low"] < row["right"] < row["high"] for row in points)
    assert {"said": 1, "right": 1} in values(spec)  # the diagonal


def test_labels_of_a_factor_stay_in_their_order():
    best = {"accuracy": 0.5, "low": 0.4, "high": 0.6, "best": True}
    rows = [{"label": label, "cell": f"{label}, 1"} | best for label in ("z", "a")]
    spec = charts.intervals([*rows, rows[0] | {"best": False, "accuracy": 0.3}], "accuracy")
    assert all(y["sort"] == y["scale"]["domain"] == ["z", "a"] for y in encodings(spec, "y"))
    assert sorted(row["accuracy"] for row in values(spec)) == [0.3, 0.5, 0.5]


def test_costs_are_logarithmic_so_what_costs_nothing_is_left_out():
    row = {"name": "cell 1", "accuracy": 0.5, "low": 0.4, "high": 0.6, "series": "a"}
    rows = [row | {"ms": 10.0}, row | {"ms": 0.0}, row | {"ms": 40.0, "series": "b"}]
    spec = charts.cost(rows, "ms", "milliseconds", "right")
    assert {row["ms"] for row in values(spec)} == {10.0, 40.0}
    (x, *_) = encodings(spec, "x")
    assert x["scale"]["type"] == "log" and x["scale"]["domain"] == [10 / 1.3, 40 * 1.3]
    assert encodings(spec, "color")[0]["scale"]["domain"] == ["a", "b"]
    alone = charts.cost(rows[:1], "ms", "milliseconds", "right")
    assert encodings(alone, "color")[0] == {"value": charts.LINE}
    assert values(charts.cost([], "ms", "milliseconds", "right")) == []


def test_a_loss_that_is_no_number_is_no_point():
    row = {"run": "cell 1", "name": "x", "what": "training", "line": "1"}
    steps = [row | {"step": 1, "loss": 2.0}, row | {"step": 2, "loss": math.nan}]
    assert [row["step"] for row in values(charts.curves(steps, "loss", "loss", False))] == [1]


@pytest.mark.parametrize(
    "spec",
    [
        charts.reliability(np.array([0.5]), np.array([True])),
        charts.intervals([], "accuracy"),
        charts.cost([], "ms", "ms", "right"),
        charts.curves([], "loss", "loss", percent=True),
    ],
    ids=["reliability", "intervals", "cost", "curves"],
)
def test_a_chart_is_json_as_wide_as_its_place_and_has_the_pages_colours(spec):
    text = json.dumps(spec, allow_nan=False)
    assert spec["width"] == "container" and spec["background"] == "transparent"
    assert not re.search(r"#[0-9a-f]{6}", text)
