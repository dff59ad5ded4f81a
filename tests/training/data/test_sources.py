"""Which source most pictures come from."""

from pathlib import Path

from morelli.datasets import Sample
from morelli.training.data.sources import largest_source


def samples(*sources):
    return [Sample(Path(f"{i}.png"), "a", None, "train", s) for i, s in enumerate(sources)]


def test_the_largest_is_of_those_that_are_named():
    assert largest_source(samples("web", "museum", "museum", None, None, None, "")) == "museum"


def test_where_none_is_named_there_is_none():
    assert largest_source(samples(None, None)) is None
    assert largest_source([]) is None
