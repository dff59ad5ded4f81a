"""Archives from elsewhere: everything inside the target, or nothing at all."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from morelli.datasets import DatasetError
from morelli.datasets.archive import unpack


def packed(path: Path, files: dict[str, bytes], **kinds: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (kinds.get("kind", stat.S_IFREG) | 0o644) << 16
            archive.writestr(info, content)
    return path


def test_unpacks(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", {"top/": b"", "top/a.txt": b"a", "top/deep/b": b"bb"})
    seen: list[tuple[int, int]] = []
    unpack(archive, tmp_path / "to", progress=lambda done, of: seen.append((done, of)))
    assert (tmp_path / "to/top/a.txt").read_bytes() == b"a"
    assert (tmp_path / "to/top/deep/b").read_bytes() == b"bb"
    assert seen == [(1, 2), (2, 2)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "to"]


def test_an_empty_target_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "to").mkdir()
    unpack(packed(tmp_path / "a.zip", {"a": b"a"}), tmp_path / "to")
    assert (tmp_path / "to/a").read_bytes() == b"a"


@pytest.mark.parametrize(
    "name",
    [
        "../out",
        "a/../../out",
        "/out",
        "C:\\out",
        "C:out",
        "a\\..\\..\\out",
        "\\\\server\\share\\out",
    ],
)
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    archive = packed(tmp_path / "a.zip", {"fine": b"", name: b"evil"})
    with pytest.raises(DatasetError, match="outside itself"):
        unpack(archive, tmp_path / "to")
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_no_links_and_no_devices(tmp_path: Path, kind: int) -> None:
    archive = packed(tmp_path / "a.zip", {"link": b"/etc/passwd"}, kind=kind)
    with pytest.raises(DatasetError, match="a link or a special file: 'link'"):
        unpack(archive, tmp_path / "to")


def test_no_bombs(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", {"a": b"0" * 900, "b": b"0" * 900})
    with pytest.raises(DatasetError, match="unpack to 1,800 bytes, more than 1,000"):
        unpack(archive, tmp_path / "to", largest=1000)


def test_a_file_that_lies_about_its_size(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", {"a": b"0" * 100_000})
    size = (100_000).to_bytes(4, "little")
    archive.write_bytes(archive.read_bytes().replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(DatasetError, match="not a sound ZIP archive"):
        unpack(archive, tmp_path / "to", largest=1000)
    assert not (tmp_path / "to").exists()


def test_damage_leaves_nothing_behind(tmp_path: Path) -> None:
    archive = packed(tmp_path / "a.zip", {"a": bytes(range(256)) * 40, "b": b"b" * 5000})
    content = bytearray(archive.read_bytes())
    content[60:70] = b"\xff" * 10
    archive.write_bytes(content)
    with pytest.raises(DatasetError, match="not a sound ZIP archive"):
        unpack(archive, tmp_path / "to")
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("content", [b"", b"<html>Not here</html>", b"PK\x03\x04 and then nothing"])
def test_no_archive_at_all(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(DatasetError, match="not a sound ZIP archive"):
        unpack(tmp_path / "a.zip", tmp_path / "to")


def test_empty_and_doubled(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="is empty"):
        unpack(packed(tmp_path / "a.zip", {}), tmp_path / "to")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a", b"1")
        archive.writestr("a", b"2")
    (tmp_path / "b.zip").write_bytes(buffer.getvalue())
    with pytest.raises(DatasetError, match="two files of the same name"):
        unpack(tmp_path / "b.zip", tmp_path / "to")
