"""Tables as anybody's program saves them."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.datasets import DatasetError, rows


def read(path: Path, content: bytes | str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    table = rows.read(path)
    return table.columns, list(table.rows)


PLAIN = (["file", "artist"], [(2, ["a.jpg", "Goya"])])


@pytest.mark.parametrize(
    "content",
    [
        "file,artist\na.jpg,Goya\n",
        "File ; ARTIST\r\n a.jpg ;Goya\r\n",
        "file\tartist\ra.jpg\tGoya\r",
        "file|artist\na.jpg|Goya\n",
        "\ufefffile;artist\na.jpg;Goya",
        "sep=;\r\nfile;artist\r\na.jpg;Goya\r\n",
        "\n\nsep=;\r\nfile;artist\r\na.jpg;Goya\r\n",
        "\ufeffsep=;\nfile;artist\na.jpg;Goya\n",
        '"sep=|"\nfile|artist\na.jpg|Goya\n',
        "SEP=,\nfile,artist\na.jpg,Goya\n",
        "sep=\t\nfile\tartist\na.jpg\tGoya\n",
        "sep=\\t\nfile\tartist\na.jpg\tGoya\n",
        "sep=;;;\nfile;artist;;\na.jpg;Goya;;\n",
        "file,artist,,\na.jpg,Goya,,,,\n",
        "file,artist\na.jpg,Goya,,,\n",
        '"file";"artist"\n"a.jpg";"Goya"\n',
        "file,artist\na.jpg,Goya\n,,\n;\n\n".replace(";", ""),
        "file\tartist\na.jpg\tGoya\n".encode("utf-16"),
        "\ufefffile;artist\na.jpg;Goya\n".encode("utf-16-be"),
    ],
)
def test_spellings_of_one_table(tmp_path: Path, content: bytes | str) -> None:
    assert read(tmp_path / "t.csv", content) == PLAIN


def test_rows_are_read_as_they_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"file\n" + b"a.jpg\n" * 9000 + b"\xff.jpg\n")
    table = rows.read(path)
    assert next(table.rows) == (2, ["a.jpg"])
    with pytest.raises(DatasetError, match=r"is not UTF-8 text \(row 9002\)"):
        list(table.rows)


def test_delimiters_between_quotes_are_none(tmp_path: Path) -> None:
    text = 'file;artist;"seen at, by, and, on"\na.jpg;"Goya; who else";x\n'
    columns, (row,) = read(tmp_path / "t.csv", text)
    assert columns == ["file", "artist", "seen at, by, and, on"]
    assert row == (2, ["a.jpg", "Goya; who else", "x"])


def test_short_rows_are_filled_and_long_ones_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("file,artist,year\na.jpg\nb.jpg,Goya,1800,x\n")
    table = rows.read(path)
    (_, short), (_, long) = table.rows
    assert short == ["a.jpg", "", ""] and table.excess(short) is None
    assert table.excess(long) == "4 fields where the header has 3"


def test_blank_lines_are_counted(tmp_path: Path) -> None:
    assert read(tmp_path / "t.csv", "\nfile\n\na.jpg\n") == (["file"], [(4, ["a.jpg"])])


def test_nothing_is_an_empty_table(tmp_path: Path) -> None:
    for content in ("", "\ufeff", "\n\n", "sep=;\n"):
        assert read(tmp_path / "t.csv", content) == ([], [])


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"gone\.csv cannot be read: No such file"):
        rows.read(tmp_path / "gone.csv")
    with pytest.raises(DatasetError, match=r"not UTF-8 text \(row 2\)"):
        read(tmp_path / "t.csv", "file\nDürer.jpg".encode("latin-1"))


def test_parquet_whatever_it_is_called(tmp_path: Path) -> None:
    columns: dict[str, Any] = {
        "File": ["a.jpg", None, " b.jpg "],
        "year": [1800.0, None, float("nan")],
    }
    pq.write_table(pa.table(columns), tmp_path / "t.csv")
    table = rows.read(tmp_path / "t.csv")
    assert table.columns == ["file", "year"]
    assert list(table.rows) == [(1, ["a.jpg", "1800.0"]), (3, ["b.jpg", ""])]


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=""), max_size=9)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5), st.sampled_from(",;\t|"))
def test_any_cells_come_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]], delimiter: str
) -> None:
    import csv

    path = tmp_path_factory.mktemp("any") / "t.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(f"sep={delimiter}\n")
        csv.writer(file, delimiter=delimiter).writerows([["a", "b", "c", "d"], *cells])
    got = [fields for _, fields in rows.read(path).rows]
    wanted = [[cell.strip() for cell in row] for row in cells]
    assert got == [row + [""] * (4 - len(row)) for row in wanted if any(row)]
