"""What a folder's listing has, and what is left out and named."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from morelli.datasets.ignored import FOLDERS
from morelli.datasets.scan import LeftOut, scan, subfolders

Draw = Callable[..., Path]
Lock = Callable[[Path], None]


def pictures(folder: Path, left_out: LeftOut | None = None) -> list[str]:
    return [found.below for found in scan(folder, left_out or LeftOut()) if found.picture]


def test_sorted_folder_by_folder(tmp_path: Path, draw: Draw) -> None:
    for name in ("b.jpg", "a/z.PNG", "a/b/c.webp", "a.jpg", "c/notes.txt"):
        if name.endswith("txt"):
            (tmp_path / "c").mkdir()
            (tmp_path / name).write_text("no picture")
        else:
            draw(tmp_path / name, seed=1)
    assert pictures(tmp_path) == ["a/b/c.webp", "a/z.PNG", "a.jpg", "b.jpg"]
    kinds = {found.below: found.kind for found in scan(tmp_path, LeftOut())}
    assert (kinds["c"], kinds["c/notes.txt"]) == ("folder", "file")


def test_what_systems_put_between_is_left_out_and_named(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "rooms" / "a.jpg", seed=1)
    for name in (
        "@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg",
        "rooms/@eaDir/a.jpg/SYNOPHOTO_THUMB_M.jpg",
        "#recycle/old.jpg",
        "__MACOSX/._a.jpg",
        "$RECYCLE.BIN/x.jpg",
        "lost+found/x.jpg",
        ".thumbs/a.jpg",
        "rooms/._a.jpg",
        "rooms/.hidden.jpg",
        ".git/config",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        draw(tmp_path / "b.jpg", seed=2).rename(tmp_path / name)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store"):
        (tmp_path / "rooms" / name).write_bytes(b"\0")
    left_out = LeftOut("hall/")
    assert pictures(tmp_path, left_out) == ["rooms/a.jpg"]
    assert left_out.problems == []
    assert {(p.where, p.reason) for p in left_out.noted} == {
        ("hall/#recycle", "a Synology NAS's bin"),
        ("hall/$RECYCLE.BIN", "Windows' bin"),
        ("hall/.thumbs", "hidden; 2 such are left out"),
        ("hall/@eaDir", "a Synology NAS's thumbnails; 2 such are left out"),
        ("hall/__MACOSX", "what macOS packs beside files"),
        ("hall/lost+found", "a file system's own folder"),
        ("hall/rooms/._a.jpg", "what macOS keeps beside a file"),
    }


def test_whoever_wants_each_is_told_of_each(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "a.jpg", seed=1)
    for name in (".git/config", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "gone").symlink_to("nowhere")
    left_out = LeftOut(each=True)
    assert pictures(tmp_path, left_out) == ["a.jpg"]
    assert [p.where for p in left_out.problems] == ["gone"]
    assert {p.where: p.reason for p in left_out.noted} == {
        ".DS_Store": "hidden; 2 such are left out",
        "Thumbs.db": "a system's own file",
    }
    quiet = LeftOut()
    assert pictures(tmp_path, quiet) == ["a.jpg"]
    assert (quiet.noted, quiet.problems) == ((), [])


def test_a_folder_that_is_named_is_read_though_it_be_hidden(tmp_path: Path, draw: Draw) -> None:
    for name in FOLDERS:
        draw(tmp_path / name / "a.jpg", seed=1)
        assert pictures(tmp_path / name) == ["a.jpg"]
    assert pictures(tmp_path) == []


def test_a_folder_may_be_called_like_a_picture(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "album.jpg" / "a.jpg", seed=1)
    (tmp_path / "empty.jpg").mkdir()
    assert pictures(tmp_path) == ["album.jpg/a.jpg"]


@pytest.mark.parametrize(
    "name", ["default", "full-843.ashx", "default.jpg?width=843", "1921.45.7", "843,"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_pictures_without_a_suffix_are_told_by_their_first_bytes(
    tmp_path: Path, draw: Draw, name: str, kind: str
) -> None:
    draw(tmp_path / name, seed=1, format=kind)
    assert pictures(tmp_path) == [name]


@pytest.mark.parametrize(
    "name", ["a.jpg.part", "a.jpg~", "a.jpg_original", "a.jpg.bak", "a.NEF", "a.dng", "a.thm"]
)
def test_halves_and_backups_are_no_pictures(tmp_path: Path, draw: Draw, name: str) -> None:
    draw(tmp_path / name, seed=1, format="TIFF")
    assert pictures(tmp_path) == []


def test_other_files_are_no_pictures(tmp_path: Path) -> None:
    for name, content in (("a", b""), ("b.txt", b"words"), ("c.mp4", b"\0\0\0\x18ftypisom")):
        (tmp_path / name).write_bytes(content)
    assert pictures(tmp_path) == []


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Lock:
    """Make folders that can't be listed, also for root."""
    locked: set[str] = set()
    listing = os.scandir

    def scandir(path: Any = ".") -> Iterator[Any]:
        if os.path.realpath(path) in locked:
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return lambda folder: locked.add(os.path.realpath(folder))


def test_folders_that_cannot_be_listed_are_named(tmp_path: Path, draw: Draw, lock: Lock) -> None:
    draw(tmp_path / "z.jpg", seed=1)
    (tmp_path / "rooms" / "locked").mkdir(parents=True)
    lock(tmp_path / "rooms" / "locked")
    left_out = LeftOut()
    assert pictures(tmp_path, left_out) == ["z.jpg"]
    assert [(p.where, p.reason) for p in left_out.problems] == [
        ("rooms/locked", "cannot be listed: Permission denied")
    ]
    assert subfolders(tmp_path / "rooms" / "locked") == []
    lock(tmp_path)
    left_out = LeftOut()
    assert pictures(tmp_path, left_out) == []
    assert left_out.problems[0].where == "."


def test_links_are_followed_once_round(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "elsewhere" / "a.jpg", seed=1)
    hall = tmp_path / "hall"
    hall.mkdir()
    (hall / "monet").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(hall)
    (hall / "gone.jpg").symlink_to("nowhere")
    left_out = LeftOut()
    assert pictures(hall, left_out) == ["monet/a.jpg"]
    assert [(p.where, p.reason) for p in left_out.problems] == [("gone.jpg", "a link to nothing")]
    assert [(p.where, p.reason) for p in left_out.noted] == [
        ("monet/back", "a link back to its own folder")
    ]


def test_pipes_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    os.mkfifo(tmp_path / "b")
    left_out = LeftOut()
    assert pictures(tmp_path, left_out) == []
    assert [(p.where, p.reason) for p in left_out.problems] == [("a.jpg", "not a file")]


def test_it_streams(tmp_path: Path, draw: Draw) -> None:
    for number in range(40):
        draw(tmp_path / f"{number:02}" / "a.jpg", seed=1)
    found = scan(tmp_path, LeftOut())
    assert next(found).below == "00"
    (tmp_path / "39" / "a.jpg").rename(tmp_path / "39" / "b.jpg")
    assert [f.below for f in found if f.picture][-1] == "39/b.jpg"
