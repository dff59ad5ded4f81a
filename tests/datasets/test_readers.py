"""One input, every reader: data sets, the gallery, catalogues of works and `morelli classify`.

Each input is a way in which other programs and systems leave pictures and tables; all four have
to read the same pictures from it, and to name what they leave out.
"""

import os
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from morelli.cli.picture_arguments import named
from morelli.collection import catalogue
from morelli.datasets import Problem, open_dataset
from morelli.gallery import Gallery

if TYPE_CHECKING:
    from morelli.datasets.scan import LeftOut

Draw = Callable[..., Path]


@dataclass(frozen=True)
class Read:
    """What a reader makes of a folder or table: pictures by path, and lines on the rest."""

    pictures: dict[str, str | None]
    left_out: str


def said(problems: Iterable[Problem]) -> str:
    return "\n".join(f"{problem.where}: {problem.reason}" for problem in problems)


def below(folder: Path, path: Path) -> str:
    real = path.parent.resolve() / path.name
    return unicodedata.normalize("NFC", real.relative_to(folder.resolve()).as_posix())


def as_data(source: Path) -> Read:
    """As training, evaluation and `morelli data` open it."""
    data = open_dataset(source, labelled=source.is_file())
    folder = source.parent if source.is_file() else source
    return Read({below(folder, s.path): s.artist for s in data}, said((*data.skipped, *data.noted)))


def as_gallery(source: Path) -> Read:
    """As `morelli serve --gallery` hangs it; a table has to be called gallery.csv."""
    folder = source.parent if source.is_file() else source
    gallery = Gallery.open(folder)
    hung = {below(folder, gallery.path(p)): p.artist for p in gallery}
    return Read(hung, said((*gallery.problems, *gallery.noted)))


def as_works(source: Path) -> Read:
    """As `morelli works add` reads it."""
    works, problems, noted = catalogue.read(source)
    folder = source.parent if source.is_file() else source
    return Read({below(folder, file): w.artist for w, file in works}, said((*problems, *noted)))


def as_arguments(source: Path) -> Read:
    """As `morelli classify` and `morelli teach` list a folder."""
    folder = source.parent if source.is_file() else source
    left_out: list[LeftOut] = []
    files = list(named([folder], left_out))
    problems = [problem for one in left_out for problem in (*one.problems, *one.noted)]
    return Read({below(folder, file): None for file in files}, said(problems))


TABLES = pytest.mark.parametrize("read", [as_data, as_gallery, as_works])
FOLDERS = pytest.mark.parametrize("read", [as_data, as_gallery, as_works, as_arguments])


@pytest.fixture
def hall(tmp_path: Path, draw: Draw) -> Path:
    """Two pictures, the name of one with its accent as a mark of its own, as macOS zips have it."""
    draw(tmp_path / "scans" / "sterne.jpg", seed=1)
    draw(tmp_path / "scans" / unicodedata.normalize("NFD", "Dürer_Hase.jpg"), seed=2)
    return tmp_path


BOTH = {"scans/sterne.jpg": "vincent-van-gogh", "scans/Dürer_Hase.jpg": "albrecht-durer"}


@TABLES
@pytest.mark.parametrize(
    "content",
    [
        "file,artist\nscans/sterne.jpg,Vincent van Gogh\nscans/Dürer_Hase.jpg,Albrecht Dürer\n",
        "file,artist\nscans\\sterne.jpg,Vincent van Gogh\n.\\scans\\Dürer_Hase.jpg,Dürer\n",
        "file;artist\r\nscans\\sterne.jpg;Van Gogh\r\nscans\\Dürer_Hase.jpg;DÜRER, Albrecht\r\n",
        "sep=;\r\nfile;artist\r\nscans/sterne.jpg;Van Gogh\r\nscans/Dürer_Hase.jpg;Dürer\r\n",
        "\ufefffile;artist;\r\nscans/sterne.jpg;Van Gogh;;;\r\nscans/Dürer_Hase.jpg;Dürer;;\r\n",
        "file|artist\nscans/sterne.jpg|Van Gogh\n./scans/../scans/Dürer_Hase.jpg|Dürer\n",
        "file,artist\n{}/scans/sterne.jpg,Van Gogh\n{}\\scans\\Dürer_Hase.jpg,Dürer\n",
        "file,artist,,\nscans/sterne.jpg,Vincent van Gogh (Dutch),,\nscans/Dürer_Hase.jpg,Dürer\n",
    ],
    ids=["plain", "backslash", "semicolon", "sep", "blank-ends", "bars", "absolute", "blank-heads"],
)
def test_tables_of_any_program(hall: Path, read: Callable[[Path], Read], content: str) -> None:
    table = hall / "gallery.csv"
    table.write_text(unicodedata.normalize("NFC", content.replace("{}", str(hall))), "utf-8")
    got = read(table)
    assert got == Read(BOTH, "")
    table.write_text(unicodedata.normalize("NFD", content.replace("{}", str(hall))), "utf-8")
    assert read(table) == Read(BOTH, "")


@TABLES
@pytest.mark.parametrize(
    "again", ["{}/scans/sterne.jpg", "scans\\sterne.jpg", "./scans/sterne.jpg"]
)
def test_one_file_by_two_names(hall: Path, read: Callable[[Path], Read], again: str) -> None:
    (hall / "scans" / unicodedata.normalize("NFD", "Dürer_Hase.jpg")).unlink()
    again = again.replace("{}", str(hall))
    table = hall / "gallery.csv"
    table.write_text(f"file,artist\n{again},Van Gogh\nscans/sterne.jpg,Van Gogh\n")
    got = read(table)
    assert got.pictures == {"scans/sterne.jpg": "vincent-van-gogh"}
    assert "row 3" in got.left_out
    assert "twice" in got.left_out or "already" in got.left_out


@TABLES
def test_names_as_museums_write_them(tmp_path: Path, read: Any, draw: Draw) -> None:
    names = {
        "Rembrandt (Rembrandt van Rijn)": "rembrandt-van-rijn",
        "Albrecht Dürer (1471-1528)": "albrecht-durer",
        "Vincent van Gogh (Dutch, 1853–1890)": "vincent-van-gogh",
        "Rembrandt?": None,
        "Giorgione (?)": None,
        "Rembrandt van Rijn, workshop of": None,
        "d'après Nicolas Poussin": None,
        "nach Albrecht Dürer": None,
        "naar Rembrandt van Rijn": None,
        "Peter Paul Rubens and Workshop": None,
        "Unknown": None,
        "Anonymous": None,
        "Italian (Florentine) Painter": None,
    }
    lines = ["file;artist"]
    for number, name in enumerate(names):
        draw(tmp_path / f"{number}.jpg", seed=number)
        lines.append(f"{number}.jpg;{name}")
    (tmp_path / "gallery.csv").write_text("\n".join(lines), "utf-8")
    wanted = {f"{number}.jpg": slug for number, slug in enumerate(names.values())}
    assert read(tmp_path / "gallery.csv").pictures == wanted


def test_doubts_are_named_and_kept(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "0.jpg", seed=0)
    (tmp_path / "gallery.csv").write_text("file,artist\n0.jpg,Rembrandt?\n")
    (note,) = open_dataset(tmp_path / "gallery.csv").noted
    assert note == Problem("row 2", "Rembrandt is not taken for the painter: Rembrandt?")
    (painting,) = Gallery.open(tmp_path)
    assert (painting.artist, painting.artist_name) == (None, "Rembrandt?")
    assert (painting.after, painting.painter_name) == ("rembrandt-van-rijn", "Rembrandt")
    (tmp_path / "gallery.csv").write_text("file,artist\n0.jpg,Unknown\n")
    (painting,) = Gallery.open(tmp_path)
    assert painting.artist is painting.after is painting.painter_name is None


@FOLDERS
def test_what_a_nas_and_other_systems_leave(tmp_path: Path, read: Any, draw: Draw) -> None:
    for seed, name in enumerate(
        (
            "Claude Monet/b.jpg",
            "Claude Monet/@eaDir/b.jpg/SYNOPHOTO_THUMB_XL.jpg",
            "@eaDir/x.jpg/SYNOPHOTO_THUMB_S.jpg",
            "#recycle/old.jpg",
            "album.jpg/c.jpg",
            "__MACOSX/._b.jpg",
            "Claude Monet/._b.jpg",
            ".thumbs/b.jpg",
            "$RECYCLE.BIN/d.jpg",
            "lost+found/e.jpg",
        )
    ):
        draw(tmp_path / name, seed=seed)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store"):
        (tmp_path / "Claude Monet" / name).write_bytes(b"\0")
    got = read(tmp_path)
    assert set(got.pictures) == {"Claude Monet/b.jpg", "album.jpg/c.jpg"}
    for name in ("@eaDir", "#recycle", "__MACOSX", "._b.jpg", ".thumbs", "$RECYCLE.BIN"):
        assert name in got.left_out
    assert "lost+found" in got.left_out
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store"):
        assert name not in got.left_out


@FOLDERS
def test_pictures_without_a_suffix(tmp_path: Path, read: Any, draw: Draw) -> None:
    draw(tmp_path / "2/abc/full/843,/0/default", seed=1, format="JPEG")
    draw(tmp_path / "full-843.ashx", seed=2, format="PNG")
    (tmp_path / "info.json").write_text("{}")
    assert set(read(tmp_path).pictures) == {"2/abc/full/843,/0/default", "full-843.ashx"}


@TABLES
def test_tables_of_pictures_without_a_suffix(tmp_path: Path, read: Any, draw: Draw) -> None:
    draw(tmp_path / "2/abc/full/843,/0/default", seed=1, format="JPEG")
    table = tmp_path / "gallery.csv"
    table.write_text('file,artist\n"2/abc/full/843,/0/default",Van Gogh\n')
    assert read(table) == Read({"2/abc/full/843,/0/default": "vincent-van-gogh"}, "")


@FOLDERS
def test_folders_that_cannot_be_listed(
    tmp_path: Path, read: Any, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(tmp_path / "Claude Monet" / "a.jpg", seed=1)
    locked = tmp_path / "locked"
    locked.mkdir()
    listing = os.scandir

    def scandir(path: Any = ".") -> Any:
        if os.path.realpath(path) == str(locked.resolve()):
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    got = read(tmp_path)
    assert set(got.pictures) == {"Claude Monet/a.jpg"}
    assert "locked: cannot be listed: Permission denied" in got.left_out
    assert open_dataset(tmp_path).artists == ("claude-monet",)


def test_a_file_named_with_its_accent_as_a_letter_is_found(
    hall: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hall)
    (file,) = named([Path(unicodedata.normalize("NFC", "scans/Dürer_Hase.jpg"))], [])
    assert file.is_file()
    gone = Path("scans/gone.jpg")
    assert list(named([gone], [])) == [gone]
