"""Types commands in."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from morelli.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left: exit code, and what it printed with blanks and line ends as one."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return " ".join(self.err.split())


@pytest.fixture
def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Types `morelli …`; what comes back is the exit code, stdout and stderr."""

    def typed(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["morelli", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return int(stop.value.code or 0), printed.out, printed.err

    return typed


@pytest.fixture
def morelli(
    typed: Callable[..., tuple[int, str, str]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Done]:
    """Types `morelli …`, and expects the exit code `code`."""
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("MORELLI_BUNDLE", raising=False)
    monkeypatch.setattr("warnings.formatwarning", warnings.formatwarning)  # `train` sets its own

    def ended(*arguments: object, code: int = 0) -> Done:
        done = Done(*typed(*arguments))
        assert done.code == code, done.err
        return done

    return ended
