"""The catalogue of problems, its page, and its agreement with docs/api.md."""

import json
from pathlib import Path

import pytest
from django.test import RequestFactory

from morelli.images import (
    NotAPictureError,
    PictureTooLargeError,
    TruncatedPictureError,
    UnsupportedFormatError,
)
from morelli.web.problems import KINDS, problem, respond

DOCS = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def test_every_kind_is_in_the_manual_with_its_status():
    manual = DOCS.read_text(encoding="utf-8")
    for code, kind in KINDS.items():
        assert f"| `{code}` | {kind.status} |" in manual


@pytest.mark.parametrize(
    "refusal",
    [NotAPictureError, PictureTooLargeError, TruncatedPictureError, UnsupportedFormatError],
)
def test_every_refusal_of_a_picture_has_a_kind(refusal):
    assert refusal.code in KINDS


def test_the_type_leads_to_a_description(server):
    page = server.request("GET", "/api/problems")
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    for code, kind in KINDS.items():
        assert f'id="{code}"' in page.body.decode() or f"id={code}" in page.body.decode()
        assert kind.title in page.body.decode()


def test_without_a_detail_the_advice_is_given():
    document = problem(RequestFactory().get("/api/nothing"), "not-found")
    response = respond(document, Allow="GET")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == "GET"
    assert document.detail == KINDS["not-found"].advice
    assert document.instance == "/api/nothing"


def test_every_language_of_the_page_has_words_for_every_problem():
    texts = Path(__file__).resolve().parents[3] / "webapp/src/app/core/texts"
    tables = list(texts.glob("*/problems.json"))
    assert tables
    for table in tables:
        assert json.loads(table.read_text(encoding="utf-8")).keys() == KINDS.keys(), table
