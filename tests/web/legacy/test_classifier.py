"""Every row of the original server's interface, by a real client against a real server."""

import contextlib
import functools
import json
import threading
import zlib
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from morelli import Classifier

GET_KEYS = ["status", "class_names1", "class_names2"]
POST_KEYS = ["status", "class1", "class2"]
REQUIRED = b'{"error":"Image file is required."}'
NOT_AN_IMAGE = b'{"error":"The uploaded file is not recognized as an image."}'


def test_get_lists_the_names_with_201(server):
    answer = server.request("GET", "/classifier")
    assert answer.status == 201
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json()) == GET_KEYS
    assert answer.json()["status"] == "success"
    styles, painters = answer.json()["class_names1"], answer.json()["class_names2"]
    assert styles == [
        "Abstract Expressionism",
        "Baroque",
        "Constructivism",
        "Cubism",
        "Impressionism",
        "Neoclassicism",
        "Pop Art",
        "Post-Impressionism",
        "Realism",
        "Renaissance",
        "Romanticism",
        "Surrealism",
        "Symbolism",
    ]
    assert len(painters) == len(set(painters)) == 91
    assert painters[0] == "Albrecht Dürer"
    assert painters[-1] == "Winslow Homer"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP"])
def test_post_answers_with_style_and_painter(server, draw, kind):
    picture = draw(kind)
    answer = server.post("/classifier", ("image", "blob", picture))
    assert answer.status == 201
    assert list(answer.json()) == POST_KEYS
    expected = Classifier.open().classify(picture)
    assert answer.json() == {
        "status": "success",
        "class1": expected.styles[0].name,
        "class2": expected.artists[0].name,
    }


def test_the_last_of_two_files_counts(server, draw):
    first, last = draw(seed=1), draw(seed=5)
    both = server.post("/classifier", ("image", "blob", b"text"), ("image", "blob", last))
    assert both.status == 201
    assert both.body == server.post("/classifier", ("image", "blob", last)).body
    spoilt = server.post("/classifier", ("image", "blob", first), ("image", "blob", b"text"))
    assert (spoilt.status, spoilt.body) == (400, NOT_AN_IMAGE)


@pytest.mark.parametrize(
    "files",
    [
        (),
        (("picture", "blob", b"content"),),
        (("image", None, b"a text value"),),
    ],
    ids=["no file", "another field", "a text value"],
)
def test_a_missing_file_is_400(server, files):
    answer = server.post("/classifier", *files)
    assert (answer.status, answer.body) == (400, REQUIRED)


@pytest.mark.parametrize("body", [{}, {"image": "data:image/png;base64,AAAA"}, [], "text"])
def test_a_json_body_is_400(server, body):
    answer = server.request(
        "POST", "/classifier", json.dumps(body).encode(), Content_Type="application/json"
    )
    assert (answer.status, answer.body) == (400, REQUIRED)


def test_long_text_is_no_picture_either(server):
    long = b"data:image/png;base64," + b"A" * 500_000
    answer = server.post("/classifier", ("image", None, long))
    assert (answer.status, answer.body) == (400, REQUIRED)
    body = json.dumps({"image": long.decode()}).encode()
    answer = server.request("POST", "/classifier", body, Content_Type="application/json")
    assert (answer.status, answer.body) == (400, REQUIRED)


def test_the_query_changes_nothing(server, draw):
    assert server.request("GET", "/classifier?format=api&x=1").status == 201
    assert server.post("/classifier?x=1", ("image", "blob", draw())).status == 201


def test_no_body_is_400(server):
    answer = server.request("POST", "/classifier")
    assert (answer.status, answer.body) == (400, REQUIRED)


def _corrupt(png: bytes) -> bytes:
    """Damage the compressed pixels and keep everything around them in order."""
    at = png.index(b"IDAT") + 20
    damaged = png[:at] + bytes(byte ^ 255 for byte in png[at : at + 40]) + png[at + 40 :]
    assert damaged != png
    return damaged


@pytest.mark.parametrize(
    "spoil",
    [
        lambda png: b"Not a picture, whatever its name.",
        lambda png: b"",
        lambda png: png[: len(png) // 2],
        _corrupt,
        lambda png: zlib.compress(png),
    ],
    ids=["text", "empty", "truncated", "corrupt", "archive"],
)
def test_what_is_no_picture_is_400(server, draw, spoil):
    answer = server.post("/classifier", ("image", "a.png", spoil(draw("PNG"))))
    assert (answer.status, answer.body) == (400, NOT_AN_IMAGE)


def test_an_inner_failure_is_500(broken_server, draw):
    answer = broken_server.post("/classifier", ("image", "blob", draw()))
    assert answer.status == 500
    assert list(answer.json()) == ["error"]
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=", b"an empty boundary"),
        ("application/json", b'{"image'),
        ("application/json", b"\xff\xfe"),
        ("application/json", b"[" * 90_000),
    ],
)
def test_a_malformed_body_is_400_with_detail(server, content_type, body):
    answer = server.request("POST", "/classifier", body, Content_Type=content_type)
    assert answer.status == 400
    assert list(answer.json()) == ["detail"]
    assert "parse error" in answer.json()["detail"]


@pytest.mark.parametrize(
    "content_type", ["image/png", "application/x-www-form-urlencoded", "text/plain"]
)
def test_another_kind_of_body_is_415(server, draw, content_type):
    answer = server.request("POST", "/classifier", draw("PNG"), Content_Type=content_type)
    assert answer.status == 415
    assert answer.json() == {"detail": f'Unsupported media type "{content_type}" in request.'}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_405(server, method):
    answer = server.request(method, "/classifier")
    assert answer.status == 405
    assert answer.body == b'{"detail":"Method \\"%s\\" not allowed."}' % method.encode()
    assert answer.headers["allow"] == "GET, POST, HEAD, OPTIONS"


def test_head_is_201_and_empty(server):
    answer = server.request("HEAD", "/classifier")
    assert (answer.status, answer.body) == (201, b"")


def test_options_is_200(server):
    assert server.request("OPTIONS", "/classifier").status == 200


def test_a_slash_at_the_end_is_404(server):
    assert server.request("GET", "/classifier/").status == 404
    assert server.request("POST", "/classifier/").status == 404


def test_the_preflight_of_a_chosen_origin(server):
    answer = server.request(
        "OPTIONS",
        "/classifier",
        Origin="http://localhost:4200",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="content-type",
    )
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "http://localhost:4200"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "content-type" in answer.headers["access-control-allow-headers"]


def test_chosen_origins_may_read_answers_and_errors(server, draw):
    origin = "http://localhost:4200"
    for answer in (
        server.request("GET", "/classifier", Origin=origin),
        server.post("/classifier", ("image", "blob", draw()), Origin=origin),
        server.post("/classifier", ("image", "blob", b"text"), Origin=origin),
    ):
        assert answer.headers["access-control-allow-origin"] == origin
        assert "origin" in answer.headers["vary"].lower()


@pytest.mark.parametrize("origin", ["http://localhost:4201", "http://evil.example", "null"])
def test_other_origins_may_not(server, origin):
    for method in ("GET", "OPTIONS"):
        answer = server.request(method, "/classifier", Origin=origin)
        assert "access-control-allow-origin" not in answer.headers


def test_no_other_path_is_open_to_origins(server):
    for path in ("/api/v1/taxonomy", "/healthz", "/", "/static/ninja/swagger-ui.css"):
        answer = server.request("GET", path, Origin="http://localhost:4200")
        assert "access-control-allow-origin" not in answer.headers


@pytest.fixture
def client_of_another_port(tmp_path, draw):
    """A site with nothing but a picture: where the original client would be served."""
    (tmp_path / "index.html").write_text("<!doctype html><title>client</title>")
    (tmp_path / "painting.jpg").write_bytes(draw())
    handler = functools.partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://localhost:{site.server_port}"
        site.shutdown()


@pytest.mark.browser
def test_a_page_of_another_port_asks_as_the_original_client_does(
    serve, browser, draw, client_of_another_port
):
    ask = """async ([server, headers]) => {
        const names = await (await fetch(server, { headers })).json();
        const picture = await (await fetch('painting.jpg')).blob();
        const form = new FormData();
        form.append('image', picture);
        const answer = await fetch(server, { method: 'POST', body: form, headers });
        const refusal = await fetch(server, { method: 'POST', body: new FormData(), headers });
        return [names, answer.status, await answer.json(), refusal.status, await refusal.json()];
    }"""
    expected = Classifier.open().classify(draw())
    with serve(MORELLI_CORS_ORIGINS=client_of_another_port) as server:
        address = f"http://127.0.0.1:{server.port}/classifier"
        with contextlib.closing(browser.new_context()) as context:
            page = context.new_page()
            page.goto(client_of_another_port)
            for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}):  # the latter is preflown
                names, status, answer, refused, refusal = page.evaluate(ask, [address, headers])
                assert len(names["class_names2"]) == 91
                assert (status, list(answer)) == (201, POST_KEYS)
                assert answer["class2"] == expected.artists[0].name
                assert (refused, refusal) == (400, {"error": "Image file is required."})
            page.goto(client_of_another_port.replace("localhost", "127.0.0.1"))
            with pytest.raises(Exception, match="Failed to fetch"):
                page.evaluate(ask, [address, {}])


def test_a_file_over_the_limit_is_413(small_server, draw):
    large = draw("BMP")
    assert len(large) > 50_000
    answer = small_server.post("/classifier", ("image", "blob", large))
    assert answer.status == 413
    assert list(answer.json()) == ["error"]
    assert "larger than 0.05 MB" in answer.json()["error"]


def test_too_many_files_are_400(small_server, draw):
    answer = small_server.post("/classifier", *[("image", "blob", draw())] * 4)
    assert answer.status == 400
    assert list(answer.json()) == ["detail"]


@pytest.mark.data
def test_a_painting_gets_the_answer_of_the_classifier(server, data_root: Path):
    picture = next((data_root / "gallery").rglob("*.jpg")).read_bytes()
    expected = Classifier.open().classify(picture)
    answer = server.post("/classifier", ("image", "blob", picture))
    assert answer.json()["class1"] == expected.styles[0].name
    assert answer.json()["class2"] == expected.artists[0].name
