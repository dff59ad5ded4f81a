"""The data set that corrections become."""

import csv
import hashlib
import os
import subprocess
import sys

from PIL import Image

from morelli.datasets import open_dataset


def send(server, picture: bytes, **fields: str):
    values = {"digest": hashlib.sha256(picture).hexdigest(), **fields}
    parts = [(name, None, value.encode()) for name, value in values.items()]
    return server.post("/api/v1/corrections", *parts, ("file", "mine.jpg", picture))


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
