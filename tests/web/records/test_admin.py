"""Staff under /admin/: behind a proxy, and in a real browser under the policy of the site."""

import contextlib
import re
from urllib.parse import urlencode

import pytest


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 200),
        ("https://localhost", 200),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_forms_come_from_this_site_alone_with_tls_or_without(server, origin, status):
    page = server.request("GET", "/admin/login/", Host="localhost")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()
    form = urlencode({"username": "a", "password": "b", "csrfmiddlewaretoken": token}).encode()
    answer = server.request(
        "POST",
        "/admin/login/",
        form,
        Host="localhost",
        Origin=origin,
        Cookie=page.headers["set-cookie"].partition(";")[0],
        Content_Type="application/x-www-form-urlencoded",
    )
    assert answer.status == status  # 200 says that the password is wrong


@pytest.mark.browser
def test_staff_look_at_a_correction_and_delete_it(serve, browser, draw, staff, tmp_path):
    database = f"sqlite:///{tmp_path}/records.sqlite3"
    complaints: list[str] = []
    with (
        serve(DATABASE_URL=database) as server,
        contextlib.closing(browser.new_context()) as context,
    ):
        fields = {
            "said": "Claude Monet",
            "agreed": "true",
        }
        values = [(name, None, value.encode()) for name, value in fields.items()]
        server.post("/api/v1/corrections", *values, ("file", "a.jpg", draw()))
        staff.join(database)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.port}/admin/records/correction/")
        page.get_by_label("Username").fill(staff.name)
        page.get_by_label("Password").fill(staff.password)
        page.get_by_role("button", name="Log in").click()
        row = page.locator("#result_list tbody tr")
        row.wait_for()
        row.get_by_role("link").first.click()
        picture = page.locator("img[src^='data:image/webp']")
        assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 160
        page.get_by_role("link", name="Delete").click()
        page.get_by_role("button", name="Yes, I’m sure").click()
        page.get_by_text("0 corrections").wait_for()
    assert not [text for text in complaints if "Content Security Policy" in text]
