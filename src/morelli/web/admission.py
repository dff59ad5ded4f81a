"""A slot in the queue for requests that carry pictures or make the model work."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from morelli.errors import MorelliError
from morelli.web.problems import failures
from morelli.web.services import context_of


def admit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Begin with a model, and take a slot in the queue, before the body is looked at.

    Answers 429 where there is none.
    """

    @wraps(view)
    def admitted(request: HttpRequest, **arguments: object) -> HttpResponse:
        try:
            with context_of(request).services.queue.slot():
                return view(request, **arguments)
        except MorelliError as error:  # of these two; the API has answered what a view raises
            return failures.respond_to(request, error)

    return admitted
