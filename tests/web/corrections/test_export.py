"""The data set that corrections become."""

import csv
import hashlib
import os
import subprocess
import sys

from PIL import Image

from morelli.datasets import open_dataset


def send(server, picture: bytes, **fields: str):
    parts = [(name, None, value.encode()) for name, value in fields.items()]
    return server.post("/api/v1/corrections", *parts, ("file", "mine.jpg", picture))


def export(folder, database) -> str:
    run = [sys.executable, "-c", "from morelli.cli import main; main()"]
    command = [*run, "data", "export-corrections", str(folder)]
    environment = os.environ | database
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return done.stdout


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
    said = export(tmp_path, database)
    assert "1 picture in" in said
    assert "corrections left out: 2" in said
    (sample,) = open_dataset(tmp_path / "corrections.csv").samples
    assert sample.artist == "vincent-van-gogh"
    assert sample.path.stem == hashlib.sha256(agreed).hexdigest()
    with Image.open(sample.path) as picture:
        assert (picture.format, max(picture.size)) == ("WEBP", 1024)
    with (tmp_path / "corrections.csv").open(encoding="utf-8", newline="") as table:
        assert next(csv.DictReader(table))["comment"] == "a, b"


def test_nobody_overwrites_anothers(serve, draw, tmp_path):
    """Neither by saying that it is about another picture, nor by coming later."""
    mine, theirs, agreed = (draw(seed=seed) for seed in (1, 2, 3))
    digest = hashlib.sha256(mine).hexdigest()
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/records.sqlite3"}
    formula = "=HYPERLINK(A1)"
    with serve(**database) as server:
        send(server, mine, said="Claude Monet", agreed="true", comment=formula)
        send(server, theirs, said="Paul Klee", agreed="true", digest=digest)
        for said in ("Edgar Degas", "Edvard Munch"):  # who of them is right, staff decides
            assert send(server, agreed, said=said, agreed="true").status == 201
        send(server, mine, said="Monet", agreed="false", comment="seen in Paris")
    assert "corrections left out: 2" in export(tmp_path, database)
    samples = {one.artist: one.path for one in open_dataset(tmp_path / "corrections.csv").samples}
    assert samples.keys() == {"claude-monet", "paul-klee"}
    assert samples["claude-monet"].stem == digest
    assert samples["paul-klee"].stem == hashlib.sha256(theirs).hexdigest()
    with (tmp_path / "corrections.csv").open(encoding="utf-8", newline="") as table:
        comments = {row["artist"]: row["comment"] for row in csv.DictReader(table)}
    assert comments == {"claude-monet": f"'{formula}; seen in Paris", "paul-klee": ""}
