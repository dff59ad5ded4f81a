"""Cropping to the painting in a photograph, by the server."""

import csv
import io

import numpy as np
import pytest
from PIL import Image

from morelli import Classifier
from morelli.cropping.photograph import Photograph, photograph
from morelli.cropping.quadrilateral import Quadrilateral
from morelli.inference.views import Cropped

PATH = "/api/v1/attributions"


@pytest.fixture(scope="module")
def photo() -> Photograph:
    rng = np.random.default_rng(5)
    blots = Image.fromarray(rng.integers(20, 200, (8, 10, 3)).astype(np.uint8))
    painting = np.asarray(blots.resize((280, 224), Image.Resampling.BICUBIC))
    return photograph(painting, "frame", "medium", 2)


@pytest.fixture(scope="module")
def png(photo) -> bytes:
    file = io.BytesIO()
    Image.fromarray(photo.pixels).save(file, "PNG")
    return file.getvalue()


def test_an_answer_is_for_the_corners_sent(server, png):
    corners = "0.2,0.25,0.8,0.2,0.75,0.8,0.2,0.7"
    (result,) = server.post(f"{PATH}?crop={corners}", ("files", "a.png", png)).json()["results"]
    expected = Classifier.open().classify(Cropped(png, Quadrilateral.parse(corners)))
    answer = result["attribution"]
    assert answer["cropped"]["corners"][1] == {"x": 0.8, "y": 0.2}
    assert answer["artists"][0]["slug"] == expected.artists[0].slug
    assert answer["artists"][0]["probability"] == pytest.approx(
        expected.artists[0].probability, abs=1e-4
    )
    assert result["found"] is None


def test_the_painting_is_found_and_cropped_to(server, png, photo, overlap):
    (whole,) = server.post(f"{PATH}?find=true&crop=none", ("files", "a.png", png)).json()["results"]
    assert whole["attribution"]["cropped"] is None
    assert 0.5 <= whole["found"]["confidence"] <= 1
    corners = [(c["x"], c["y"]) for c in whole["found"]["quadrilateral"]["corners"]]
    assert overlap(np.array(corners) * photo.size, photo.corners) > 0.8
    for address in (PATH, f"{PATH}?crop=auto"):
        (cropped,) = server.post(address, ("files", "a.png", png)).json()["results"]
        where = cropped["attribution"]["cropped"]["corners"]
        assert np.allclose([(c["x"], c["y"]) for c in where], corners, atol=0.02)
    table = server.post(f"{PATH}?format=csv", ("files", "a.png", png)).body.decode()
    (row,) = csv.DictReader(io.StringIO(table))
    assert np.allclose(Quadrilateral.parse(row["cropped"]).points(), corners, atol=0.02)


def test_nothing_is_found_where_nothing_hangs(server, draw):
    (result,) = server.post(f"{PATH}?find=true&crop=auto", ("files", "a.jpg", draw())).json()[
        "results"
    ]
    assert result["found"] is None
    assert result["attribution"]["cropped"] is None


@pytest.mark.parametrize("corners", ["left", "0,0,1,0,1,1", "0,0,2,0,1,1,0,1", "0,1,1,1,1,0,0,0"])
def test_other_corners_are_refused(server, png, corners):
    answer = server.post(f"{PATH}?crop={corners}", ("files", "a.png", png))
    assert answer.status == 422
    assert answer.json()["code"] == "invalid-parameter"
    assert answer.json()["errors"][0]["field"] == "crop"


def test_the_cropped_picture_can_be_looked_at(server, png, photo):
    where = Quadrilateral.of(photo.corners, photo.size)
    answer = server.post(f"/api/v1/crops?crop={where}", ("file", "a.png", png))
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/webp"
    image = Image.open(io.BytesIO(answer.body))
    assert image.size == pytest.approx((280, 224), abs=2)


def test_the_whole_picture_can_be_looked_at(server, png, photo):
    answer = server.post("/api/v1/crops?crop=none", ("file", "a.png", png))
    assert Image.open(io.BytesIO(answer.body)).size == photo.size


def test_what_is_no_picture_is_not_cropped(server):
    answer = server.post("/api/v1/crops", ("file", "a.txt", b"no picture"))
    assert answer.status == 422
    assert answer.json()["code"] == "not-a-picture"
