"""Headers that answers have beside those of Django's own middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNUSED = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation"),
    *("gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
    *("xr-spatial-tracking",),
)
"""What browsers can do, and this page never asks for."""

POLICY = ", ".join(f"{feature}=()" for feature in UNUSED)


class Headers:
    """`Permissions-Policy` on everything; of the API's answers, that only their browser keeps them.

    And not without asking whether they are still the same. A view may say otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers."""
        response = self.get_response(request)
        response["Permissions-Policy"] = POLICY
        if request.path_info.startswith(("/api/", "/classifier")):
            response.setdefault("Cache-Control", "private, no-cache")
        return response
