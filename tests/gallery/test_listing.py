"""A folder's pictures at one time, and what is taken from the time before."""

from collections.abc import Callable
from pathlib import Path

from morelli.gallery.listing import Listing, look

Draw = Callable[..., Path]


def test_what_has_not_changed_is_the_same_listing(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "a.jpg")
    (tmp_path / "gallery.csv").write_text("file,title\na.jpg,Night\n")
    first = look(tmp_path, Listing())
    assert look(tmp_path, first) is first
    draw(tmp_path / "b.jpg")
    second = look(tmp_path, first)
    assert [entry.painting.file for entry in second.entries.values()] == ["a.jpg", "b.jpg"]
    assert second.rows is first.rows  # the manifest isn't read again


def test_no_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("words")
    (entry,) = look(tmp_path, Listing()).entries.values()
    assert (entry.painting.width, entry.painting.height) == (0, 0)
    assert entry.path == tmp_path / "a.jpg"


def test_words_style_and_painter_must_all_match(tmp_path: Path, draw: Draw) -> None:
    draw(tmp_path / "a.jpg")
    (tmp_path / "gallery.csv").write_text(
        "file,title,artist,style\na.jpg,Élan,after Claude Monet,Impressionism\n", encoding="utf-8"
    )
    (entry,) = look(tmp_path, Listing()).entries.values()
    assert entry.matches(["elan", "monet"], "impressionism", "claude-monet")
    assert not entry.matches(["elan", "night"], None, None)
    assert not entry.matches([], "cubism", None)
    assert not entry.matches([], None, "paul-cezanne")


def test_rows_name_pictures_in_any_spelling_that_stays_in_the_folder(
    tmp_path: Path, draw: Draw
) -> None:
    draw(tmp_path / "rooms" / "a.jpg")
    draw(tmp_path / "b.jpg")
    (tmp_path / "gallery.csv").write_text(
        f"file,title\nrooms\\a.jpg,A\n{tmp_path}/b.jpg,B\n{tmp_path.parent}/c.jpg,C\n"
    )
    listing = look(tmp_path, Listing())
    assert [entry.painting.title for entry in listing.entries.values()] == ["A", "B"]
    assert [problem.reason for problem in listing.problems] == ["leads out of the gallery"]
