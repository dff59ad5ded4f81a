"""Jobs on a Ray cluster: an actor for each GPU, or for each machine's cores.

All machines must see the pictures, the weights and the study's folder under the same paths.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from morelli.errors import MorelliError
from morelli.study.engines import KILLED, NO_RAY, reason

try:
    import ray
except ModuleNotFoundError as error:
    raise MorelliError(NO_RAY) from error

import torch

from morelli.study.context import Context, Job
from morelli.study.worker import Worker


class RayEngine:
    """One worker for each GPU of the cluster, or for each of its machines; or as many as asked."""

    def __init__(self, context: Context, parallel: int | None = None) -> None:
        """Join the cluster that RAY_ADDRESS names, or start one on this machine."""
        if not ray.is_initialized():
            ray.init(log_to_driver=False, configure_logging=False)
        there = ray.cluster_resources()
        gpus = int(there.get("GPU", 0)) if context.accelerator != "cpu" else 0
        machines = [node for node in ray.nodes() if node["Alive"]]
        self.count = parallel or gpus or len(machines)
        cpus = max(1, int(min(n["Resources"].get("CPU", 1) for n in machines)))
        if not gpus and self.count > len(machines):
            cpus = max(1, int(there.get("CPU", 1)) // self.count)
        self.options = {"num_gpus": 1} if gpus else {"num_cpus": cpus}
        self.cores = cpus
        self.context = ray.put(context)

    def map(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, str | None]]:
        """Each job as it ends, with the reason where it failed."""
        todo = deque(jobs)
        busy: dict[Any, tuple[Job, Any]] = {}

        def give(actor: Any) -> None:
            job = todo.popleft()
            busy[actor.do.remote(job)] = job, actor

        try:
            for _ in range(min(self.count, len(jobs))):
                give(self._actor())
            while busy:
                (ended, *_), _ = ray.wait(list(busy))
                job, actor = busy.pop(ended)
                failed: str | None
                try:
                    failed = ray.get(ended)
                except ray.exceptions.RayError:
                    failed = KILLED
                    if todo:
                        actor = self._actor()
                if todo:
                    give(actor)
                yield job, failed
        finally:
            for _, actor in busy.values():
                ray.kill(actor)

    def _actor(self) -> Any:
        return ray.remote(_Place).options(**self.options).remote(self.context, self.cores)


class _Place:
    """A worker in a process of Ray's."""

    def __init__(self, context: Context, cores: int) -> None:
        torch.set_num_threads(cores)
        self.worker = Worker(context)

    def do(self, job: Job) -> str | None:
        try:
            self.worker.do(job)
        except Exception as error:
            return reason(error)
        return None
