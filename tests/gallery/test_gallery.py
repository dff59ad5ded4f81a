"""A folder of pictures, whatever happens to it while it is shown."""

import csv
import os
import time
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from morelli.gallery import Gallery, GalleryError, UnknownPaintingError

Draw = Callable[..., Path]


def opened(folder: Path) -> Gallery:
    """A gallery that looks at its folder every time it is asked."""
    return Gallery.open(folder, patience=-1)


def files(gallery: Gallery) -> list[str]:
    return [painting.file for painting in gallery]


@pytest.fixture
def hall(tmp_path: Path, draw: Draw) -> Path:
    """Four pictures in two folders, three of them in the manifest."""
    folder = tmp_path / "hall"
    for file, size in (("b.png", (30, 50)), ("a.jpg", (60, 40)), ("rooms/c.webp", (8, 8)),
                       ("rooms/d.tif", (9, 7))):  # fmt: skip
        draw(folder / file, size)
    (folder / "readme.txt").write_text("not a picture")
    (folder / "gallery.csv").write_text(
        "file,title,artist,year,style,licence,source\n"
        "rooms/c.webp,Élévation,Paul Cézanne,c. 1890,Post-Impressionism,CC0,museum\n"
        "b.png,Étude,after Claude Monet,1920,Impressionism,,\n"
        "a.jpg,The Night,Claude Monet,1871,Impressionism,,\n",
        encoding="utf-8",
    )
    return folder


def test_the_manifests_order_then_names(hall: Path) -> None:
    gallery = opened(hall)
    assert files(gallery) == ["rooms/c.webp", "b.png", "a.jpg", "rooms/d.tif"]
    assert len(gallery) == 4
    first = next(iter(gallery))
    assert (first.title, first.artist, first.year) == ("Élévation", "paul-cezanne", 1890)
    assert (first.licence, first.source) == ("CC0", "museum")
    assert [(p.width, p.height) for p in gallery] == [(8, 8), (30, 50), (60, 40), (9, 7)]
    assert gallery.problems == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 4),
        ("elevation", 1),
        ("CEZANNE", 1),
        ("monet 1871", 1),
        ("impressionism", 3),
        ("post impressionism", 1),
        ("rooms", 2),
        ("nobody", 0),
    ],
)
def test_search(text: str, found: int, hall: Path) -> None:
    assert opened(hall).search(text).total == found


def test_filters(hall: Path) -> None:
    gallery = opened(hall)
    by = [p.file for p in gallery.search(artist="claude-monet").paintings]
    assert by == ["b.png", "a.jpg"]
    assert [p.file for p in gallery.search("night", artist="claude-monet").paintings] == ["a.jpg"]
    assert gallery.search(style="impressionism").total == 2
    assert gallery.search(style="impressionism", artist="paul-cezanne").total == 0
    assert [(c.slug, c.name, c.count) for c in gallery.artists] == [
        ("claude-monet", "Claude Monet", 2),
        ("paul-cezanne", "Paul Cézanne", 1),
    ]
    assert [(c.slug, c.count) for c in gallery.styles] == [
        ("impressionism", 2),
        ("post-impressionism", 1),
    ]


def test_pages(hall: Path) -> None:
    gallery = opened(hall)
    pages = [gallery.search(page=number, size=3) for number in (1, 2, 3, 0)]
    assert [len(page.paintings) for page in pages] == [3, 1, 0, 3]
    assert {(page.total, page.pages) for page in pages} == {(4, 2)}
    assert gallery.search("nobody").pages == 1


def test_pictures_come_change_and_go(hall: Path, draw: Draw) -> None:
    gallery = opened(hall)
    before = {painting.file: painting.id for painting in gallery}
    draw(hall / "rooms" / "e.jpg", (5, 6))
    draw(hall / "a.jpg", (77, 11))
    (hall / "b.png").unlink()
    after = {painting.file: painting for painting in gallery}
    assert list(after) == ["rooms/c.webp", "a.jpg", "rooms/d.tif", "rooms/e.jpg"]
    assert (after["a.jpg"].width, after["a.jpg"].height) == (77, 11)
    assert after["a.jpg"].id == before["a.jpg"]
    with pytest.raises(UnknownPaintingError, match=before["b.png"]):
        gallery[before["b.png"]]


def test_the_manifest_is_read_again_when_it_changes(hall: Path) -> None:
    gallery = opened(hall)
    assert gallery.search("night").total == 1
    (hall / "gallery.csv").write_text("file,title\na.jpg,The Morning\n")
    assert gallery.search("night").total == 0
    assert gallery.search("morning").total == 1
    (hall / "gallery.csv").unlink()
    assert gallery.search("morning").total == 0
    assert files(gallery) == ["a.jpg", "b.png", "rooms/c.webp", "rooms/d.tif"]


def test_a_look_is_believed_for_a_while(hall: Path, draw: Draw) -> None:
    gallery = Gallery.open(hall, patience=60)
    assert len(gallery) == 4
    draw(hall / "new.jpg")
    assert len(gallery) == 4
    gallery.refresh()
    assert len(gallery) == 5


def test_bad_pictures_are_left_out_until_they_are_mended(hall: Path, draw: Draw) -> None:
    (hall / "a.jpg").write_text("words")
    gallery = opened(hall)
    page = gallery.search(size=3)
    assert [p.file for p in page.paintings] == ["rooms/c.webp", "b.png", "rooms/d.tif"]
    assert page.total == len(gallery) == 3
    assert [(p.where, p.reason) for p in gallery.problems] == [
        ("a.jpg", "The file is a text file, not a picture.")
    ]
    draw(hall / "a.jpg", (6, 4))
    assert gallery.search().total == 4
    assert gallery.problems == ()


def test_a_picture_that_cannot_be_decoded_is_refused_until_it_changes(
    hall: Path, draw: Draw
) -> None:
    gallery = opened(hall)
    painting = gallery.search("night").paintings[0]
    gallery.refuse(painting, "torn")
    assert gallery.search("night").total == 0
    assert [(p.where, p.reason) for p in gallery.problems] == [("a.jpg", "torn")]
    with pytest.raises(UnknownPaintingError):
        gallery[painting.id]
    draw(hall / "a.jpg", (61, 40))
    assert gallery[painting.id].width == 61


def test_bad_rows_are_told(hall: Path) -> None:
    (hall / "gallery.csv").write_text(
        "file,title\na.jpg,one\na.jpg,two\ngone.jpg,x\n../secret.jpg,x\n/etc/passwd,x\n"
        "readme.txt,x\n..\\secret.jpg,x\n./b.png,B\nrooms\\c.webp,C\n,x\n"
    )
    gallery = opened(hall)
    titles = {painting.file: painting.title for painting in gallery}
    assert titles == {"a.jpg": "one", "b.png": "B", "rooms/c.webp": "C", "rooms/d.tif": "D"}
    assert [(p.where, p.reason) for p in gallery.problems] == [
        ("gallery.csv, row 11", "no picture named"),
        ("gallery.csv, row 3: a.jpg", "listed twice"),
        ("gallery.csv, row 4: gone.jpg", "not there, or not a picture"),
        ("gallery.csv, row 5: ../secret.jpg", "leads out of the gallery"),
        ("gallery.csv, row 6: /etc/passwd", "leads out of the gallery"),
        ("gallery.csv, row 7: readme.txt", "not there, or not a picture"),
        ("gallery.csv, row 8: ..\\secret.jpg", "leads out of the gallery"),
    ]


def test_links_never_lead_out(hall: Path, draw: Draw) -> None:
    secret = draw(hall.parent / "secret" / "s.jpg")
    (hall / "out.jpg").symlink_to(secret)
    (hall / "elsewhere").symlink_to(secret.parent)
    (hall / "loop").symlink_to(hall)
    (hall / "in.jpg").symlink_to(hall / "a.jpg")
    gallery = opened(hall)
    assert "in.jpg" in files(gallery)
    assert not {"out.jpg", "elsewhere/s.jpg", "loop/a.jpg"} & set(files(gallery))
    assert [(p.where, p.reason) for p in gallery.problems] == [
        ("out.jpg", "a link that leads out of the gallery")
    ]
    (hall / "out.jpg").unlink()
    assert gallery.problems == ()
    # A picture that becomes such a link after it was listed is not handed out.
    patient = Gallery.open(hall, patience=60)
    painting = patient.search("night").paintings[0]
    assert patient.path(painting) == hall / "a.jpg"
    (hall / "a.jpg").unlink()
    (hall / "a.jpg").symlink_to(secret)
    with pytest.raises(UnknownPaintingError):
        patient.path(painting)


def test_accents_written_another_way(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / unicodedata.normalize("NFD", "été.jpg"))
    (tmp_path / "gallery.csv").write_text(
        unicodedata.normalize("NFC", "file,title\nété.jpg,Summer\n"), encoding="utf-8"
    )
    assert [p.title for p in opened(tmp_path)] == ["Summer"]


def test_names_that_are_no_text(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "x.jpg").rename(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))
    gallery = opened(tmp_path)
    painting = next(iter(gallery))
    assert painting.file.encode() == "caf\ufffd.jpg".encode()
    assert gallery.path(gallery[painting.id]).is_file()


@pytest.mark.parametrize(
    "name",
    ["a b.jpg", "é #1 50%.png", "100%25.jpg", "salle à côté #2/x&y=z?.webp", "quote\"'<b>.jpg",
     "new\nline.png", "日本語.jpg", "UPPER.JPG", "dots..jpg"],
)  # fmt: skip
def test_odd_names(tmp_path: Path, draw: Draw, name: str) -> None:
    file = draw(tmp_path / name, (7, 5))
    with (tmp_path / "gallery.csv").open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows([("file", "title"), (name, "Odd")])
    gallery = opened(tmp_path)
    (painting,) = gallery
    assert (painting.title, painting.width, painting.file) == ("Odd", 7, name)
    assert gallery.path(gallery[painting.id]) == file
    assert gallery.problems == ()


def test_hidden_files_are_not_shown(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / ".hidden.jpg")
    draw(tmp_path / ".git" / "x.jpg")
    draw(tmp_path / "__MACOSX" / "x.jpg")
    assert files(opened(tmp_path)) == []


def test_a_folder_that_is_none(tmp_path: Path, draw: Draw) -> None:
    with pytest.raises(GalleryError, match="is not a folder"):
        Gallery.open(draw(tmp_path / "x.jpg"))
    with pytest.raises(GalleryError, match="is not a folder"):
        Gallery.open(tmp_path / "nowhere")


def test_an_empty_folder_fills(tmp_path: Path, draw: Draw) -> None:
    gallery = opened(tmp_path)
    assert gallery.search().total == 0
    draw(tmp_path / "x.jpg")
    assert gallery.search().total == 1


def test_a_folder_that_goes_and_comes_back(hall: Path) -> None:
    gallery = opened(hall)
    assert len(gallery) == 4
    hall.rename(hall.parent / "away")
    assert len(gallery) == 0
    assert "cannot be listed" in gallery.problems[0].reason
    (hall.parent / "away").rename(hall)
    assert len(gallery) == 4
    assert gallery.problems == ()


def test_many_pictures_from_many_threads(tmp_path: Path, draw: Draw) -> None:
    data = draw(tmp_path / "0.jpg", (300, 200)).read_bytes()
    for number in range(1, 600):
        (tmp_path / f"{number}.jpg").write_bytes(data)
    gallery = opened(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(lambda n: gallery.search(page=n, size=100).total, range(1, 9)))
    assert totals == [600] * 8
    begun = time.process_time()
    assert len(gallery.search(size=600).paintings) == 600
    gallery.refresh()
    assert time.process_time() - begun < 10  # it isn't quadratic


def test_ten_thousand_pictures_by_people_nobody_knows(tmp_path: Path, draw: Draw) -> None:
    first = draw(tmp_path / "0.jpg")
    rows = ["file,artist,style"]
    for number in range(10_000):
        rows.append(f"{number}.jpg,Unheard Of {number},Style of {number}")
        if number:
            (tmp_path / f"{number}.jpg").hardlink_to(first)
    (tmp_path / "gallery.csv").write_text("\n".join(rows))
    gallery = opened(tmp_path)
    begun = time.process_time()
    assert gallery.search("unheard 9999").total == 1
    assert gallery.search(page=100, size=100).total == 10_000
    assert time.process_time() - begun < 30  # it isn't quadratic


@pytest.mark.data
def test_the_real_gallery(data_root: Path) -> None:
    gallery = Gallery.open(data_root / "gallery")
    assert gallery.search("rembrandt danae").paintings[0].artist == "rembrandt-van-rijn"
    assert gallery.problems == ()
    assert all(painting.artist and painting.width for painting in gallery)
