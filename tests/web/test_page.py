"""How the built app is served; a small app stands for the real one, which needs Node."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from morelli.web import page


@pytest.fixture
def app(tmp_path: Path):
    (tmp_path / "index.html").write_text(
        '<!doctype html><base href="/"><body><app-root></app-root>'
        '<script src="main-ABCD2345.js" type="module"></script>'
    )
    (tmp_path / "main-ABCD2345.js").write_text("console.log('hashed')")
    (tmp_path / "chunk-B86_rmT-.js").write_text("console.log('loaded later')")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "letters-latin-400-ZHTPCYXT.woff2").write_bytes(b"font")
    (tmp_path / "favicon.ico").write_bytes(b"icon")
    page.index.cache_clear()
    with override_settings(APP=tmp_path, WHITENOISE_ROOT=str(tmp_path)):
        yield Client(headers={"host": "localhost"})
    page.index.cache_clear()


@pytest.mark.parametrize("path", ["/", "/index.html", "/about", "/artists/claude-monet"])
def test_the_page_answers_every_path_of_the_app(app, path):
    response = app.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert response["Cache-Control"] == "no-cache"
    html = response.content.decode()
    nonce = html.partition('ngCspNonce="')[2].partition('"')[0]
    assert nonce
    assert f"'nonce-{nonce}'" in response["Content-Security-Policy"]
    assert "<app-root ngCspNonce=" in html


@pytest.mark.parametrize(
    "path",
    ["/main-ABCD2345.js", "/chunk-B86_rmT-.js", "/media/letters-latin-400-ZHTPCYXT.woff2"],
)
def test_hashed_files_are_cached_for_a_year(app, path):
    hashed = app.get(path)
    assert hashed.status_code == 200
    assert hashed["Cache-Control"] == "max-age=31536000, public, immutable"


@pytest.mark.parametrize(
    "path", ["/favicon.ico", "/static/ninja/swagger-ui-bundle.js", "/static/admin/css/base.css"]
)
def test_other_files_are_cached_shortly(app, path):
    assert app.get(path)["Cache-Control"] == "max-age=60, public"


def test_the_app_as_built_is_sent_compressed(server):
    scripts = [path for path in settings.APP.glob("*.js") if path.stat().st_size > 2_000]
    if not scripts:
        pytest.skip("the browser app is not built: run `make webapp`")
    for path in scripts:
        answer = server.request("GET", f"/{path.name}", Accept_Encoding="gzip, br")
        assert answer.headers.get("content-encoding") == "gzip", "build it with `make webapp`"
        assert gzip.decompress(answer.body) == path.read_bytes()
        assert len(answer.body) < 0.7 * path.stat().st_size


def test_answers_are_sent_compressed_and_once(server):
    plain = server.request("GET", "/api/v1/taxonomy")
    small = server.request("GET", "/api/v1/taxonomy", Accept_Encoding="gzip")
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 3
    for etag in (plain.headers["etag"], small.headers["etag"]):
        again = server.request("GET", "/api/v1/taxonomy", If_None_Match=etag)
        assert (again.status, again.body) == (304, b"")


def test_scripts_are_sent_as_such(app):
    script = app.get("/main-ABCD2345.js")
    assert b"".join(script) == b"console.log('hashed')"
    assert script["Content-Type"].startswith("text/javascript")


def test_the_app_as_built_is_cached_file_by_file(server):
    if not settings.APP.is_dir():
        pytest.skip("the browser app is not built: run `make webapp`")
    assert server.request("GET", "/").headers["cache-control"] == "no-cache"
    for file in settings.APP.rglob("*"):
        if file.suffix in {".js", ".css", ".woff2"}:
            answer = server.request("HEAD", f"/{file.relative_to(settings.APP).as_posix()}")
            assert answer.status == 200
            assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    ["/main-OLD45678.js", "/nothing.css", "/static/nothing", "/classifier/", "/../settings.py"],
)
def test_what_is_not_a_view_of_the_app_is_404(app, path):
    assert app.get(path).status_code == 404


def test_files_of_an_app_that_was_built_anew_are_404(app, tmp_path):
    assert app.get("/main-ABCD2345.js").status_code == 200
    (tmp_path / "main-ABCD2345.js").unlink()
    assert app.get("/main-ABCD2345.js").status_code == 404


def test_the_page_is_only_read(app):
    assert app.post("/").status_code == 405
    assert app.head("/").status_code == 200


def test_without_the_app_the_page_says_what_to_do(tmp_path):
    page.index.cache_clear()
    with override_settings(APP=tmp_path, WHITENOISE_ROOT=None):
        response = Client(headers={"host": "localhost"}).get("/")
    page.index.cache_clear()
    assert response.status_code == 503
    assert b"make webapp" in response.content
    assert b"/api/docs" in response.content
