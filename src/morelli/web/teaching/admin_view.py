"""`/admin/teach/`: a page for staff, to teach the model a painter and to choose what answers."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from morelli import teaching
from morelli.errors import MorelliError
from morelli.web.middleware.csp import nonce
from morelli.web.services import context_of
from morelli.web.teaching.api import FORBIDDEN, give, may_teach, opened, painters


def teach_page(request: HttpRequest) -> HttpResponse:
    """The form, what came of it, and the painters taught so far."""
    if not may_teach(request):
        raise PermissionDenied(FORBIDDEN)
    context, found = context_of(request), dict[str, object]()
    services, taught, bundle = context.services, context.services.taught, context.classifier.bundle
    if request.method == "POST":
        try:
            if "use" in request.POST:
                opened(services).use(request.POST["use"] or None)
                return HttpResponseRedirect(request.path)
            with services.queue.slot():
                files = request.FILES.getlist("pictures")
                name, style = request.POST.get("name", ""), request.POST.get("style", "")
                found["lesson"] = give(
                    context, name, files, style=style, again="again" in request.POST
                )
        except MorelliError as error:
            found["failed"] = str(error)
    shown = {
        **admin.site.each_context(request),
        **found,
        "title": "Teach the model a painter",
        "open": taught is not None,
        "in_use": taught is not None and taught.in_use,
        "painters": painters(bundle),
        "styles": bundle.manifest.styles,
        "fewest": teaching.FEWEST,
        "most": services.environment.max_files,
        "asked": request.POST,
        "nonce": nonce(request),
    }
    status = 422 if "failed" in found else 201 if "lesson" in found else 200
    return TemplateResponse(request, "admin/teach.html", shown, status=status)
