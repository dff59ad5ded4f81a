"""A study's folder, read as far as it has come."""

import csv
import json

import pytest

from morelli.errors import MorelliError
from morelli.evaluation.metrics import Measure
from morelli.report.results import Results


def write(folder, **summary):
    """A study of three cells: the second was better, the third failed."""
    classes = {"style": [{"slug": "s", "name": "S"}], "artist": [{"slug": "a", "name": "A"}]}
    study = {"head": "artist", "classes": classes, "seeds": [0], "factors": {}}
    cells = [
        {"number": n, "key": f"key-{n}", "status": s, "chosen": n < 3, "chosen_for": why}
        for n, s, why in ((1, "done", ["rate = fast"]), (2, "done", ["best"]), (3, "failed", []))
    ]
    for name, document in (("study", study), ("cells", cells)):
        (folder / f"{name}.json").write_text(json.dumps(document))
    columns = ("cell", "artist_accuracy", "artist_low", "artist_high", "runs", "ms_per_picture")
    with (folder / "summary.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([(1, 0.5, 0.4, 0.6, 4, ""), (2, 0.7, 0.6, 0.8, 4, 12.5)])
    for n in (1, 2):
        place = folder / "chosen" / f"key-{n}" / "seed-0"
        place.mkdir(parents=True)
        (place / "evaluation.json").write_text("{}")


def test_cells_come_by_how_good_they_are(tmp_path):
    write(tmp_path)
    results = Results.read(tmp_path)
    assert (results.head, results.heads) == ("artist", ["artist", "style"])
    assert [cell["number"] for cell in results.done] == [2, 1]
    first, _, failed = results.cells
    assert results.accuracy(first, "artist") == Measure(0.5, 0.4, 0.6, 4)
    assert results.accuracy(first, "style") is results.accuracy(failed, "artist") is None
    assert results.summary[1]["ms_per_picture"] is None and results.summary[2]["runs"] == 4
    assert [cell["number"] for cell, _, _ in results.chosen()] == [2, 1]  # the best first
    assert results.comparisons == []


def test_curves_are_of_as_many_cells_as_asked_for(tmp_path):
    write(tmp_path)
    for n in (1, 2):
        file = tmp_path / "chosen" / f"key-{n}" / "seed-0" / "curves.csv"
        file.write_text("stage,epoch,train_loss\nheads,0,1.5\nheads,1,\n")
    results = Results.read(tmp_path)
    rows = results.curves(1)
    assert [(r["cell"]["number"], r["epoch"], r["train_loss"]) for r in rows] == [
        (2, 0, 1.5), (2, 1, None)
    ]  # fmt: skip
    assert {row["line"] for row in rows} == {"chosen/key-2/seed-0/curves.csv#heads"}
    assert len(results.curves(2)) == 4


def test_pictures_are_read_by_their_row(tmp_path):
    write(tmp_path)
    (tmp_path / "pictures.csv").write_text("path,artist,style,split\nx/1.jpg,a,,test\n")
    (sample,) = Results.read(tmp_path).samples
    assert (sample.path.name, sample.artist, sample.style, sample.split) == (
        "1.jpg",
        "a",
        None,
        "test",
    )


@pytest.mark.parametrize("lost", ["study.json", "cells.json"])
def test_a_folder_that_is_no_studys_is_named(tmp_path, lost):
    write(tmp_path)
    (tmp_path / lost).unlink()
    with pytest.raises(MorelliError, match="holds no study"):
        Results.read(tmp_path)
