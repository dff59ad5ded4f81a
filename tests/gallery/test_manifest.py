"""gallery.csv is read as far as it can be, and changed without losing anything."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.gallery import GalleryError
from morelli.gallery.manifest import COLUMNS, merge, read

PRINTABLE = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r\n"), max_size=20
).map(str.strip)
ENTRIES = st.lists(
    st.builds(dict, file=PRINTABLE.filter(bool), title=PRINTABLE, artist=PRINTABLE),
    max_size=8,
    unique_by=lambda entry: entry["file"],
)


def test_rows_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    table = tmp_path / "gallery.csv"
    table.write_text(
        "File;Title;License\na.jpg; Water ;CC0\n\n;no file;\nb.jpg;x;y;z\nc.jpg;\nd.jpg;t;l;;\n"
    )
    rows, problems = read(table)
    assert {number: row["file"] for number, row in rows.items()} == {
        2: "a.jpg",
        6: "c.jpg",
        7: "d.jpg",
    }
    assert rows[2] == {"file": "a.jpg", "title": "Water", "licence": "CC0"}
    assert [(p.where, p.reason) for p in problems] == [
        ("gallery.csv, row 4", "no picture named"),
        ("gallery.csv, row 5", "4 fields where the header has 3"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no column 'file'; its columns are: none"),
        (b"name,title\n", "no column 'file'; its columns are: name, title"),
        (b"file\n\xff\n", r"not UTF-8 text \(row 2\)"),
    ],
)
def test_a_manifest_that_is_none(content: bytes, reason: str, tmp_path: Path) -> None:
    table = tmp_path / "gallery.csv"
    table.write_bytes(content)
    rows, problems = read(table)
    assert rows == {}
    with pytest.raises(GalleryError, match=reason):
        merge(table, [{"file": "a.jpg"}])
    assert len(problems) == 1
    assert table.read_bytes() == content


def test_a_spreadsheets_mark_at_the_start_is_passed_over(tmp_path: Path) -> None:
    table = tmp_path / "gallery.csv"
    table.write_bytes(b"\xef\xbb\xbffile\ttitle\nx.jpg\tEau\n")
    assert read(table)[0] == {2: {"file": "x.jpg", "title": "Eau"}}


def test_of_two_columns_of_one_name_the_first_counts(tmp_path: Path) -> None:
    table = tmp_path / "gallery.csv"
    table.write_text("path,title,title\nx.jpg,Eau,\ny.jpg,Feu\n")
    assert [row["title"] for row in read(table)[0].values()] == ["Eau", "Feu"]


def test_merging_keeps_what_was_there(tmp_path: Path) -> None:
    table = tmp_path / "gallery.csv"
    table.write_text("room,file,title\n7,a.jpg,old\n8,b.jpg,kept\n")
    merge(table, [{"file": "a.jpg", "title": "new"}, {"file": "c.jpg", "year": "1890"}])
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["room", "file", "title", *COLUMNS[2:]]
    assert [(r["room"], r["file"], r["title"], r["year"]) for r in rows] == [
        ("7", "a.jpg", "new", ""),
        ("8", "b.jpg", "kept", ""),
        ("", "c.jpg", "", "1890"),
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["gallery.csv"]


@given(ENTRIES)
def test_what_is_merged_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, entries: list[dict[str, str]]
) -> None:
    table = tmp_path_factory.mktemp("merge") / "gallery.csv"
    for entry in entries:
        merge(table, [entry])
    rows = list(read(table)[0].values()) if entries else []
    assert [{name: row[name] for name in ("file", "title", "artist")} for row in rows] == entries
