"""Both columns of every table that says how good a model is."""

from morelli.evaluation.columns import COMPARED, compared, readable
from morelli.evaluation.names import NAMES


def measure(value: float, n: int = 100) -> dict[str, float | int]:
    return {"value": value, "low": value - 0.1, "high": value + 0.1, "n": n}


HOME = {"artist": {"accuracy": measure(0.7), "chance": 0.1}, "refusal": {}}
NEW = {"artist": {"accuracy": measure(0.6)}, "refusal": {"painting_refused": measure(0.2)}}


def test_the_first_table_is_set_beside_home():
    metrics = {**HOME, "elsewhere": {"first": {"new": NEW}, "second": {"new": {}}}}
    assert [(row.measure, row.home, row.elsewhere) for row in compared(metrics)] == [
        ("artist.accuracy", measure(0.7), measure(0.6)),
        ("refusal.painting_refused", None, measure(0.2)),
    ]


def test_models_that_were_measured_at_home_alone_have_one_column():
    for metrics in (HOME, {**HOME, "elsewhere": {"elsewhere_artist": measure(0.5)}}):
        [row] = compared(metrics)
        assert (row.home, row.elsewhere) == (measure(0.7), None)
    assert compared({}) == []


def test_what_is_compared_is_measured():
    assert {name.partition(".")[2] for name in COMPARED} <= set(NAMES)


def test_shares_and_other_numbers_for_people():
    assert readable("artist.accuracy", measure(0.704, 2066)) == "70.4 % (60.4 to 80.4; 2,066)"
    assert readable("artist.set_size", measure(3.8)) == "3.800 (3.700 to 3.900; 100)"
    assert readable("artist.accuracy", None) == ""
