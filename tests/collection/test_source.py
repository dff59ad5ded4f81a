"""What a collection has: every file, in the same order, and why some aren't asked."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from morelli.collection.source import open_collection
from morelli.errors import MorelliError

Paint = Callable[..., Path]


def test_a_folder_names_every_file(hall: Path) -> None:
    collection = open_collection(hall)
    found = list(collection.entries())
    assert [(entry.name, entry.reason) for entry in found] == [
        (".DS_Store", "hidden"),
        ("@eaDir", "a Synology NAS's thumbnails"),
        ("a.png", ""),
        ("b/1.png", ""),
        ("b/2.png", ""),
        ("b/=sum.png", ""),
        ("b/broken.jpg", ""),
        ("b/notes.txt", "not called like a picture"),
        ("c.d/été.png", ""),
        ("z.png", ""),
    ]
    assert [entry.path for entry in found if entry.path] == [
        hall / entry.name for entry in found if not entry.reason
    ]
    assert collection.count() == len(found)


def test_what_can_not_be_read_in_a_folder_has_failed(hall: Path) -> None:
    (hall / "gone.jpg").symlink_to("nowhere")
    (hall / "b" / "loop").symlink_to(hall, target_is_directory=True)
    found = {entry.name: entry for entry in open_collection(hall).entries()}
    assert found["gone.jpg"].failed and found["gone.jpg"].reason == "a link to nothing"
    assert not found["b/loop"].failed
    assert open_collection(hall).count() == len(found)


def test_sidecars_and_files_of_our_own_are_no_entries(hall: Path, paint: Paint) -> None:
    names = [entry.name for entry in open_collection(hall).entries()]
    (hall / "a.png.xmp").write_text("<x/>")
    paint(hall / "ours.png")
    again = open_collection(hall, own=lambda path: path == hall / "ours.png")
    assert [entry.name for entry in again.entries()] == names
    assert again.count() == len(names)


def test_a_folder_is_not_listed_beforehand(tmp_path: Path, paint: Paint) -> None:
    for room in range(3):
        paint(tmp_path / str(room) / "a.png")
    entries = open_collection(tmp_path).entries()
    next(entries)
    paint(tmp_path / "2" / "b.png")  # into a folder that nobody has come to yet
    assert [entry.name for entry in entries] == ["1/a.png", "2/a.png", "2/b.png"]


def test_a_table_names_files_as_it_writes_them(hall: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    rows = ["hall/a.png", "hall\\b\\1.png", "gone.png", "", str(hall / "z.png"), "hall/a.png"]
    with table.open("w", newline="") as file:
        csv.writer(file).writerows(
            [["title", "file"], *([f"t{n}", row] for n, row in enumerate(rows))]
        )
    collection = open_collection(table)
    found = list(collection.entries())
    assert [entry.name for entry in found] == [*rows[:3], "row 5", *rows[4:]]
    assert [entry.path and entry.path.name for entry in found] == [
        *("a.png", "1.png", None, None),
        *("z.png", "a.png"),
    ]
    assert found[2].failed and found[2].reason == "There is no such file."
    assert collection.count() == 6


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("gone", None, "is not there"),
        ("a.png", b"\x89PNG", "is no collection"),
        ("table.csv", b"title\nx\n", "has no column 'path' (or 'file')"),
    ],
)
def test_what_is_no_collection_is_said(
    tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(MorelliError) as error:
        list(open_collection(tmp_path / name).entries())
    assert says in str(error.value)
