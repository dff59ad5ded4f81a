"""The documentation that the API gives of itself; docs/api.md is compared in tests/test_docs.py."""

import contextlib

import pytest
from playwright.sync_api import expect


def test_errors_are_problem_documents_in_the_schema(server):
    schema = server.request("GET", "/api/openapi.json").json()
    for item in schema["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items():
                kinds = list(response.get("content", ()))
                if int(status) >= 400:
                    assert kinds == ["application/problem+json"]
                else:
                    assert set(kinds) <= {"application/json", "image/png", "image/webp"}


def test_the_documentation_needs_no_other_host(server):
    page = server.request("GET", "/api/docs")
    assert page.status == 200
    assert b"https://" not in page.body
    assert b"http://" not in page.body
    for path in ("swagger-ui-bundle.js", "swagger-ui-init.js", "swagger-ui.css"):
        assert f"/static/ninja/{path}".encode() in page.body
        assert server.request("GET", f"/static/ninja/{path}").status == 200


@pytest.mark.parametrize("path", ["/api", "/api/"])
def test_the_api_itself_leads_to_its_documentation(server, path):
    answer = server.request("GET", path)
    assert (answer.status, answer.headers["location"]) == (302, "/api/docs")
    assert server.request("GET", "/api/nothing").status == 404


@pytest.mark.browser
def test_the_documentation_works_under_the_policy_of_the_site(server, browser):
    complaints: list[str] = []
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type} {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.port}/api/docs")
        page.locator("#operations-attributions-createAttributions").click()
        page.get_by_role("button", name="Try it out").click()
        page.get_by_text("Add string item").first.click()
        expect(page.locator("input[type=file]")).to_have_count(1)
    assert not [text for text in complaints if "Content Security Policy" in text]
