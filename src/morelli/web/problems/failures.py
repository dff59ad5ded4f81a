"""Which problem an exception or a bare error response under /api/ becomes."""

import logging
import sys
from collections.abc import Callable

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.defaults import server_error
from ninja.errors import HttpError, ValidationError

from morelli.explain import ExplainError
from morelli.gallery import UnknownPaintingError
from morelli.images import PictureError
from morelli.taxonomy.spelling import UnknownNameError
from morelli.teaching import KnownPainterError, TeachError
from morelli.web.inference_queue import BusyError, OverdueError
from morelli.web.problems import (
    KINDS,
    MEDIA_TYPE,
    InvalidParameters,
    WrongField,
    problem,
    respond,
)
from morelli.web.problems.storage import FULL, UNAVAILABLE, storage_problem
from morelli.web.teaching.store import TeachingOffError, UnknownLessonError
from morelli.web.throttling.throttle import ThrottledError
from morelli.web.uploads import BodyTooLargeError

HANDLED = (ValidationError, HttpError, Http404, Exception)
"""What NinjaAPI has handlers of its own for, all to be replaced by `respond_to`."""

_BY_STATUS = {
    400: "malformed-request",
    401: "sign-in",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    415: "unsupported-body",
    KINDS[UNAVAILABLE].status: UNAVAILABLE,
    KINDS[FULL].status: FULL,
}

_FIELDS = "The form's fields that are not files have more than 100 kB; make them shorter."

logger = logging.getLogger(__name__)


def respond_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """The response to what a view of the API raised; what nobody foresaw is logged."""
    match error:
        case BusyError():
            return _come_back(request, "busy", error)
        case OverdueError():
            return _come_back(request, "overdue", error)
        case ValidationError():
            return respond(_invalid(request, error))
        case BodyTooLargeError():
            return respond(problem(request, "too-large", str(error)))
        case RequestDataTooBig():
            return respond(problem(request, "too-large", _FIELDS))
        case TooManyFilesSent() | TooManyFieldsSent():
            return respond(problem(request, "too-many-files"))
        case MultiPartParserError() | UnreadablePostError() | SuspiciousOperation():
            return respond(problem(request, "malformed-request", str(error)))
        case HttpError():
            code = _BY_STATUS.get(error.status_code, "internal")
            return respond(problem(request, code, str(error)))
        case PictureError():
            return respond(problem(request, error.code, str(error)))
        case UnknownPaintingError() | UnknownLessonError():
            return respond(problem(request, "not-found", str(error)))
        case ExplainError():
            return respond(problem(request, "not-explained", str(error)))
        case TeachingOffError():
            return respond(problem(request, "teaching-off", str(error)))
        case KnownPainterError():
            return respond(problem(request, "known-painter", str(error)))
        case TeachError() | UnknownNameError():
            return respond(problem(request, "not-taught", str(error)))
        case ThrottledError():
            return _come_back(request, "throttled", error)
        case Http404():
            return respond(problem(request, "not-found"))
    if storage := storage_problem(error):
        logger.error("%s %s: %s", request.method, request.path, error)
        return respond(problem(request, storage))
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return respond(problem(request, "internal"))


def _come_back(
    request: HttpRequest, code: str, error: BusyError | OverdueError | ThrottledError
) -> HttpResponse:
    return respond(problem(request, code, str(error)), Retry_After=str(error.retry_after))


def uncaught(request: HttpRequest) -> HttpResponse:
    """`handler500`, for what is not the API: a sentence where the disk is full, else Django's."""
    storage = storage_problem(sys.exc_info()[1])
    if storage is None:
        return server_error(request)
    kind = KINDS[storage]
    sentence = f"{kind.title}. {kind.advice}"
    return HttpResponse(sentence, status=kind.status, content_type="text/plain; charset=utf-8")


def _invalid(request: HttpRequest, error: ValidationError) -> InvalidParameters:
    wrong = [WrongField(field=str(one["loc"][-1]), detail=one["msg"]) for one in error.errors]
    detail = "; ".join(f"{one.field}: {one.detail}" for one in wrong)
    document = problem(request, "invalid-parameter", detail)
    return InvalidParameters(**document.model_dump(), errors=wrong)


class Failures:
    """Turns what Django itself refuses under /api/ into problem details too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Unknown paths, wrong methods and hosts, and failures outside the API's own views."""
        response = self.get_response(request)
        if (
            response.status_code < 400
            or not request.path_info.startswith("/api/")
            or response.get("Content-Type") == MEDIA_TYPE
        ):
            return response
        document = problem(request, _BY_STATUS.get(response.status_code, "internal"))
        allow = response.get("Allow")
        return respond(document, Allow=allow) if allow else respond(document)
