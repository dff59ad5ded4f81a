"""`/classifier` as the original server had it, for clients that were written for that one.

The statuses, bodies, key order and sentences are the original's, a 201 to GET among them;
only the names are those of our taxonomy, and CORS is open to chosen origins instead of all.
"""

import json
import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers

from morelli.errors import MorelliError
from morelli.images import PictureError, PictureTooLargeError
from morelli.taxonomy import Taxonomy
from morelli.web.inference_queue import BusyError
from morelli.web.problems import KINDS
from morelli.web.problems.storage import FULL, storage_problem
from morelli.web.services import context_of, services
from morelli.web.uploads import BodyTooLargeError, ask

ALLOW = "GET, POST, HEAD, OPTIONS"
REQUIRED = "Image file is required."

logger = logging.getLogger(__name__)


def classifier(request: HttpRequest) -> HttpResponse:
    """Answer as the original server; no failure leaves it in another shape."""
    answer = _ANSWERS.get(request.method or "", _not_allowed)
    try:
        response = answer(request)
    except BusyError as busy:
        response = _error(str(busy), 429)
        response["Retry-After"] = str(busy.retry_after)
    except (MorelliError, OSError) as error:
        full = storage_problem(error) == FULL
        response = _error(KINDS[FULL].advice, 507) if full else _error(str(error), 500)
    except Exception:
        logger.exception("%s %s failed", request.method, request.path)
        response = _error("The picture could not be classified.", 500)
    response["Allow"] = ALLOW
    return _share(request, response)


def _names(_: HttpRequest) -> HttpResponse:
    taxonomy = Taxonomy.load()
    return _success(
        class_names1=[style.name for style in taxonomy.painting91_styles()],
        class_names2=[artist.name for artist in taxonomy.painting91_artists()],
    )


def _classify(request: HttpRequest) -> HttpResponse:
    with context_of(request).services.queue.slot():
        return _parse(request) or _answer(request)


def _parse(request: HttpRequest) -> HttpResponse | None:
    """Read the body; the response where that fails, and None where it can be gone on with."""
    if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        return None
    try:
        match request.content_type:
            case "multipart/form-data":
                request.FILES  # noqa: B018  (parsed on first use)
            case "application/json":
                json.loads(request.body)
            case other:
                return _detail(f'Unsupported media type "{other}" in request.', 415)
    except BodyTooLargeError as error:
        return _error(str(error), 413)
    except RequestDataTooBig:
        return _error(REQUIRED, 400)  # text and JSON of any length; what matters is missing
    except (ValueError, RecursionError) as error:
        return _detail(f"JSON parse error - {error}", 400)
    except (MultiPartParserError, UnreadablePostError, SuspiciousOperation) as error:
        return _detail(f"Multipart form parse error - {error}", 400)
    return None


def _answer(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("image")
    if upload is None:
        return _error(REQUIRED, 400)
    (outcome,) = ask(context_of(request), [upload], top=1, crop=True)
    match outcome.error:
        case None:
            pass
        case PictureTooLargeError():
            return _error(str(outcome.error), 413)
        case PictureError():
            return _error("The uploaded file is not recognized as an image.", 400)
        case _:
            raise outcome.error
    attribution = outcome.attribution
    if attribution is None or not (attribution.styles and attribution.artists):
        return _error("This model does not name both a painter and a style.", 500)
    return _success(class1=attribution.styles[0].name, class2=attribution.artists[0].name)


def _options(_: HttpRequest) -> HttpResponse:
    return HttpResponse(status=200)


def _not_allowed(request: HttpRequest) -> HttpResponse:
    return _detail(f'Method "{request.method}" not allowed.', 405)


_ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "GET": _names,
    "HEAD": _names,
    "POST": _classify,
    "OPTIONS": _options,
}


def _success(**fields: object) -> HttpResponse:
    return _json({"status": "success", **fields}, 201)


def _error(sentence: str, status: int) -> HttpResponse:
    return _json({"error": sentence}, status)


def _detail(sentence: str, status: int) -> HttpResponse:
    return _json({"detail": sentence}, status)


def _json(body: dict[str, object], status: int) -> HttpResponse:
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(body, status=status, json_dumps_params=compact)


def _share(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """CORS: let the pages of the chosen origins read the response."""
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    if origin.lower() in services().environment.cors_origins:
        response["Access-Control-Allow-Origin"] = origin
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = ALLOW
            response["Access-Control-Allow-Headers"] = "accept, content-type, x-requested-with"
            response["Access-Control-Max-Age"] = "86400"
    return response
