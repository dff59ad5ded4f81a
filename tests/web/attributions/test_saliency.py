"""Reasons for uploaded pictures, as overlays and as part of the answers."""

import base64
import csv
import io

import pytest
from PIL import Image

from morelli import Classifier

PATH = "/api/v1/saliency"


@pytest.fixture(scope="module")
def slug() -> str:
    return Classifier.open().bundle.styles[0]


def test_the_overlay_has_the_proportions_of_the_picture(server, draw, slug):
    picture = draw(size=(800, 400))
    answer = server.post(f"{PATH}?head=style&class={slug}", ("file", "a.jpg", picture))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    overlay = Image.open(io.BytesIO(answer.body))
    assert (overlay.mode, overlay.size) == ("RGBA", (512, 256))
    assert answer.headers["x-image-width"] == "512"


def test_refusals(server, draw, slug):
    for query, content, code in (
        ("class=nobody", draw(), "not-explained"),
        ("head=style", draw(), "invalid-parameter"),
        (f"head=school&class={slug}", draw(), "invalid-parameter"),
        (f"head=style&class={slug}", b"text", "not-a-picture"),
    ):
        answer = server.post(f"{PATH}?{query}", ("file", "a.jpg", content))
        assert (answer.status, answer.json()["code"]) == (422, code)
    assert server.post(f"{PATH}?class={slug}").json()["code"] == "invalid-parameter"


def test_answers_with_reasons(server, draw):
    path = "/api/v1/attributions?top=2&explain=saliency,neighbours"
    answer = server.post(path, ("files", "a.jpg", draw()), ("files", "b.jpg", b"text"))
    good, bad = answer.json()["results"]
    assert bad["saliency"] is bad["neighbours"] is None
    assert [heat["head"] for heat in good["saliency"]] == ["artist", "artist", "style", "style"]
    for heat in good["saliency"]:
        head, _, data = heat["png"].partition(",")
        assert head == "data:image/png;base64"
        assert Image.open(io.BytesIO(base64.b64decode(data))).mode == "RGBA"
    assert isinstance(good["neighbours"], list)
    wrong = server.post("/api/v1/attributions?explain=why", ("files", "a.jpg", draw()))
    assert wrong.json()["code"] == "invalid-parameter"


def test_a_table_for_spreadsheets(server, draw):
    path = "/api/v1/attributions?top=2&format=csv"
    answer = server.post(path, ("files", "=a,b.jpg", draw()), ("files", "b.jpg", b"text"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    good, bad = csv.DictReader(io.StringIO(answer.body.decode()))
    assert good["file"] == "'=a,b.jpg"
    assert good["artist_1"]
    assert float(good["artist_1_probability"]) >= float(good["artist_2_probability"])
    assert (bad["artist_1"], bad["verdict"]) == ("", "")
    assert "not a picture" in bad["error"]
