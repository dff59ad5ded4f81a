"""The Content Security Policy: only this server, only files, no inline scripts."""

from csp.constants import NONCE, NONE, SELF
from django.http import HttpRequest

DIRECTIVES = {
    "default-src": [SELF],
    "img-src": [SELF, "blob:", "data:"],  # previews of chosen pictures; icons in style sheets
    "style-src": [SELF, NONCE],  # Angular puts components' styles into the page
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}


def nonce(request: HttpRequest) -> str:
    """The nonce that inline styles of this response must carry; made where it is asked for."""
    return str(request.csp_nonce)  # type: ignore[attr-defined]
