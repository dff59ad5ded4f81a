"""A slot in the queue for requests that carry pictures or make the model work."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from morelli.web.inference_queue import BusyError, inference_queue
from morelli.web.problems import failures


def admit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Take a slot in the queue before the body is read; answer 429 where there is none."""

    @wraps(view)
    def admitted(request: HttpRequest, **arguments: object) -> HttpResponse:
        try:
            with inference_queue().slot():
                return view(request, **arguments)
        except BusyError as busy:
            return failures.respond_to(request, busy)

    return admitted
