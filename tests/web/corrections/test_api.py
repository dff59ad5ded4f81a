"""Corrections over HTTP, and the data set they become."""

import csv
import hashlib
import os
import subprocess
import sys

import pytest
from PIL import Image

from morelli.datasets import open_dataset

PATH = "/api/v1/corrections"


def send(server, picture: bytes, **fields: str):
    values = {"digest": hashlib.sha256(picture).hexdigest(), **fields}
    parts = [(name, None, value.encode()) for name, value in values.items()]
    return server.post(PATH, *parts, ("file", "mine.jpg", picture))


def test_they_become_a_data_set_with_the_pictures_agreed_to(serve, draw, tmp_path):
    agreed, kept_back, nameless = (draw(seed=seed, size=(1500, 600)) for seed in (1, 2, 3))
    database = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/records.sqlite3"
    }  # with no other corrections
    with serve(**database) as server:
        receipt = send(server, agreed, said="Vincent VAN GOGH", agreed="true", comment="a, b")
        assert receipt.status == 201
        assert receipt.json()["said"] == "vincent-van-gogh"
        assert receipt.json()["picture"] is True
        assert send(server, kept_back, said="Claude Monet").json()["picture"] is False
        assert send(server, nameless, said="My aunt", agreed="true").json()["said"] == "My aunt"
    run = [sys.executable, "-c", "from morelli.cli import main; main()"]
    command = [*run, "data", "export-corrections", str(tmp_path)]
    environment = os.environ | database
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    said = done.stdout
    assert "1 picture in" in said
    assert "corrections left out: 2" in said
    (sample,) = open_dataset(tmp_path / "corrections.csv").samples
    assert sample.artist == "vincent-van-gogh"
    assert sample.path.stem == hashlib.sha256(agreed).hexdigest()
    with Image.open(sample.path) as picture:
        assert (picture.format, max(picture.size)) == ("WEBP", 1024)
    with (tmp_path / "corrections.csv").open(encoding="utf-8", newline="") as table:
        assert next(csv.DictReader(table))["comment"] == "a, b"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"digest": "abc", "said": "x"}, "digest"), ({"said": ""}, "said"), ({}, "said")],
)
def test_what_is_missing_is_named(server, draw, fields, field):
    answer = send(server, draw(), **fields)
    assert (answer.status, answer.json()["code"]) == (422, "invalid-parameter")
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_a_picture_that_is_none_is_refused(server):
    answer = send(server, b"text", said="Claude Monet", agreed="true")
    assert (answer.status, answer.json()["code"]) == (422, "not-a-picture")


def test_staff_alone_see_them(server):
    answer = server.request("GET", "/admin/records/correction/")
    assert answer.status == 302
    assert answer.headers["location"].startswith("/admin/login/")
    assert server.request("GET", "/admin/login/").status == 200
    assert server.request("GET", "/static/admin/css/base.css").status == 200


def test_an_answer_is_shared(server, draw):
    link = server.post("/api/v1/shared?top=2", ("file", "folder/mine.jpg", draw(size=(900, 300))))
    assert link.status == 201
    answer = server.request("GET", f"/api/v1/shared/{link.json()['id']}")
    assert answer.status == 200
    shared = answer.json()
    assert shared["filename"] == "mine.jpg"
    fresh = server.post("/api/v1/attributions?top=2", ("files", "a", draw(size=(900, 300))))
    expected = fresh.json()["results"][0]["attribution"]
    assert shared["attribution"]["sentence"] == expected["sentence"]
    assert len(shared["saliency"]) == 4
    assert shared["thumbnail"].startswith("data:image/webp;base64,")
    assert shared["attribution"]["cropped"] is None
    assert server.request("GET", "/api/v1/shared/unknown").status == 404
    assert server.post("/api/v1/shared", ("file", "a", b"text")).json()["code"] == "not-a-picture"


def test_a_shared_answer_says_where_the_painting_was_cut_out(server, draw):
    picture = ("file", "mine.jpg", draw(size=(300, 300)))
    numbers = [0.25, 0.25, 0.75, 0.2, 0.8, 0.75, 0.2, 0.7]
    link = server.post(f"/api/v1/shared?cropped={','.join(map(str, numbers))}", picture)
    shared = server.request("GET", f"/api/v1/shared/{link.json()['id']}").json()
    corners = shared["attribution"]["cropped"]["corners"]
    assert [corner[axis] for corner in corners for axis in "xy"] == numbers
    refused = server.post("/api/v1/shared?cropped=1,2,3", picture)
    assert refused.status == 422
    assert "cropped" in str(refused.json()["errors"])


def test_the_login_of_staff_asks_for_a_token(server):
    form = b"username=a&password=b"
    kind = "application/x-www-form-urlencoded"
    assert server.request("POST", "/admin/login/", form, Content_Type=kind).status == 403
