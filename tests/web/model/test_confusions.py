"""The test pictures behind a cell, from a folder as `morelli evaluate --out` writes it."""

import io
import json

import pytest
from PIL import Image

from morelli import Classifier
from morelli.evaluation.picture_tables import Answered, path, write

CELL = "/api/v1/model/confusions/style/cubism/baroque"


@pytest.fixture(scope="module")
def evaluated(serve, draw, tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluation")
    (folder / "evaluation.json").write_text(json.dumps({"bundle": Classifier.open().bundle.name}))
    there = folder / "guitar.jpg"
    there.write_bytes(draw(size=(600, 300)))
    text = folder / "text.jpg"
    text.write_text("hello")
    rows = [
        Answered(there, "cubism", "cubism"),
        Answered(there, "cubism", "baroque"),
        Answered(folder / "gone.jpg", "baroque", "cubism"),
        Answered(text, "cubism", "baroque"),
    ]
    write(path(folder, "style"), rows)
    with serve(MORELLI_EVALUATION=str(folder)) as server:
        yield server


def test_a_cell_has_its_pictures_and_no_other(evaluated):
    answer = evaluated.request("GET", CELL)
    assert answer.status == 200
    assert answer.json() == {
        "pictures": [{"number": 1, "name": "guitar.jpg"}, {"number": 3, "name": "text.jpg"}]
    }
    other = CELL.replace("baroque", "pop-art")
    assert evaluated.request("GET", other).json() == {"pictures": []}


def test_a_picture_is_sent_small(evaluated):
    answer = evaluated.request("GET", "/api/v1/model/pictures/style/1")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.body)).size == (240, 120)
    assert "private" in answer.headers["cache-control"]


@pytest.mark.parametrize("number", [-1, 2, 4, 10**20])
def test_a_picture_that_is_not_there_is_404(evaluated, number):
    answer = evaluated.request("GET", f"/api/v1/model/pictures/style/{number}")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_file_that_is_no_picture_any_more_is_said(evaluated):
    answer = evaluated.request("GET", "/api/v1/model/pictures/style/3")
    assert (answer.status, answer.json()["code"]) == (422, "not-a-picture")


def test_the_card_says_which_head_has_pictures(evaluated, server):
    def heads(asked):
        card = asked.request("GET", "/api/v1/model").json()
        return {head["head"]: head["pictures"] for head in card["heads"]}

    assert heads(evaluated) == {"artist": False, "style": True}
    assert heads(server) == {"artist": False, "style": False}


def test_without_an_evaluation_there_are_none(server):
    assert server.request("GET", CELL).json() == {"pictures": []}
    assert server.request("GET", "/api/v1/model/pictures/style/0").status == 404
