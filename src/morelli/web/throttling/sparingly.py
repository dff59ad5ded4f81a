"""A limit for what a visitor leaves on the server, so that nobody fills its disk."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from morelli.web.environment import environment
from morelli.web.problems import failures
from morelli.web.throttling.throttle import Throttle, visitor

HOUR = 3600


def sparingly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a visitor leave no more than `MORELLI_KEPT_PER_HOUR` things; else answer 429."""

    @wraps(view)
    def throttled(request: HttpRequest, **arguments: object) -> HttpResponse:
        try:
            Throttle("keep", environment().kept_per_hour, HOUR).spend(visitor(request))
        except Exception as error:  # the database's, too: views' are the API's affair
            return failures.respond_to(request, error)
        return view(request, **arguments)

    return throttled
