"""No other site's page changes anything here with a visitor's browser.

Browsers say where a request comes from in `Sec-Fetch-Site`, and over http in `Origin`; programs say
neither. `/classifier` is open to the origins of `MORELLI_CORS_ORIGINS`, and forms under `/admin/`
have tokens.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from morelli.web.problems import problem, respond

_HARMLESS = ("GET", "HEAD", "OPTIONS")


class SameSite:
    """Refuses what a page of another origin sends to the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or 403."""
        guarded = request.path_info.startswith("/api/") and request.method not in _HARMLESS
        if guarded and _foreign(request):
            return respond(problem(request, "cross-site"))
        return self.get_response(request)


def _foreign(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
        return False
    return urlsplit(origin).netloc.lower() != request.get_host().lower()
