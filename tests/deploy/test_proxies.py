"""The examples for nginx and Caddy, run by the real programs before a real server."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PREFIX = "/morelli"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"no {name} on this machine: install the package {name}")
    return found


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    pem, key = folder / "museum.pem", folder / "museum.key"
    command = [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=museum.example", "-out", str(pem), "-keyout", str(key)]
    command += ["-addext", "subjectAltName=DNS:museum.example"]
    subprocess.run(command, check=True, capture_output=True)
    return pem, key


@pytest.fixture(scope="module")
def behind(served: Callable[..., contextlib.AbstractContextManager[tuple[int, str]]]):
    """A server with the settings that the examples name; without the port of the proxy."""
    settings = dict(re.findall(r"(MORELLI_\w+)=(\S+)", (DEPLOY / "nginx.conf").read_text()))
    assert settings == dict(re.findall(r"(MORELLI_\w+)=(\S+)", (DEPLOY / "Caddyfile").read_text()))
    with served(**settings) as (port, _):
        yield port


def nginx(folder: Path, port: int, upstream: int, pem: Path, key: Path) -> list[str]:
    site = (DEPLOY / "nginx.conf").read_text()
    for said, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/ssl/museum.example.pem", str(pem)),
        ("/etc/ssl/museum.example.key", str(key)),
    ):
        assert site.count(said) == 1
        site = site.replace(said, here)
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.name == "posix" and os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}"
        f" http {{ access_log off; {paths} include {folder}/site.conf; }}"
    )
    return [program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, port: int, upstream: int, pem: Path, key: Path) -> list[str]:
    site = (DEPLOY / "Caddyfile").read_text()
    for said, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("\nmuseum.example {", f"\nhttps://museum.example:{port} {{\n\ttls {pem} {key}"),
    ):
        assert site.count(said) == 1
        site = site.replace(said, here)
    path = folder / "Caddyfile"
    path.write_text(
        "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n" + site
    )
    return [program("caddy"), "run", "--config", str(path), "--adapter", "caddyfile"]


class Outside:
    """Visitors, who know the proxy's address alone."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"museum.example:{port}"
        self._trusting = ssl.create_default_context()
        self._trusting.check_hostname = False
        self._trusting.verify_mode = ssl.CERT_NONE

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=240)
        connection = http.client.HTTPConnection("museum.example", self.port)
        connection.sock = self._trusting.wrap_socket(raw, server_hostname="museum.example")
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Host": self.host, **named})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def outside(request, behind, certificate, tmp_path_factory) -> Iterator[Outside]:
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    command = request.param(folder, port, behind, *certificate)
    log = folder / "log"
    with log.open("wb") as output:
        home = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        process = subprocess.Popen(command, stdout=output, stderr=output, env=home)
    try:
        visitor = Outside(port)
        deadline = time.monotonic() + 120
        while True:
            assert process.poll() is None, log.read_text()
            with contextlib.suppress(OSError):
                visitor.ask("GET", f"{PREFIX}/healthz")
                break
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield visitor
    finally:
        process.terminate()
        process.wait(60)


def test_visitors_find_the_page_under_the_prefix(outside):
    status, headers, page = outside.ask("GET", f"{PREFIX}/")
    assert status in (200, 503)  # 503 where the app isn't built, which says so
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert re.fullmatch(r"[\w.:-]+", headers["X-Request-ID"])
    assert f'"{PREFIX}/'.encode() in page
    status, headers, _ = outside.ask("GET", PREFIX)
    assert status in (301, 302) and headers["Location"].endswith(f"{PREFIX}/")
    status, headers, _ = outside.ask("GET", f"{PREFIX}/admin/")
    assert headers["Location"] == f"{PREFIX}/admin/login/?next={PREFIX}/admin/"
    for path in ("api/docs", "static/admin/css/base.css", "classifier"):
        assert outside.ask("GET", f"{PREFIX}/{path}")[0] in (200, 201)


def test_staffs_form_is_taken_on_the_proxys_port(outside):
    path = f"{PREFIX}/admin/login/"
    _, headers, page = outside.ask("GET", path)
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)[1].decode()
    form = urlencode({"username": "a", "password": "b", "csrfmiddlewaretoken": token}).encode()
    sent = {
        "Cookie": headers["Set-Cookie"].partition(";")[0],
        "Content_Type": "application/x-www-form-urlencoded",
    }
    origin = f"https://{outside.host}"
    assert (
        outside.ask("POST", path, form, Origin=origin, Referer=f"{origin}{path}", **sent)[0] == 200
    )
    assert outside.ask("POST", path, form, Origin="https://evil.example", **sent)[0] == 403


def test_the_pages_own_posts_are_taken_and_other_sites_are_not(outside):
    path, form = f"{PREFIX}/api/v1/corrections", b"said=Claude+Monet"
    sent = {"Content_Type": "application/x-www-form-urlencoded"}
    assert outside.ask("POST", path, form, Origin=f"https://{outside.host}", **sent)[0] == 201
    assert outside.ask("POST", path, form, Origin="https://evil.example", **sent)[0] == 403


def test_monitors_ask_on_the_machine_itself(outside, behind):
    for path in ("metrics", "readyz"):
        for within in (f"{PREFIX}/{path}", f"{PREFIX}/./{path}", f"{PREFIX}//{path}"):
            assert outside.ask("GET", within, X_Forwarded_For="127.0.0.1")[0] in (400, 403, 404)
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", behind)) as direct:
            direct.request("GET", f"/{path}")
            assert direct.getresponse().status == 200
