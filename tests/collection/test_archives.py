"""Archives are read where they lie, by the rules that folders are read by."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from morelli.collection.entry import Entry
from morelli.collection.source import open_collection
from morelli.errors import MorelliError
from morelli.images import Limits


def zipped(folder: Path, archive: Path) -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            file.write(path, path.relative_to(folder).as_posix())
    return archive


def tarred(folder: Path, archive: Path) -> Path:
    with tarfile.open(archive, "w:gz" if archive.suffix == ".gz" else "w") as file:
        file.add(folder, "hall")
    return archive


def content(entry: Entry) -> bytes:
    assert callable(entry.picture)
    return entry.picture()


def test_a_zip_has_what_the_folder_has(hall: Path, tmp_path: Path) -> None:
    (hall / "picture").write_bytes((hall / "a.png").read_bytes())
    (hall / "a.png.bak").write_bytes((hall / "a.png").read_bytes())
    collection = open_collection(zipped(hall, tmp_path / "hall.zip"))
    found = list(collection.entries())  # members are read after the list has come to its end
    assert {entry.name: entry.reason for entry in found} == {
        "a.png": "",
        "a.png.bak": "not called like a picture",
        "b/1.png": "",
        "b/2.png": "",
        "b/=sum.png": "",
        "b/broken.jpg": "",
        "b/notes.txt": "not called like a picture",
        "c.d/été.png": "",
        "picture": "",
        "z.png": "",
        ".DS_Store": "hidden",
        "@eaDir/a.png/THUMB.jpg": "a Synology NAS's thumbnails",
    }
    for entry in found:
        if not entry.reason:
            assert content(entry) == (hall / entry.name).read_bytes()
    assert collection.count() == len(found)


@pytest.mark.parametrize("name", ["hall.tar", "hall.tar.gz"])
def test_a_tar_streams(hall: Path, tmp_path: Path, name: str) -> None:
    (hall / "link.png").symlink_to("a.png")
    (hall / "empty.png").write_bytes(b"")
    collection = open_collection(tarred(hall, tmp_path / name))
    found = list(collection.entries())
    said = {entry.name.removeprefix("hall/"): entry for entry in found}
    assert said["link.png"].reason == "a link or a special file"
    assert said["b/notes.txt"].reason == "not called like a picture"
    assert content(said["b/2.png"]) == (hall / "b/2.png").read_bytes()
    with pytest.raises(MorelliError, match="empty"):
        content(said["empty.png"])
    assert collection.count() is None


def test_a_member_beyond_the_limits_is_not_unpacked(tmp_path: Path) -> None:
    for archive in (tmp_path / "a.zip", tmp_path / "a.tar"):
        bomb = bytes(3_000_000)
        if archive.suffix == ".zip":
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr("bomb.png", bomb)
        else:
            with tarfile.open(archive, "w") as file:
                member = tarfile.TarInfo("bomb.png")
                member.size = len(bomb)
                file.addfile(member, io.BytesIO(bomb))
        (entry,) = open_collection(archive, Limits(bytes=1_000_000)).entries()
        with pytest.raises(MorelliError, match="larger than 1 MB"):
            content(entry)


def test_one_damaged_member_spoils_no_other(hall: Path, tmp_path: Path) -> None:
    archive = zipped(hall, tmp_path / "hall.zip")
    data = bytearray(archive.read_bytes())
    at = data.index(b"z.png") + 60
    data[at : at + 40] = bytes(40)
    archive.write_bytes(data)
    found = {entry.name: entry for entry in open_collection(archive).entries()}
    with pytest.raises(MorelliError, match="can't be read"):
        content(found["z.png"])
    assert content(found["a.png"]) == (hall / "a.png").read_bytes()


def test_a_tar_that_is_cut_short_is_read_as_far_as_it_goes(hall: Path, tmp_path: Path) -> None:
    archive = tarred(hall, tmp_path / "hall.tar.gz")
    archive.write_bytes(archive.read_bytes()[:-2000])
    found: list[Entry] = []
    with pytest.raises(MorelliError, match=r"hall\.tar\.gz can't be read any further"):
        found.extend(open_collection(archive).entries())
    entries = open_collection(archive).entries()
    assert next(entries).name.startswith("hall/")
