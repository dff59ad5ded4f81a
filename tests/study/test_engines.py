"""Workers in processes of their own: on this machine, and on a cluster of two."""

import threading

import pytest

from morelli.recipes.networks import BackboneError
from morelli.study.context import Context, usable
from morelli.study.engines import KILLED, reason
from morelli.study.engines.local import LocalEngine
from morelli.study.grid import expand
from morelli.study.run import run


def test_reasons_are_for_people():
    assert reason(MemoryError()) == "Out of memory"
    assert reason(BackboneError("There is no such backbone.")) == "There is no such backbone."
    assert reason(RuntimeError("CUDA out of memory.\n Tried")).startswith("Out of memory: CUDA")
    assert reason(KeyError("x")) == "KeyError: 'x'"
    assert "\n" not in reason(ValueError("two\nlines"))


@pytest.fixture
def context(study, given, tmp_path):
    asked = study(factors={"regularisation.l2": [0, 0.01]})
    kept = usable(asked, given)
    return Context(asked, tmp_path / "study", kept, kept.fingerprint(), accelerator="cpu")


@pytest.mark.slow
def test_on_this_machine_several_work_at_once(context, given):
    progress = run(context, given, expand(context.study), LocalEngine(context, parallel=2))
    assert (progress.done, progress.failed) == (2, 0)
    assert (context.folder / "comparisons.json").is_file()


@pytest.mark.slow
def test_a_worker_that_is_killed_takes_no_other_along(context, given, monkeypatch):
    """As the kernel does where memory runs out: its cells are tried one by one, in new workers."""
    engine = LocalEngine(context, parallel=1)
    start, reasons, places = engine._place, [], []

    def place(device):
        places.append(start(device))
        if len(places) == 2:  # the first brings the features; this one would fit both cells
            threading.Timer(0.3, places[-1].process.kill).start()
        return places[-1]

    def heard(jobs, mapped=engine.map):
        for job, why in mapped(jobs):
            reasons.append(why)
            yield job, why

    monkeypatch.setattr(engine, "_place", place)
    monkeypatch.setattr(engine, "map", heard)
    progress = run(context, given, expand(context.study), engine)
    assert (progress.done, progress.failed) == (2, 0)
    assert reasons.count(KILLED) == 1
    for made in places:
        made.process.join(120)
        assert not made.process.is_alive()


@pytest.mark.slow
def test_on_a_cluster_of_two_machines(context, given, monkeypatch):
    ray = pytest.importorskip("ray", reason="Ray is not installed")
    from ray.cluster_utils import Cluster

    from morelli.study.engines.cluster import RayEngine

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_worker_niceness", "0")  # else other tests starve its workers
    cluster = Cluster()
    try:
        for _ in range(2):
            cluster.add_node(num_cpus=1, include_dashboard=False, object_store_memory=100_000_000)
        ray.init(address=cluster.address, log_to_driver=False)
        engine = RayEngine(context)
        assert engine.count == 2
        progress = run(context, given, expand(context.study), engine)
        assert (progress.done, progress.failed) == (2, 0)
        assert len({node["NodeID"] for node in ray.nodes() if node["Alive"]}) == 2
    finally:
        ray.shutdown()
        cluster.shutdown()
