"""Tables of what was measured, for people."""

import pytest

from morelli.cli.metrics_table import show

M = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 1234}


def test_each_part_is_a_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    metrics = {"artist": {"accuracy": M, "chance": 0.25}, "refusal": {"painting_refused": M}}
    show(metrics, {"artist": 4, "style": 3})
    said = capsys.readouterr().out
    assert "Artist, 4 classes" in said and "Style" not in said
    lines = [line.split() for line in said.splitlines()]
    assert ["accuracy", "0.5000", "0.4000", "to", "0.6000", "1,234"] in lines
    assert ["accuracy", "of", "chance", "0.2500"] in lines
