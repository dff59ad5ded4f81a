"""One or several pictures, good and bad, against a real server."""

import json
import socket
import threading
import time

import pytest

from morelli import Classifier

PATH = "/api/v1/attributions"


def test_a_picture_gets_the_answer_of_the_classifier(server, draw):
    picture = draw()
    answer = server.post(f"{PATH}?top=3", ("files", "drawn.jpg", picture))
    assert answer.status == 200
    (result,) = answer.json()["results"]
    classifier = Classifier.open()
    expected = classifier.classify(picture, top=3)
    assert answer.json()["model"] == classifier.bundle.name
    assert result["filename"] == "drawn.jpg"
    assert result["error"] is None
    given = result["attribution"]
    for heads in ("artists", "styles"):
        for one, other in zip(given[heads], getattr(expected, heads), strict=True):
            assert (one["slug"], one["name"]) == (other.slug, other.name)
            assert one["probability"] == pytest.approx(other.probability, abs=1e-5)
    assert given["familiarity"] == pytest.approx(expected.familiarity, abs=1e-4)
    assert given["painting"] == pytest.approx(expected.painting, abs=1e-5)
    assert given["verdict"] == expected.verdict
    assert given["sentence"] == expected.sentence
    assert given["bundle"] == expected.bundle


def test_the_field_may_be_called_file(server, draw):
    picture = draw()
    one = server.post(PATH, ("file", "a.jpg", picture))
    other = server.post(PATH, ("files", "a.jpg", picture))
    assert one.status == 200
    assert one.body == other.body


def test_bad_files_do_not_spoil_the_good_ones(server, draw):
    png = draw("PNG")
    answer = server.post(
        PATH,
        ("files", "good.jpg", draw(seed=1)),
        ("files", "poem.jpg", b"Shall I compare thee to a summer's day?"),
        ("files", "cut.png", png[: len(png) // 2]),
        ("files", "paper.pdf", b"%PDF-1.7 and so on"),
        ("files", "empty.jpg", b""),
        ("files", "better.webp", draw("WEBP", seed=2)),
    )
    assert answer.status == 200
    results = answer.json()["results"]
    assert [result["filename"] for result in results] == [
        "good.jpg",
        "poem.jpg",
        "cut.png",
        "paper.pdf",
        "empty.jpg",
        "better.webp",
    ]
    codes = [result["error"] and result["error"]["code"] for result in results]
    assert codes == [
        None,
        "not-a-picture",
        "truncated",
        "unsupported-format",
        "not-a-picture",
        None,
    ]
    for result in results:
        assert (result["attribution"] is None) != (result["error"] is None)
        if result["error"]:
            assert result["filename"] in result["error"]["detail"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"a text file with the name of a picture", 422, "not-a-picture"),
        (b"%PDF-1.7", 415, "unsupported-format"),
        (b"\x89PNG\r\n\x1a\n", 422, "truncated"),
    ],
)
def test_a_bad_file_alone_is_a_problem(server, content, status, code):
    answer = server.post(PATH, ("files", "picture.jpg", content))
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == f"/api/problems#{code}"
    assert problem["instance"] == PATH
    assert problem["title"]
    assert problem["detail"].startswith("picture.jpg: ")
    assert [result["error"]["code"] for result in problem["results"]] == [code]


def test_a_defect_is_a_problem_too(broken_server, draw):
    answer = broken_server.post(PATH, ("files", "a.jpg", draw()), ("files", "b.jpg", b"text"))
    assert answer.status == 500
    codes = [result["error"]["code"] for result in answer.json()["results"]]
    assert codes == ["internal", "not-a-picture"]


def test_where_all_are_bad_the_first_gives_the_status(server):
    answer = server.post(PATH, ("files", "a", b"%PDF-1.7"), ("files", "b", b"text"))
    assert answer.status == 415
    codes = [result["error"]["code"] for result in answer.json()["results"]]
    assert codes == ["unsupported-format", "not-a-picture"]


@pytest.mark.parametrize("top", ["0", "1001", "-1", "many", "1.5"])
def test_top_is_checked(server, draw, top):
    answer = server.post(f"{PATH}?top={top}", ("files", "a.jpg", draw()))
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid-parameter"
    assert [error["field"] for error in answer.json()["errors"]] == ["top"]


def test_top_may_be_everything_and_heats_stay_few(server, draw):
    answer = server.post(f"{PATH}?top=1000&explain=saliency", ("files", "a.jpg", draw()))
    (result,) = answer.json()["results"]
    attribution = result["attribution"]
    assert (len(attribution["artists"]), len(attribution["styles"])) == (233, 20)
    named = [*attribution["artists"][:5], *attribution["styles"][:5]]
    assert [heat["slug"] for heat in result["saliency"]] == [one["slug"] for one in named]
    probabilities = [one["probability"] for one in attribution["artists"]]
    assert probabilities == sorted(probabilities, reverse=True)


def test_no_file_is_a_problem(server, draw):
    for answer in (
        server.post(PATH),
        server.post(PATH, ("pictures", "a.jpg", draw())),
        server.post(PATH, ("files", None, b"a text value")),
    ):
        assert answer.status == 422
        assert answer.json()["code"] == "no-file"
        assert "files" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", b"{}", 415, "unsupported-body"),
        ("image/png", b"\x89PNG", 415, "unsupported-body"),
        ("multipart/form-data", b"no boundary", 400, "malformed-request"),
    ],
)
def test_other_bodies_are_problems(server, content_type, body, status, code):
    answer = server.request("POST", PATH, body, Content_Type=content_type)
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_unknown_length_is_refused(server):
    answer = server.request(
        "POST",
        PATH,
        b"0\r\n\r\n",
        Transfer_Encoding="chunked",
        Content_Type="multipart/form-data; boundary=x",
    )
    assert (answer.status, answer.json()["code"]) == (411, "length-required")


def test_a_large_file_is_refused_beside_the_others(small_server, draw):
    large, small = draw("BMP"), draw("PNG")
    assert len(large) > 50_000 > len(small)
    answer = small_server.post(PATH, ("files", "large.bmp", large), ("files", "small.png", small))
    assert answer.status == 200
    first, second = answer.json()["results"]
    assert (first["error"]["code"], first["error"]["status"]) == ("too-large", 413)
    assert "0.05 MB" in first["error"]["detail"]
    assert second["attribution"]["artists"]
    assert small_server.post(PATH, ("files", "large.bmp", large)).status == 413


def test_too_many_files_are_refused(small_server, draw):
    answer = small_server.post(PATH, *[("files", "a.png", draw("PNG"))] * 4)
    assert (answer.status, answer.json()["code"]) == (413, "too-many-files")


def _open_upload(server, length: int) -> socket.socket:
    """A client that announces a body and does not send it."""
    client = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    client.sendall(
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n".encode()
    )
    return client


def test_a_body_too_large_is_refused_before_it_is_sent(small_server):
    with _open_upload(small_server, 10_000_000_000) as client:
        answer = client.recv(65536)
        while not answer.endswith(b"}"):  # head and body may come apart
            more = client.recv(65536)
            assert more, answer
            answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert json.loads(body)["code"] == "too-large"


def test_when_full_others_wait_their_turn_and_health_does_not(small_server, draw):
    """Visitors who come again and again hold the only slot."""
    done = threading.Event()
    many = [("files", f"{seed}.png", draw("PNG", seed=seed)) for seed in range(3)]

    def visit() -> None:
        while not done.is_set():
            small_server.post(f"{PATH}?explain=saliency", *many)

    def refused(path: str, field: str):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            answer = small_server.post(path, (field, "a.png", draw("PNG")))
            if answer.status == 429:
                return answer
        return None

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    try:
        for visitor in visitors:
            visitor.start()
        answer = refused(PATH, "files")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "busy"
        assert int(answer.headers["retry-after"]) >= 1
        original = refused("/classifier", "image")
        assert list(original.json()) == ["error"]
        assert int(original.headers["retry-after"]) >= 1
        # What needs no slot is answered while all are taken.
        assert small_server.request("GET", "/healthz").status == 200
        assert small_server.request("GET", "/api/v1/model").status == 200
    finally:
        done.set()
        for visitor in visitors:
            visitor.join()
    assert small_server.post(PATH, ("files", "a.png", draw("PNG"))).status == 200
