"""Everything under /api/ that fails is a problem document, whoever noticed it."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.test import RequestFactory

from morelli.web.problems.failures import Failures, respond_to


@pytest.mark.parametrize("path", ["/api/nothing", "/api/v1", "/api/v1/attributions/"])
def test_unknown_paths(server, path):
    answer = server.request("GET", path)
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not-found"
    assert answer.json()["instance"] == path


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/api/v1/attributions", "POST"),
        ("DELETE", "/api/v1/taxonomy", "GET"),
        ("POST", "/api/v1/model", "GET"),
    ],
)
def test_wrong_methods(server, method, path, allow):
    answer = server.request(method, path)
    assert answer.status == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"] == allow
    assert answer.json()["code"] == "method-not-allowed"


def test_hosts_that_are_not_allowed(server):
    answer = server.request("GET", "/api/v1/model", Host="evil.example")
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "malformed-request"


@pytest.mark.parametrize(
    "parameter", ["charset=zlib", "charset=undefined", "charset=utf-16", "x*=undefined''%ff"]
)
def test_no_codec_of_pythons_makes_a_defect(server, parameter):
    form = {"Content_Type": f"application/x-www-form-urlencoded; {parameter}"}
    said = b"said=Claude+Monet&comment=%C3%A9"
    assert server.request("POST", "/api/v1/corrections", said, **form).status == 201
    for path in ("/", "/healthz", "/api/v1/gallery?q=a", "/admin/login/?next=a"):
        assert server.request("GET", path, **form).status == 200


def test_a_defect_says_nothing_of_its_cause(caplog):
    request = RequestFactory().get("/api/v1/model")
    response = respond_to(request, ZeroDivisionError("the secret of /home/someone"))
    assert response.status_code == 500
    assert b"secret" not in response.content
    assert "the secret" in caplog.text


def test_a_failure_outside_the_views_becomes_a_problem():
    def broken(_: HttpRequest) -> HttpResponse:
        return HttpResponseServerError("<h1>Server Error (500)</h1>")

    api = Failures(broken)(RequestFactory().get("/api/v1/model"))
    assert api["Content-Type"] == "application/problem+json"
    assert b'"code":"internal"' in api.content
    page = Failures(broken)(RequestFactory().get("/somewhere"))
    assert page["Content-Type"].startswith("text/html")
