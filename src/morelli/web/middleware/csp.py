"""The Content Security Policy: only this server, only files, no inline scripts."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob: data:",  # previews of chosen pictures; icons in style sheets
        "style-src 'self' 'nonce-{nonce}'",  # Angular puts components' styles into the page
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicy:
    """Gives every request a nonce, and every response the policy that names it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the header; views find the nonce with `nonce(request)`."""
        request.META["morelli.nonce"] = secrets.token_urlsafe(16)
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY.format(nonce=nonce(request))
        return response


def nonce(request: HttpRequest) -> str:
    """The nonce that inline styles of this response must carry."""
    return str(request.META["morelli.nonce"])
