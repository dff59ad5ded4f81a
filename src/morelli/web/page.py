"""The browser app: its files, and its one page for every path that nothing else answers."""

import re
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from morelli.web.middleware.csp import nonce

_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>morelli</title>
<h1>The browser app is not built yet</h1>
<p>Run <code>make webapp</code> and start the server again.
<p>The <a href="{root}api/docs">API</a> works already.
</html>
"""

_ROOT_ELEMENT = re.compile(r"<([a-z]+(?:-[a-z]+)+)")


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves the built files, but for the page itself, which needs its nonce."""

    FOREVER = 31_536_000  # a year in seconds, the longest that caches are asked for

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.files.pop("/index.html", None)

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """The file, or 404 where the app was built anew since this server started."""
        try:
            response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        except FileNotFoundError as error:
            raise Http404 from error
        return response


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The app's page; which of its views to show is decided in the browser by the path.

    A path that looks like a file is not the app's, so that a missing script is a 404 and not
    a page.
    """
    if "." in PurePosixPath(path).name and path != "index.html":
        raise Http404
    html = index()
    if html is None:
        return HttpResponse(_NOT_BUILT.format(root=get_script_prefix()), status=503)
    # All its addresses are relative to this one.
    html = html.replace('<base href="/"', f'<base href="{get_script_prefix()}"', 1)
    # Angular takes the nonce for its components' styles from this attribute.
    html = _ROOT_ELEMENT.sub(rf'<\1 ngCspNonce="{nonce(request)}"', html, count=1)
    return HttpResponse(html, headers={"Cache-Control": "no-cache"})


@cache
def index() -> str | None:
    """The page as built; None where it isn't. Read once, as the list of files is."""
    path = settings.APP / "index.html"
    return path.read_text(encoding="utf-8") if path.is_file() else None
