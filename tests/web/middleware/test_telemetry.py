"""`/metrics` counts what was asked; `/readyz` says whether it can be answered."""

import shutil
from concurrent.futures import ThreadPoolExecutor

from prometheus_client.parser import text_string_to_metric_families

REQUESTS = "morelli_requests_total"
LATENCY = "morelli_request_seconds"


def samples(server) -> dict[tuple[str, frozenset], float]:
    """Every sample by name and labels, as Prometheus reads them."""
    answer = server.request("GET", "/metrics", Host="10.1.2.3")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = list(text_string_to_metric_families(answer.body.decode()))
    assert all(family.documentation for family in families)
    found = [sample for family in families for sample in family.samples]
    assert len({(one.name, frozenset(one.labels.items())) for one in found}) == len(found)
    return {(one.name, frozenset(one.labels.items())): one.value for one in found}


def of(found, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


def test_requests_and_pictures_are_counted(server, draw):
    request = {"route": "/api/v1/attributions", "method": "POST", "status": "200"}
    before = samples(server)
    files = [("files", f"{seed}.jpg", draw(seed=seed)) for seed in range(3)]
    assert server.post("/api/v1/attributions", *files).status == 200
    after = samples(server)
    assert of(after, REQUESTS, **request) == of(before, REQUESTS, **request) + 1
    count = LATENCY + "_count"
    route = "/api/v1/attributions"
    assert of(after, count, route=route) == of(before, count, route=route) + 1
    pictures = "morelli_pictures_total"
    assert of(after, pictures) == of(before, pictures) + 3
    assert of(after, "morelli_queue_depth") == 0


def test_a_histogram_grows_to_its_count(server):
    server.request("GET", "/api/v1/taxonomy")
    found = samples(server)
    buckets = sorted(
        (float(dict(labels)["le"]), value)
        for (name, labels), value in found.items()
        if name == LATENCY + "_bucket" and dict(labels)["route"] == "/api/v1/taxonomy"
    )
    counts = [count for _, count in buckets]
    assert len(counts) == 12
    assert counts == sorted(counts)
    assert counts[-1] == of(found, LATENCY + "_count", route="/api/v1/taxonomy") > 0


def test_paths_are_counted_by_their_route(server):
    server.request("GET", "/api/v1/gallery/secret-id")
    found = samples(server)
    assert "secret-id" not in str(found)
    assert of(found, REQUESTS, route="/api/v1/gallery/<painting_id>", method="GET", status="404")


def test_every_process_tells_of_all(serve, draw):
    route = {"route": "/api/v1/attributions", "method": "POST", "status": "200"}
    with serve(MORELLI_WORKERS="2") as server:
        with ThreadPoolExecutor(4) as pool:
            pictures = [("files", "a", draw(seed=seed)) for seed in range(12)]
            list(pool.map(lambda one: server.post("/api/v1/attributions", one), pictures))
        for _ in range(6):
            found = samples(server)
            assert of(found, REQUESTS, **route) == of(found, "morelli_pictures_total") == 12


def test_a_request_that_cannot_be_counted_is_answered(serve, draw, tmp_path):
    with serve(TMPDIR=str(tmp_path)) as server:
        (folder,) = tmp_path.glob("morelli-metrics-*")
        shutil.rmtree(folder)
        assert server.request("GET", "/healthz").status == 200
        for _ in range(2):
            assert server.request("GET", "/api/v1/taxonomy").status == 200
        answer = server.post("/api/v1/attributions", ("files", "a", draw()))
        assert answer.status == 200
        assert server.request("GET", "/metrics").status == 503


def test_ready(server):
    answer = server.request("GET", "/readyz", Host="10.1.2.3")
    assert answer.status == 200
    gallery = answer.json()["gallery"]
    assert 0 <= gallery["indexed"] <= gallery["paintings"]
