"""`/healthz`, `/readyz` and `/metrics`: for supervisors, load balancers and Prometheus."""

import logging
import secrets
from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from morelli.web.environment import environment
from morelli.web.middleware import telemetry
from morelli.web.middleware.proxy import client, within
from morelli.web.problems import KINDS
from morelli.web.problems.storage import UNAVAILABLE, storage_problem
from morelli.web.services import services
from morelli.web.storage_probe import probe

_REFUSED = "only for addresses in MORELLI_MONITORS, or with the token in MORELLI_MONITOR_TOKEN"

logger = logging.getLogger(__name__)


class Health:
    """Answers before the host name is checked, since supervisors call by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one of the three paths; others are the next middleware's affair."""
        answer = _ANSWERS.get(request.path_info)
        if answer is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if answer is _healthy or _may_monitor(request):
            response = answer()
        else:
            response = JsonResponse({"status": _REFUSED}, status=403)
        response["Cache-Control"] = "no-store"
        return response


def _may_monitor(request: HttpRequest) -> bool:
    """Whether it comes from where `MORELLI_MONITORS` says, or has the token of monitors."""
    chosen = environment()
    if within(client(request), chosen.monitors):
        return True
    said = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {chosen.monitor_token}".encode()
    return bool(chosen.monitor_token) and secrets.compare_digest(said, wanted)


def _healthy() -> HttpResponse:
    """200 as soon as the model is loaded: a process is not called before that."""
    return JsonResponse({"status": "ok"})


def _ready() -> HttpResponse:
    """200 where what visitors leave can be kept; and how much of the gallery can be compared."""
    index = services().index
    gallery = {"paintings": len(index.gallery), "indexed": len(index)}
    try:
        probe()
    except (Error, OSError) as error:
        logger.error("Not ready: %s", error)
        kind = KINDS.get(storage_problem(error) or "", KINDS[UNAVAILABLE])
        return JsonResponse({"status": f"{kind.title}: {kind.advice}"}, status=503)
    return JsonResponse({"status": "ok", "gallery": gallery})


def _metrics() -> HttpResponse:
    try:
        return HttpResponse(telemetry.exposition(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
    except OSError as error:
        return HttpResponse(f"{error}\n", status=503, content_type="text/plain")


_ANSWERS: dict[str, Callable[[], HttpResponse]] = {
    "/healthz": _healthy,
    "/readyz": _ready,
    "/metrics": _metrics,
}
