"""Behind a proxy: a path prefix that is stripped or not, TLS, ports, and who is asking."""

import re
import urllib.request
from ipaddress import ip_address, ip_network
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.web.middleware.proxy import BehindProxy, client

PREFIX = "/morelli"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def under(serve):
    """A server under a path and behind TLS, which visitors reach on a port."""
    with serve(
        MORELLI_PATH_PREFIX=PREFIX,
        MORELLI_TLS="true",
        MORELLI_ALLOWED_HOSTS="127.0.0.1,museum.example",
    ) as server:
        yield server


@pytest.fixture(scope="module", params=[True, False], ids=["stripped", "kept"])
def outside(request, under, helper):
    """The address that visitors know, of a proxy of either kind."""
    with helper("web/little_proxy.py").proxied(under.port, PREFIX, strip=request.param) as address:
        yield address


def get(address: str) -> tuple[str, str]:
    """Where it led, and what is there."""
    with urllib.request.urlopen(address, timeout=240) as answer:
        return answer.url, answer.read().decode("utf-8", "replace")


def test_everything_is_found_under_the_prefix(outside):
    for path in ("/healthz", "/api/v1/model", "/classifier", "/static/admin/css/base.css"):
        assert get(outside + path)[0] == outside + path
    assert f'"{PREFIX}/api/v1/attributions"' in get(f"{outside}/api/openapi.json")[1]
    docs, page = get(f"{outside}/api")
    assert docs == f"{outside}/api/docs"
    for asset in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert asset.startswith(PREFIX)
        get(outside.removesuffix(PREFIX) + asset)


def test_the_admin_stays_under_the_prefix(under, outside):
    staff, page = get(f"{outside}/admin/")
    assert staff == f"{outside}/admin/login/?next={PREFIX}/admin/"
    for asset in re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+)"', page):
        get(outside.removesuffix(PREFIX) + asset)
    cookie = under.request("GET", f"{PREFIX}/admin/login/").headers["set-cookie"]
    assert f"Path={PREFIX}/;" in cookie
    assert "Secure" in cookie


def test_problems_name_addresses_under_the_prefix(under):
    problem = under.request("GET", f"{PREFIX}/api/v1/nothing").json()
    assert problem["type"] == f"{PREFIX}/api/problems#not-found"
    assert problem["instance"] == f"{PREFIX}/api/v1/nothing"


def test_behind_tls_browsers_are_told_to_stay_there(under, server):
    assert under.request("GET", "/healthz").headers["strict-transport-security"] == (
        "max-age=31536000"
    )
    assert "strict-transport-security" not in server.request("GET", "/healthz").headers


def log_in(server, host: str, origin: str) -> int:
    page = server.request("GET", "/admin/login/", Host=host)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()
    form = urlencode({"username": "a", "password": "b", "csrfmiddlewaretoken": token}).encode()
    cookie = page.headers["set-cookie"].partition(";")[0]
    headers = {"Host": host, "Origin": origin, "Cookie": cookie, "Content_Type": FORM}
    return server.request("POST", "/admin/login/", form, **headers).status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://museum.example:8443", 200),  # which says that the password is wrong
        ("https://museum.example", 200),
        ("http://museum.example:8443", 403),
        ("https://evil.example:8443", 403),
    ],
)
def test_behind_tls_forms_come_from_any_port(under, origin, status):
    assert log_in(under, "museum.example:8443", origin) == status


def test_a_host_may_be_named_with_its_port_where_nobody_told_of_tls(serve):
    with serve(MORELLI_ALLOWED_HOSTS="museum.example:8443,.art.example:8443") as server:
        assert log_in(server, "museum.example:8443", "https://museum.example:8443") == 200
        assert log_in(server, "my.art.example:8443", "https://my.art.example:8443") == 200
        assert log_in(server, "museum.example:8443", "https://museum.example:9443") == 403


NETWORKS = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def seen(peer: str, forwarded: str | None = None, **settings):
    """The client, path and scheme that the application behind sees."""
    environ = {"REMOTE_ADDR": peer, "PATH_INFO": "/", "wsgi.url_scheme": "http"}
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    request = type("Request", (), {"META": environ})()
    BehindProxy(lambda *_: [], **settings)(environ, None)
    return client(request)


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("::ffff:192.0.2.1", None, "192.0.2.1"),
        ("10.0.0.1", "192.0.2.9", "192.0.2.9"),
        ("::ffff:10.0.0.1", "192.0.2.9", "192.0.2.9"),
        ("10.0.0.1", "127.0.0.1, 192.0.2.9", "192.0.2.9"),  # the first is the client's invention
        ("10.0.0.1", "192.0.2.9, 10.7.7.7, fd00::1", "192.0.2.9"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "unknown", None),
        ("192.0.2.1", "127.0.0.1", None),  # nobody said that this proxy is one
        ("", None, None),
    ],
)
def test_the_client_is_whom_trusted_proxies_name(peer, forwarded, found):
    expected = None if found is None else ip_address(found)
    assert seen(peer, forwarded, proxies=NETWORKS) == expected


@given(st.lists(st.one_of(st.ip_addresses().map(str), st.text(max_size=9)), max_size=4))
def test_nobody_becomes_a_neighbour_by_saying_so(invented):
    chain = ",".join([*invented, "192.0.2.9"])
    assert seen("10.0.0.1", chain, proxies=NETWORKS) == ip_address("192.0.2.9")
    assert seen("192.0.2.1", chain, proxies=NETWORKS) is None


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/morelli/a", "/a"),
        ("/morelli/", "/"),
        ("/morelli", "/"),
        ("/a", "/a"),
        ("/morelliana", "/morelliana"),
    ],
)
def test_only_the_whole_prefix_is_taken_off(path, inside):
    environ = {"PATH_INFO": path}
    BehindProxy(lambda *_: [], prefix=PREFIX)(environ, None)
    assert environ["PATH_INFO"] == inside
