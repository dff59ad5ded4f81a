"""`morelli gallery` as it is typed."""

import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    typed: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """Type `morelli gallery …`; what comes back is the exit code, stdout and stderr."""
    monkeypatch.delenv("MORELLI_GALLERY", raising=False)
    monkeypatch.setenv("MORELLI_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("COLUMNS", "120")
    return partial(typed, "gallery")


@pytest.fixture
def few_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw two studies instead of all, for the sake of time."""
    from morelli.gallery import studies

    monkeypatch.setattr(studies, "STUDIES", studies.STUDIES[:2])


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    folder = tmp_path / "hall [1]"
    folder.mkdir()
    for file in ("night.jpg", "day.jpg"):
        Image.new("RGB", (30, 20)).save(folder / file)
    (folder / "gallery.csv").write_text(
        "file,title,artist,year,style\n"
        "night.jpg,[Night],Claude Monet,1871,Impressionism\n"
        "day.jpg,Day,Paul Cézanne,1890,Post-Impressionism\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def museum(helper: Callable[[str], ModuleType]) -> Iterator[Any]:
    """A museum with two paintings and a print by Monet."""
    file = io.BytesIO()
    Image.new("RGB", (30, 20)).save(file, "JPEG")
    work = helper("gallery/conftest.py").work
    works = [work(id=1), work(id=2, kind="Print"), work(id=3)]
    server = helper("gallery/museum_server.py").MuseumServer(works, file.getvalue())
    yield server
    server.close()


def test_list(run: Run, hall: Path) -> None:
    code, out, _ = run("list", hall)
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["[Night]", "Claude", "Monet", "1871", "Impressionism", "30", "x", "20"] in lines
    assert "2 pictures" in out


def test_list_what_is_asked_for(run: Run, hall: Path) -> None:
    for asked in (("--artist", "MONET"), ("--style", "impressionist"), ("--text", "1871")):
        _, out, _ = run("list", hall, *asked)
        assert "[Night]" in out and "Day" not in out and "1 picture\n" in out


def test_list_for_machines(run: Run, hall: Path) -> None:
    (hall / "day.jpg").write_text("words")
    code, out, _ = run("list", hall, "--json")
    content = json.loads(out)
    assert code == 1
    assert [painting["artist"] for painting in content["paintings"]] == ["claude-monet"]
    assert content["problems"] == [
        {"where": "day.jpg", "reason": "The file is a text file, not a picture."}
    ]


def test_what_nobody_meant_as_a_picture_is_named_and_no_fault(run: Run, hall: Path) -> None:
    (hall / "#recycle").mkdir()
    Image.new("RGB", (9, 9)).save(hall / "#recycle" / "old.jpg")
    code, out, _ = run("list", hall)
    assert code == 0 and "#recycle" in out and "2 pictures\n" in out
    content = json.loads(run("list", hall, "--json")[1])
    assert content["noted"] == [{"where": "#recycle", "reason": "a Synology NAS's bin"}]


def test_a_painter_is_asked_for_as_museums_write_the_name(run: Run, hall: Path) -> None:
    _, out, _ = run("list", hall, "--artist", "Monet, Claude (French, 1840-1926)")
    assert "[Night]" in out and "Day" not in out


def test_a_long_list_is_cut_unless_all_is_asked_for(run: Run, tmp_path: Path) -> None:
    for number in range(23):
        Image.new("1", (9, 9)).save(tmp_path / f"picture-{number:02}.png")
    _, out, _ = run("list", tmp_path)
    assert "Picture 19" in out and "Picture 20" not in out and "and 3 more; --all" in out
    _, out, _ = run("list", tmp_path, "--all")
    assert "Picture 22" in out


@pytest.mark.usefixtures("few_studies")
def test_the_built_in_gallery_is_listed_by_default(run: Run) -> None:
    code, out, _ = run("list", "--json")
    assert code == 0
    titles = [painting["title"] for painting in json.loads(out)["paintings"]]
    assert titles[0] == "Study after Piet Mondrian"


def test_no_folder(run: Run, tmp_path: Path) -> None:
    code, _, err = run("list", tmp_path / "nowhere")
    assert code == 2
    assert "is not a folder" in err


@pytest.mark.usefixtures("few_studies")
def test_studies(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("studies", "--to", tmp_path / "new" / "hall")
    assert code == 0
    assert "morelli serve --gallery" in out
    names = sorted(path.name for path in (tmp_path / "new" / "hall").iterdir())
    assert names == ["gallery.csv", "study-after-kandinsky.jpg", "study-after-mondrian.jpg"]


@pytest.mark.parametrize("source", ["met", "artic"])
def test_fetch(source: str, run: Run, museum: Any, tmp_path: Path) -> None:
    command = ("fetch", "--from", source, "--artist", "monet", "--rate", "10", "--url", museum.url)
    code, out, _ = run(*command, "--to", tmp_path / "new")
    assert code == 0
    assert "2 fetched, 0 there already." in out
    assert f"morelli serve --gallery {tmp_path / 'new'}" in out
    code, out, _ = run(*command, "--to", tmp_path / "new", "--all-works")
    assert "1 fetched, 2 there already." in out
    code, out, _ = run("list", tmp_path / "new", "--json")
    assert len(json.loads(out)["paintings"]) == 3


@pytest.mark.slow
def test_a_fetch_that_was_killed_goes_on(run: Run, museum: Any, tmp_path: Path) -> None:
    museum.works *= 4
    museum.works = [work | {"id": number} for number, work in enumerate(museum.works)]
    command = ["gallery", "fetch", "--from", "met", "--artist", "monet", "--url", museum.url]
    command += ["--rate", "5", "--limit", "6", "--to", str(tmp_path)]
    typed = [sys.executable, "-c", "from morelli.cli import main; main()", *command]
    process = subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.glob("met-*.jpg"))) < 2:
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    there = {path.stem.removeprefix("met-") for path in tmp_path.glob("met-*.jpg")}
    assert len(there) < 6
    museum.asked.clear()
    code, out, _ = run(*command[1:])
    assert code == 0
    assert re.search(r"[1-4] fetched, [1-5] there already", out)
    again = {path.rpartition("/")[2].partition(".")[0] for path in museum.paths("/images/")}
    assert not again & there
    assert len(list(tmp_path.glob("met-*.jpg"))) == 6


def test_fetch_says_why_works_are_left_out(run: Run, museum: Any, tmp_path: Path) -> None:
    command = ("--from", "met", "--artist", "Manet", "--rate", "10", "--url", museum.url)
    code, out, _ = run("fetch", *command, "--to", tmp_path)
    assert code == 1
    assert "3 left out: by another hand" in out
    assert "has nothing by Manet that can be fetched" in out


def test_fetch_from_nowhere(run: Run, tmp_path: Path) -> None:
    code, _, err = run("fetch", "--from", "met", "--artist", "Monet", "--to", tmp_path,
                       "--rate", "10", "--url", "ftp://museum.example")  # fmt: skip
    assert code == 2
    assert "is not an http or https address" in err
