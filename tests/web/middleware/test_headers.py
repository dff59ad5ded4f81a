"""Headers on every answer, and who may keep it."""

import pytest


@pytest.mark.parametrize("path", ["/", "/healthz", "/classifier", "/api/nothing", "/admin/login/"])
def test_no_page_may_use_what_this_one_never_asks_for(server, path):
    policy = server.request("GET", path).headers["permissions-policy"]
    for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{feature}=()" in policy


@pytest.mark.parametrize(
    "path", ["/api/v1/model", "/api/v1/teaching", "/api/v1/nothing", "/classifier"]
)
def test_no_proxy_keeps_an_answer_of_the_api(server, path):
    assert server.request("GET", path).headers["cache-control"] == "private, no-cache"


def test_a_shared_answer_is_kept_by_nobody(server, draw):
    link = server.post("/api/v1/shared", ("file", "a.jpg", draw())).json()["id"]
    answer = server.request("GET", f"/api/v1/shared/{link}")
    assert answer.headers["cache-control"] == "private, no-store"


def test_staffs_pages_are_kept_by_nobody(server):
    assert "no-store" in server.request("GET", "/admin/login/").headers["cache-control"]
