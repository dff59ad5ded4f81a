"""`/admin/teach/`: a page for staff, to teach the model a painter and to choose what answers."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from morelli import teaching
from morelli.errors import MorelliError
from morelli.web.environment import environment
from morelli.web.inference_queue import inference_queue
from morelli.web.middleware.csp import nonce
from morelli.web.teaching.api import give, opened, painters
from morelli.web.teaching.store import taught_models


def teach_page(request: HttpRequest) -> HttpResponse:
    """The form, what came of it, and the painters taught so far."""
    found: dict[str, object] = {}
    if request.method == "POST":
        try:
            if "use" in request.POST:
                opened().use(request.POST["use"] or None)
                return HttpResponseRedirect(request.path)
            with inference_queue().slot():
                files = request.FILES.getlist("pictures")
                name, style = request.POST.get("name", ""), request.POST.get("style", "")
                found["lesson"] = give(name, files, style=style, again="again" in request.POST)
        except MorelliError as error:
            found["failed"] = str(error)
    there, bundle = taught_models(), inference_queue().classifier.bundle
    context = {
        **admin.site.each_context(request),
        **found,
        "title": "Teach the model a painter",
        "open": there is not None,
        "in_use": there is not None and there.in_use,
        "painters": painters(bundle),
        "styles": bundle.manifest.styles,
        "fewest": teaching.FEWEST,
        "most": environment().max_files,
        "asked": request.POST,
        "nonce": nonce(request),
    }
    status = 422 if "failed" in found else 201 if "lesson" in found else 200
    return TemplateResponse(request, "admin/teach.html", context, status=status)
