"""Corrections over HTTP."""

import pytest

PATH = "/api/v1/corrections"


def send(server, picture: bytes, **fields: str):
    parts = [(name, None, value.encode()) for name, value in fields.items()]
    return server.post(PATH, *parts, ("file", "mine.jpg", picture))


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"said": ""}, "said"), ({}, "said"), ({"said": "x" * 201}, "said")],
)
def test_what_is_missing_is_named(server, draw, fields, field):
    answer = send(server, draw(), **fields)
    assert (answer.status, answer.json()["code"]) == (422, "invalid-parameter")
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_a_picture_that_is_none_is_refused(server):
    answer = send(server, b"text", said="Claude Monet", agreed="true")
    assert (answer.status, answer.json()["code"]) == (422, "not-a-picture")


def test_staff_alone_see_them(server):
    answer = server.request("GET", "/admin/records/correction/")
    assert answer.status == 302
    assert answer.headers["location"].startswith("/admin/login/")
    assert server.request("GET", "/admin/login/").status == 200
    assert server.request("GET", "/static/admin/css/base.css").status == 200


def test_the_login_of_staff_asks_for_a_token(server):
    form = b"username=a&password=b"
    kind = "application/x-www-form-urlencoded"
    assert server.request("POST", "/admin/login/", form, Content_Type=kind).status == 403
