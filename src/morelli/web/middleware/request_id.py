"""An id for every request, in its answer and in every line of the log about it."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from morelli.web.logs import REQUESTS, request_id
from morelli.web.middleware.telemetry import route_of

_SANE = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)

logger = logging.getLogger(REQUESTS)


class RequestId:
    """Takes the id that a proxy sends in `X-Request-ID`, or makes one; and logs the request.

    By its route, because paths hold what links to shared answers keep secret.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the id in a header."""
        sent = request.headers.get("X-Request-ID", "")
        named = sent if _SANE.fullmatch(sent) else secrets.token_hex(8)
        token = request_id.set(named)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = named
            fields = {
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "seconds": round(time.perf_counter() - started, 4),
            }
            logger.info("answered", extra={"fields": fields})
        finally:
            request_id.reset(token)
        return response
