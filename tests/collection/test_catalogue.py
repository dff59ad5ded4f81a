"""A museum's catalogue: added, brought up to date, listed, forgotten."""

import json

import numpy as np
import pytest
from PIL import Image

from morelli.cli import main
from morelli.collection import catalogue
from morelli.inference.classifier import Classifier
from morelli.works import locations
from morelli.works.index import WorksError


@pytest.fixture
def museum(paintings, tmp_path):
    folder = tmp_path / "museum"
    (folder / "rooms").mkdir(parents=True)
    for number, painting in enumerate(paintings):
        Image.fromarray(painting).save(folder / "rooms" / f"{number}.png")
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "gallery.csv").write_text(
        "file,title,artist,year,source,id\n"
        "rooms/0.png,Tableau,Piet Mondrian,1921,https://museum.example/0,M-1\n"
        "rooms/1.png,Castle,workshop of Nobody,,,\n"
    )
    return folder


@pytest.fixture
def run(recognising, monkeypatch, capsys):
    def run(*words):
        monkeypatch.setattr("sys.argv", ["morelli", "works", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        return code, *capsys.readouterr()

    return run


def test_a_folder_is_added_and_recognised(recognising, museum, works_home):
    seen = []
    report = catalogue.add(Classifier(recognising, threads=1), museum, progress=seen.append)
    assert (report.name, report.total, report.new) == ("museum", 4, 4)
    assert [problem.where.endswith("broken.jpg") for problem in report.skipped] == [True]
    assert sum(seen) == 5
    assert report.path.is_relative_to(works_home)
    first, second, *_ = catalogue.catalogues(recognising)["museum"]
    assert (first.title, first.artist, first.year) == ("Tableau", "piet-mondrian", 1921)
    assert (first.id, first.link) == ("M-1", "https://museum.example/0")
    assert (second.title, second.artist_name, second.link) == ("Castle", None, None)
    answer = Classifier(recognising, threads=1).classify(museum / "rooms" / "0.png")
    assert answer.work is not None and answer.work.where == "catalogue"
    assert answer.sentence.startswith("This is “Tableau” by Piet Mondrian, 1921")
    assert answer.artists[0].slug == "piet-mondrian"


def test_a_second_call_looks_at_what_is_new_alone(recognising, museum):
    classifier = Classifier(recognising, threads=1)
    catalogue.add(classifier, museum)
    before = catalogue.catalogues(recognising)["museum"]
    Image.fromarray(np.full((50, 50, 3), 9, np.uint8)).save(museum / "new.png")
    (museum / "rooms" / "3.png").unlink()
    table = museum / "gallery.csv"
    table.write_text(table.read_text().replace("Tableau", "Tableau I"))
    report = catalogue.add(classifier, museum)
    assert (report.total, report.new) == (4, 1)
    after = {work.id: n for n, work in enumerate(catalogue.catalogues(recognising)["museum"])}
    works = list(catalogue.catalogues(recognising)["museum"])
    assert works[after["M-1"]].title == "Tableau I"
    assert "rooms/3.png" not in after
    kept = catalogue.catalogues(recognising)["museum"].embeddings[after["M-1"]]
    same = next(n for n, work in enumerate(before) if work.id == "M-1")
    assert (kept == before.embeddings[same]).all()


def test_a_table_is_added_listed_and_removed(run, museum, recognising, works_home):
    code, out, _ = run(
        "add", museum / "gallery.csv", "--name", "two", "--bundle", recognising.path, "--json"
    )
    assert code == 0 and json.loads(out) | {"path": ""} == {
        "name": "two", "path": "", "works": 2, "new": 2, "skipped": []
    }  # fmt: skip
    code, out, _ = run("list", "--bundle", recognising.path, "--json")
    own = locations.own(recognising)
    assert own is not None
    assert json.loads(out) == {"model": len(own), "catalogues": {"two": 2}}
    assert run("list", "--bundle", recognising.path)[1].endswith("two: 2 works\n")
    assert run("remove", "two", "--bundle", recognising.path)[0] == 0
    assert not list(works_home.rglob("*.index"))
    code, _, err = run("remove", "two", "--bundle", recognising.path)
    assert code == 2 and "There is no catalogue" in err


def test_what_nobody_meant_as_a_picture_is_named(run, museum, recognising):
    (museum / "broken.jpg").unlink()
    (museum / "@eaDir").mkdir()
    (museum / "readme.txt").write_text("words")
    code, out, err = run("add", museum, "--bundle", recognising.path)
    assert code == 0 and "4 works" in out
    assert "left out @eaDir: a Synology NAS's thumbnails" in err
    assert "left out readme.txt: not called like a picture" in err


def test_a_row_without_its_picture_is_named_by_its_number(museum):
    (museum / "gallery.csv").write_text("file,title\nrooms\\0.png,Tableau\ngone.png,x\n")
    works, problems, _ = catalogue.read(museum)
    assert (works[1][0].id, works[1][0].title) == ("rooms/0.png", "Tableau")
    assert [(p.where, p.reason) for p in problems] == [
        ("gallery.csv, row 3: gone.png", "not there")
    ]


def test_what_cannot_be_added_is_said(run, museum, recognising, trained, tmp_path):
    code, _, err = run("add", museum, "--bundle", recognising.path)
    assert code == 1 and "broken.jpg" in err
    code, _, err = run("add", museum, "--bundle", trained.bundle.path)
    assert code == 2 and "can't recognise works" in err
    (tmp_path / "empty").mkdir()
    assert run("add", tmp_path / "empty", "--bundle", recognising.path)[0] == 2
    with pytest.raises(WorksError, match="can't be called"):
        catalogue.add(Classifier(recognising), museum, "../up")


def test_a_damaged_catalogue_is_left_out(recognising, museum, caplog):
    report = catalogue.add(Classifier(recognising, threads=1), museum)
    report.path.write_bytes(report.path.read_bytes()[:-9])
    classifier = Classifier(recognising, threads=1)
    assert "left out" in caplog.text
    assert classifier.classify(museum / "rooms" / "1.png").work is None
