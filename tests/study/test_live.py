"""What a study looks like while it runs."""

import io
import time

import pytest
from rich.console import Console

from morelli.study.live import time_left, view
from morelli.study.run import Progress


def shown(progress):
    console = Console(file=io.StringIO(), width=100)
    console.print(view(progress, "artist"))
    return console.file.getvalue()


def test_cells_failures_and_the_best_so_far():
    best = [(7, {"regularisation.l2": "0.1"}, 0.625)]
    text = shown(Progress(9, done=3, failed=1, runs=18, ended=6, best=best))
    assert "Cross-validation: 3 of 9 cells done, 1 failed" in text
    assert "artist accuracy" in text and " l2 " in text
    (row,) = (line.split() for line in text.splitlines() if "%" in line)
    assert row == ["7", "0.1", "62.5%"]


def test_there_is_no_table_before_the_first_cell():
    text = shown(Progress(9, stage="Features of frozen backbones"))
    assert "Features of frozen backbones: 0 of 9 cells done" in text
    assert "Best so far" not in text and "left" not in text


@pytest.mark.parametrize(
    ("seconds", "ended", "says"),
    [
        (60, 0, "unknown until the first cells are done"),
        (60, 6, "about 60 seconds left"),
        (600, 6, "about 10 minutes left"),
        (7200 * 3, 6, "about 6.0 hours left"),
    ],
)
def test_the_time_left_is_what_the_first_half_took(monkeypatch, seconds, ended, says):
    progress = Progress(4, runs=12, ended=ended)
    now = progress.started + seconds
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert says in time_left(progress)
