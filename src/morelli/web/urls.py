"""Which view answers which path."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.generic import RedirectView

from morelli.web.api import api
from morelli.web.legacy.classifier import classifier
from morelli.web.page import page
from morelli.web.problems import catalogue
from morelli.web.teaching.admin_view import teach_page
from morelli.web.throttling.login import login

handler500 = "morelli.web.problems.failures.uncaught"


def nothing(_: HttpRequest) -> HttpResponse:
    """A path that must not fall back to the browser app."""
    raise Http404


urlpatterns = [
    path("classifier", classifier),
    path("admin/login/", login),
    path("admin/teach/", admin.site.admin_view(teach_page), name="teach"),
    path("admin/", admin.site.urls),
    path("api/problems", catalogue),
    re_path(r"^api/?$", RedirectView.as_view(pattern_name=f"{api.urls_namespace}:openapi-view")),
    path("api/", api.urls),
    re_path(r"^(?:admin|api|classifier|static)(?:/|$)", nothing),
    re_path(r"^(?P<path>.*)$", page),
]
