"""A table of a whole collection: complete, gone on with after a kill, and asked anew on request."""

import csv
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from morelli.bundles.bundle import Bundle
from morelli.collection import catalogue
from morelli.collection.formats import format_of
from morelli.collection.table import Options, Run
from morelli.errors import MorelliError
from morelli.inference.answer_csv import AnswerWriter
from morelli.inference.classifier import Classifier
from morelli.teaching import teach

Paint = Callable[..., Path]
KILLED = Path(__file__).with_name("killed.py")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path / "cache"))


def read(out: Path) -> list[dict[str, Any]]:
    return [dict(cells) for cells, _ in format_of(out, 5, 5, None).read(out)]


def test_the_table_is_what_classify_csv_writes(
    hall: Path, tmp_path: Path, fast: Classifier
) -> None:
    out = tmp_path / "out.csv"
    tally = Run(fast, hall, str(out)).finish()
    assert (tally.rows, tally.failed) == (10, 1)
    expected = tmp_path / "expected.csv"
    with expected.open("w", newline="") as file:
        writer = AnswerWriter(file, 5, 5)
        for row in read(out):
            error = str(row.get("error", ""))
            answer = None if error else fast.classify(hall / str(row["file"]))
            writer.write(str(row["file"]), answer, error)
    assert out.read_bytes() == expected.read_bytes()


def test_all_formats_and_sources_say_the_same(hall: Path, tmp_path: Path, fast: Classifier) -> None:
    archive = tmp_path / "hall.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(hall.rglob("*")):
            if path.is_file() and not path.name.startswith(".") and "@" not in str(path):
                packed.write(path, path.relative_to(hall).as_posix())
    tables = []
    for source, name in ((hall, "a.csv"), (hall, "a.parquet"), (archive, "b.jsonl")):
        Run(fast, source, str(tmp_path / name)).finish()
        rows = [
            row for row in read(tmp_path / name) if not str(row.get("error", "")).startswith("left")
        ]
        tables.append(
            [{k: f"{float(v):.4f}" if "prob" in k else str(v) for k, v in r.items()} for r in rows]
        )
        for row in tables[-1]:
            row |= {
                key: f"{float(row[key]):.4f}" for key in ("familiarity", "painting") if key in row
            }
    assert tables[0] == tables[1] == sorted(tables[2], key=lambda row: row["file"])


def test_a_table_lies_in_its_own_collection(hall: Path, fast: Classifier) -> None:
    out = hall / "out.parquet"
    rows = Run(fast, hall, str(out), Options(embeddings=True, shard=2)).finish().rows
    tally = Run(fast, hall, str(out), Options(embeddings=True)).finish(resume=True)
    assert tally.rows == tally.before == rows == 10


def test_what_comes_later_is_added(
    hall: Path, tmp_path: Path, fast: Classifier, paint: Paint
) -> None:
    out = str(tmp_path / "out.csv")
    Run(fast, hall, out).finish()
    paint(hall / "a" / "new.png", 9)
    done: list[int] = []
    tally = Run(fast, hall, out).finish(resume=True, progress=done.append)
    assert (tally.rows, tally.before, sum(done)) == (11, 10, 11)
    assert read(Path(out))[-1]["file"] == "a/new.png"


def test_what_failed_is_asked_again(
    hall: Path, tmp_path: Path, fast: Classifier, paint: Paint
) -> None:
    out = tmp_path / "out.csv"
    Run(fast, hall, str(out)).finish()
    paint(hall / "mended.png", 7).replace(hall / "b" / "broken.jpg")
    assert Run(fast, hall, str(out)).finish(resume=True).failed == 1
    tally = Run(fast, hall, str(out)).finish(retry=True)
    assert (tally.rows, tally.before, tally.failed) == (10, 9, 0)
    assert [r["verdict"] for r in read(out) if r["file"] == "b/broken.jpg"]


def test_other_options_are_refused(hall: Path, tmp_path: Path, fast: Classifier) -> None:
    out = str(tmp_path / "out.csv")
    Run(fast, hall, out).finish()
    with pytest.raises(MorelliError, match="begun with top 5, and this is 2"):
        Run(fast, hall, out, Options(top=2)).finish(resume=True)
    bundle = fast.bundle
    manifest = bundle.manifest.model_copy(update={"name": "other"})
    other = Classifier(Bundle(bundle.path, manifest, bundle.graph, bundle.background), threads=1)
    with pytest.raises(MorelliError, match="begun with bundle fast, and this is other"):
        Run(other, hall, out).finish(resume=True)


def test_nothing_makes_no_table(tmp_path: Path, fast: Classifier) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(MorelliError, match="There is nothing in"):
        Run(fast, tmp_path / "empty", str(tmp_path / "out.csv")).finish()
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("name", ["out.parquet", "out.csv"])
def test_embeddings_cost_no_pixels_twice(
    hall: Path, tmp_path: Path, fast: Classifier, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(embeddings=True)
    first = Run(fast, hall, str(tmp_path / name), options).finish()
    assert first.looked == 6
    (hall / "z.png").rename(hall / "renamed.png")
    monkeypatch.setattr(Classifier, "see", lambda *_, **__: pytest.fail("it was looked at again"))
    (hall / "b" / "broken.jpg").unlink()
    second = Run(fast, hall, str(tmp_path / "again" / name), options).finish()
    assert second.looked == 0
    wide = fast.width("embedding")
    form = format_of(tmp_path / name, 5, 5, wide)
    tables = [
        {
            cells["artist_1_probability"]: embedding
            for cells, embedding in form.read(path / name)
            if embedding is not None
        }
        for path in (tmp_path, tmp_path / "again")
    ]
    assert len(tables[0]) == 6
    for key, embedding in tables[0].items():
        assert embedding.shape == (wide,)
        np.testing.assert_array_equal(tables[1][key], embedding)


def test_sidecars_lie_beside_pictures_and_change_no_table(
    hall: Path, tmp_path: Path, fast: Classifier
) -> None:
    (hall / "a.png.xmp").write_text("somebody else's")
    tally = Run(fast, hall, str(tmp_path / "a.csv"), Options(xmp=True)).finish()
    assert tally.untouched == 1
    assert len(list(hall.rglob("*.xmp"))) == 6
    Run(fast, hall, str(tmp_path / "b.csv")).finish()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_two_do_not_write_one_table(hall: Path, tmp_path: Path, fast: Classifier) -> None:
    out = str(tmp_path / "out.csv")
    refused: list[str] = []

    def meanwhile(_: int) -> None:
        if not refused:
            with pytest.raises(MorelliError) as error:
                Run(fast, hall, out).finish(resume=True)
            refused.append(str(error.value))

    assert Run(fast, hall, out).finish(progress=meanwhile).rows == 10
    assert "is being written by another morelli" in refused[0]
    assert Run(fast, hall, out).finish(resume=True).before == 10


def test_an_interruption_costs_nothing(hall: Path, tmp_path: Path, fast: Classifier) -> None:
    out = str(tmp_path / "out.csv")
    seen: list[int] = []

    def interrupt(done: int) -> None:
        seen.append(done)
        if len(seen) == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Run(fast, hall, out).finish(progress=interrupt)
    assert Run(fast, hall, out).finish(resume=True).before == 7


def test_a_folder_that_can_not_be_read_further_leaves_what_is_finished(
    hall: Path, tmp_path: Path, fast: Classifier
) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    names = ["a.png", "b/1.png", "b/2.png"]
    head = "file\n" + "\n".join(f"hall/{name}" for name in names)
    table.write_bytes(head.encode() + b"\n\xff\xfe.png\n")
    with pytest.raises(MorelliError, match="not UTF-8"):
        Run(fast, table, str(out), Options(shard=1, cores=1)).finish()
    table.write_text(head)
    assert Run(fast, table, str(out), Options(shard=1)).finish(resume=True).rows == 3


@pytest.mark.slow
def test_killed_again_and_again_nothing_is_lost_and_nothing_twice(
    tmp_path: Path, fast: Classifier, paint: Paint
) -> None:
    folder = tmp_path / "many"
    for number in range(30):
        paint(folder / str(number // 10) / f"{number}.png", number)
    (folder / "notes.txt").write_text("words")
    command = [sys.executable, KILLED, folder, tmp_path / "killed.csv", "6", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    cut = int(done.stdout.split()[0])
    assert cut >= 2  # on a quick machine it may come to its end before the last kill
    Run(fast, folder, str(tmp_path / "whole.csv")).finish()
    killed, whole = (
        sorted((tmp_path / n).read_bytes().splitlines()) for n in ("killed.csv", "whole.csv")
    )
    assert killed == whole and len(whole) == 32
    with (tmp_path / "killed.csv").open(newline="") as file:
        assert len({row["file"] for row in csv.DictReader(file)}) == 31


def test_what_is_taught_or_added_later_costs_no_pixels(
    hall: Path, tmp_path: Path, fast: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(embeddings=True, top=300)
    Run(fast, hall, str(tmp_path / "before.jsonl"), options).finish()
    pictures = sorted(hall.rglob("*.png"))
    taught = teach(fast, "Hilma af Klint", pictures).bundle
    catalogue.add(fast, hall / "c.d")
    monkeypatch.setattr(Classifier, "see", lambda *_, **__: pytest.fail("it was looked at again"))
    monkeypatch.setattr(Classifier, "decode", lambda *_: pytest.fail("it was decoded again"))
    (hall / "b" / "broken.jpg").unlink()
    for name, bundle in (("taught.jsonl", taught), ("added.jsonl", fast.bundle)):
        tally = Run(Classifier(bundle, threads=1), hall, str(tmp_path / name), options).finish()
        assert tally.looked == 0
    lines = (tmp_path / "taught.jsonl").read_text("utf-8").splitlines()
    assert all("Hilma af Klint" in line for line in lines if '"model": null' not in line)
    added = [cells for cells in read(tmp_path / "added.jsonl") if "work_where" in cells]
    assert {cells["file"]: cells["work_where"] for cells in added} == {"c.d/été.png": "catalogue"}
    with pytest.raises(MorelliError, match="was begun with catalogues sha256"):
        Run(fast, hall, str(tmp_path / "before.jsonl"), options).finish(resume=True)
