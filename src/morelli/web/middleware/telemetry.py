"""Counts for Prometheus: what was asked, how it went, how long it took.

Where `PROMETHEUS_MULTIPROC_DIR` names a folder, as `morelli serve` sees to, all processes of the
server count into it, and whichever of them is asked tells of all.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from morelli.web.services import services

logger = logging.getLogger(__name__)

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency histogram, in seconds."""

_requests = Counter("morelli_requests", "Requests answered.", ("route", "method", "status"))
_seconds = Histogram("morelli_request_seconds", "Time to an answer.", ("route",), buckets=BUCKETS)
_waiting = Gauge(
    "morelli_queue_depth", "Pictures waiting for the model.", multiprocess_mode="livesum"
)
_pictures = Counter("morelli_pictures", "Pictures that the model was asked about.")


class Telemetry:
    """Notes every request by the route that answered it, never by its path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note it."""
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        route = route_of(request)
        method = request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
        with _at_no_cost():
            _requests.labels(route, method, response.status_code).inc()
            _seconds.labels(route).observe(seconds)
            _waiting.set(services().queue.waiting)
        return response


def route_of(request: HttpRequest) -> str:
    """The pattern of the path that answered, once it has; "other" where none did."""
    return "/" + request.resolver_match.route if request.resolver_match else "other"


def exposition() -> bytes:
    """Everything in Prometheus' text format.

    Raises:
        OSError: the folder where the processes count is gone.
    """
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        try:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise FileNotFoundError(str(error)) from error
    return generate_latest(registry)


def count_pictures(number: int) -> None:
    """Count pictures that visitors sent and the model was asked about."""
    with _at_no_cost():
        _pictures.inc(number)


@contextmanager
def _at_no_cost() -> Iterator[None]:
    """What can't be counted is answered all the same: the folder may be full, or gone."""
    try:
        yield
    except Exception as error:
        logger.warning("A request could not be counted: %s", error)
