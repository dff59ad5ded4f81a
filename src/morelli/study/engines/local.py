"""Jobs on this machine: a process for each device, so that one which dies takes no other along."""

import os
import signal
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

import torch

from morelli.study.context import Context, Job
from morelli.study.engines import KILLED, reason
from morelli.study.worker import Worker

MOST_ON_CPU = 4
"""Processes on a CPU by default. Each needs memory, and one thread of several processes does more
than several of one: threads wait for each other after every product."""


@dataclass(frozen=True)
class _Place:
    """A process at work on a device."""

    device: int | None
    process: BaseProcess
    line: Connection


class LocalEngine:
    """A process for each GPU or, on the CPU, for each core up to `MOST_ON_CPU`."""

    def __init__(self, context: Context, parallel: int | None = None) -> None:
        """`parallel` jobs at a time instead."""
        gpus = torch.cuda.device_count() if context.accelerator != "cpu" else 0
        count = parallel or gpus or min(os.cpu_count() or 1, MOST_ON_CPU)
        self.context = context
        self.devices = [i % gpus if gpus else None for i in range(count)]

    def map(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, str | None]]:
        """Each job as it ends, with the reason where it failed."""
        todo = deque(jobs)
        busy: dict[Connection, tuple[_Place, Job]] = {}

        def give(place: _Place) -> None:
            job = todo.popleft()
            place.line.send(job)
            busy[place.line] = place, job

        try:
            for device in self.devices[: len(jobs)]:
                give(self._place(device))
            while busy:
                for line in wait(list(busy)):
                    assert isinstance(line, Connection)  # noqa: S101 - nothing else was waited for
                    place, job = busy.pop(line)
                    failed: str | None
                    try:
                        failed = line.recv()
                    except (EOFError, ConnectionError):
                        failed = KILLED
                        if todo:
                            place = self._place(place.device)
                    if todo:
                        give(place)
                    else:
                        place.line.close()
                    yield job, failed
        finally:
            for place, _ in busy.values():
                place.process.kill()

    def _place(self, device: int | None) -> _Place:
        start = get_context("spawn")
        ours, theirs = start.Pipe()
        cores = max(1, (os.cpu_count() or 1) // len(self.devices))
        process = start.Process(target=_serve, args=(theirs, self.context, device, cores))
        process.start()
        theirs.close()
        return _Place(device, process, ours)


def _serve(line: Connection, context: Context, device: int | None, cores: int) -> None:
    """Do jobs until there are no more: the line is closed, or whoever held it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the study decides what an interruption ends
    warnings.simplefilter("ignore")  # the same for every cell; what matters is in the results
    if device is not None:
        os.environ["CUDA_VISIBLE_DEVICES"] = str(device)
    torch.set_num_threads(cores)
    worker = Worker(context)
    while True:
        try:
            job = line.recv()
        except EOFError:
            return
        failed = None
        try:
            worker.do(job)
        except Exception as error:
            failed = reason(error)
        try:
            line.send(failed)
        except OSError:  # whoever asked is gone
            return
