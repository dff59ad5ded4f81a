"""The published numbers agree with each other."""

from dataclasses import replace

from morelli.study.live import time_left
from morelli.study.published import load, named
from morelli.study.run import Progress


def test_the_published_shares_are_those_of_the_pictures():
    style = load()["painting91"]["style"]
    original = style["results"][0]
    assert round(original["right"] / style["test_pictures"], 4) == original["accuracy"]
    assert len(style["classes"]) == 13


def test_only_the_data_set_itself_is_named(given):
    assert named(given) is None
    assert named(replace(given, name="painting91")) == "painting91"


def test_the_time_left_is_an_estimate_in_words(monkeypatch):
    monkeypatch.setattr("time.monotonic", lambda: 100.0)
    assert "unknown" in time_left(Progress(4, runs=8, started=0))
    assert time_left(Progress(4, runs=8, ended=6, started=0)) == "about 33 seconds left"
    assert time_left(Progress(4, runs=80, ended=6, started=0)) == "about 21 minutes left"
    assert time_left(Progress(4, runs=8000, ended=6, started=0)) == "about 37.0 hours left"
