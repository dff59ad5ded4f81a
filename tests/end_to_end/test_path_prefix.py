"""The page behind a proxy that shows it under a path: nothing is asked outside of it."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PREFIX = "/morelli"


@pytest.fixture(params=[True, False], ids=["stripped", "kept"])
def outside(
    request: pytest.FixtureRequest, under: int, helper: Callable[[str], ModuleType]
) -> Iterator[str]:
    """The address that visitors know."""
    proxied = helper("web/little_proxy.py").proxied
    with proxied(under, PREFIX, strip=request.param) as address:
        yield address


@pytest.fixture(scope="module")
def under(
    serve: Callable[..., contextlib.AbstractContextManager[str]],
) -> Iterator[int]:
    """The port of a server that knows its prefix."""
    with serve(None, MORELLI_PATH_PREFIX=PREFIX) as address:
        yield int(address.rpartition(":")[2])


def test_a_visit_from_the_hall_to_a_shared_answer(
    browser: Browser, outside: str, drawn: Path
) -> None:
    asked: list[str] = []
    with contextlib.closing(browser.new_context()) as context:
        page: Page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{outside}/")
        expect(page.locator("app-hall-page img").first).to_be_visible()
        page.locator("header a[href$='/attribute']").first.click()
        expect(page).to_have_url(f"{outside}/attribute")
        page.locator("input[type=file]").set_input_files([drawn])
        expect(page.locator("app-answer")).to_have_count(1)
        page.get_by_role("button", name="Share").click()
        page.get_by_role("button", name="Make a link").click()
        link = page.locator("app-share-panel a")
        expect(link).to_be_visible()
        page.goto(link.get_attribute("href") or "")
        expect(page.locator(".picture img")).to_be_visible()
    fetched = [url for url in asked if not url.startswith(("blob:", "data:"))]
    assert [url for url in fetched if not urlsplit(url).path.startswith(f"{PREFIX}/")] == []
