"""`/api/v1/teaching`: staff teach the model a painter, and let the taught model answer."""

from typing import Annotated, Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Field, File, Form, Router, Schema, UploadedFile
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from ninja.security import APIKeyCookie

from morelli import teaching
from morelli.bundles.bundle import Bundle
from morelli.web.admission import admit
from morelli.web.problems import InvalidParameters, Problem
from morelli.web.services import Context, Services, context_of, services
from morelli.web.teaching.models import MAY_TEACH
from morelli.web.teaching.store import TaughtModels, TeachingOffError
from morelli.web.uploads import OversizedUpload, too_large

router = Router(tags=["teaching"])

FORBIDDEN = "Only staff with the permission to teach may do this; an administrator grants it."


class Staff(APIKeyCookie):
    """Staff with the permission to teach, by the cookie of their session, and CSRF's token."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Any:
        """The user.

        Raises:
            HttpError: 403, the user has no such permission, or the token of the cookie `csrftoken`
                is not in the header `X-CSRFToken`.
        """
        if not request.user.is_authenticated:
            return None  # 401
        if not may_teach(request):
            raise HttpError(403, FORBIDDEN)
        self._get_key(request)  # looks at the token
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Nothing is left to be done."""


class TaughtPainter(Schema):
    """A painter who was taught, and how well that went."""

    slug: str
    name: str
    pictures: int = Field(description="How many the painter was learnt from.")
    recognised: int = Field(
        description="How many of them are given to the painter by what the others teach."
    )
    among_five: int = Field(description="The same, among the first five.")
    others: int = Field(description="Held-out pictures by all other painters.")
    right_before: int = Field(description="How many of those had the right painter before.")
    right_after: int = Field(description="The same with the painter added.")


class LeftOut(Schema):
    """A picture that nothing was learnt from."""

    file: str
    reason: str


class LessonCard(TaughtPainter):
    """What came of a lesson."""

    lesson: str = Field(description="Its name, to be sent to `in-use`.")
    skipped: list[LeftOut]


class Teaching(Schema):
    """What a visitor, and staff, may do here."""

    staff: bool = Field(description="Whether this visitor has signed in as staff.")
    permitted: bool = Field(description="Whether this visitor may teach, and choose the model.")
    open: bool = Field(description="Whether the server keeps taught models.")
    fewest: int = Field(description="Pictures that it takes.")
    most: int = Field(description="Most pictures in one request.")
    in_use: str | None = Field(description="The lesson whose model answers; null: the original.")
    painters: list[TaughtPainter] = Field(description="Taught to the model that answers.")


class LessonForm(Schema):
    """Who it is."""

    name: str = Field(min_length=1, max_length=100, description="The painter, in any spelling.")
    style: str = Field(
        default="", max_length=100, description="Of all the pictures; empty: as the model says."
    )
    again: bool = Field(default=False, description="Replace a painter who was taught before.")


class Answering(Schema):
    """Which model is to answer."""

    lesson: str | None = Field(description="A lesson's name; null: the original model.")


@router.get("/teaching", operation_id="getTeaching", summary="Who taught what", response=Teaching)
def show(request: HttpRequest) -> Teaching:
    """Whether you may teach, and what was taught. Staff get the cookie `csrftoken`, too."""
    staff = is_staff(request)
    if staff:
        get_token(request)
    context = context_of(request)
    services, taught = context.services, context.services.taught
    return Teaching(
        staff=staff,
        permitted=may_teach(request),
        open=taught is not None,
        fewest=teaching.FEWEST,
        most=services.environment.max_files,
        in_use=None if taught is None else taught.in_use,
        painters=painters(context.classifier.bundle),
    )


@router.post(
    "/teaching/lessons",
    operation_id="createLesson",
    summary="Teach a painter",
    auth=Staff(),
    response={
        201: LessonCard,
        401: Problem,
        403: Problem,
        409: Problem,
        413: Problem,
        422: Problem | InvalidParameters,
        429: Problem,
    },
)
@decorate_view(admit)
def teach(
    request: HttpRequest,
    form: Annotated[LessonForm, Form()],
    files: Annotated[list[UploadedFile], File(description="Five or more, by this painter alone.")],
) -> tuple[int, LessonCard]:
    """Send a form. The model that answers stays as it is until the lesson is put to use."""
    return 201, give(context_of(request), form.name, files, style=form.style, again=form.again)


@router.put(
    "/teaching/in-use",
    operation_id="useLesson",
    summary="Choose which model answers",
    auth=Staff(),
    response={200: Answering, 401: Problem, 403: Problem, 404: Problem, 422: InvalidParameters},
)
def use(request: HttpRequest, choice: Answering) -> Answering:  # noqa: ARG001
    """Let the model of a lesson answer every visitor from now on, or the original again."""
    opened(services()).use(choice.lesson)
    return choice


def is_staff(request: HttpRequest) -> bool:
    """Whether somebody has signed in who may sign in under /admin/."""
    return request.user.is_active and bool(getattr(request.user, "is_staff", False))


def may_teach(request: HttpRequest) -> bool:
    """Whether it is staff with the permission that a superuser has, or was granted."""
    return is_staff(request) and isinstance(request.user, User) and request.user.has_perm(MAY_TEACH)


def opened(services: Services) -> TaughtModels:
    """The taught models; raises `TeachingOffError` where there are none."""
    if services.taught is None:
        raise TeachingOffError
    return services.taught


def give(
    context: Context, name: str, files: list[Any], *, style: str = "", again: bool = False
) -> LessonCard:
    """Teach what was uploaded on top of the model that answers."""
    taught, classifier = opened(context.services), context.classifier
    queue = context.services.queue
    fitting = [file for file in files if not isinstance(file, OversizedUpload)]
    cost = max((queue.cost_of(file, classifier.limits) for file in fitting), default=0)
    with context.services.budget.hold(cost):  # they are decoded one after the other
        called, lesson = taught.teach(classifier, name, fitting, style=style or None, again=again)
    skipped = [LeftOut(file=str(one.source), reason=one.reason) for one in lesson.skipped]
    skipped += [
        LeftOut(file=str(file), reason=str(too_large())) for file in files if file not in fitting
    ]
    figures = teaching.figures(lesson.bundle)[-1]
    return LessonCard(**figures, lesson=called, skipped=skipped)


def painters(bundle: Bundle) -> list[TaughtPainter]:
    """Whom a bundle was taught."""
    return [TaughtPainter(**painter) for painter in teaching.figures(bundle)]
