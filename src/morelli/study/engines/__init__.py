"""Where jobs are done: on this machine's devices, or on a Ray cluster."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from morelli.errors import MorelliError
from morelli.study.context import Job

NO_RAY = '--engine ray needs Ray: install it with pip install "morelli[ray]".'

KILLED = "The process was killed, most likely for want of memory."
"""Reason of a job whose worker is gone."""


class Engine(Protocol):
    """Does jobs, several at a time, in workers of their own."""

    def map(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, str | None]]:
        """Each job as it ends, with the reason where it failed."""


def reason(error: BaseException) -> str:
    """What went wrong, in a line for people."""
    said = " ".join(str(error).split())
    if isinstance(error, MorelliError):
        return said
    name = type(error).__name__
    if isinstance(error, MemoryError) or "out of memory" in said.casefold():
        name = "Out of memory"
    return f"{name}: {said}" if said else name
