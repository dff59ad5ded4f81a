"""HEAD for the API, which knows only GET: the same headers, and no body."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Head:
    """Lets views under /api/ answer as if they were asked by GET; the server sends no body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only reading is turned so: where there is no GET, the answer is still 405."""
        if request.method == "HEAD" and request.path_info.startswith("/api/"):
            request.method = "GET"
        return self.get_response(request)
