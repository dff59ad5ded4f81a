"""What verbs say beside their results."""

import warnings

import pytest
from rich.console import Console

from morelli.cli.console import SHOWN, fetching, say_skipped, warn_plainly
from morelli.datasets import Problem


def test_the_first_skipped_are_named_and_the_rest_counted() -> None:
    console = Console(width=200, force_terminal=False)
    with console.capture() as captured:
        say_skipped(console, [Problem(f"{i}.jpg", "torn") for i in range(SHOWN + 3)])
    lines = captured.get().splitlines()
    assert lines[0] == "skipped 0.jpg: torn"
    assert lines[-1] == "skipped 3 more" and len(lines) == SHOWN + 1


def test_warnings_are_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warnings, "formatwarning", warnings.formatwarning)
    warn_plainly()
    assert warnings.formatwarning("slow", UserWarning, "x.py", 1) == "warning: slow\n"


def test_bytes_and_files_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with fetching() as report:
        report("model.onnx", 3_000_000, 9_000_000)
        report("unpacking", 5, None)
    said = capsys.readouterr().err
    assert "3 of 9 MB" in said and "5 files" in said
