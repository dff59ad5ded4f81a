"""Tables: CSV and Parquet, relative paths, row numbers in every complaint."""

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from morelli.datasets import DatasetError, Problem, open_dataset


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.jpg", "sub/c.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"a picture, for all the reader knows")
    return tmp_path


def table(folder: Path, text: str, name: str = "t.csv", **encoding: Any) -> Path:
    path = folder / name
    path.write_text(text, **encoding)
    return path


def test_columns_in_any_order_and_others_ignored(folder: Path) -> None:
    path = table(
        folder,
        "id,Style,split,PATH,artist\n"
        '1,Popart,Training,a.jpg,"Warhol, Andy"\n'
        "2,,val,sub/c.jpg,VELASQUEZ\n"
        f"3,My Own Style,unknown_painter,{folder / 'b.jpg'},Someone Nobody Knows\n",
    )
    dataset = open_dataset(path)
    assert [(s.path, s.artist, s.style, s.split) for s in dataset] == [
        (folder / "a.jpg", "andy-warhol", "pop-art", "train"),
        (folder / "sub/c.jpg", "diego-velazquez", None, "validation"),
        (folder / "b.jpg", "someone-nobody-knows", "my-own-style", "unknown_painter"),
    ]
    assert dataset.name == "t"
    assert dataset.splits == ("train", "unknown_painter", "validation")


def test_sources_are_kept_as_they_are_written(folder: Path) -> None:
    path = table(folder, "file,artist,source\na.jpg,Goya,Museo del Prado\nb.jpg,Goya,\n")
    assert [sample.source for sample in open_dataset(path)] == ["Museo del Prado", None]


def test_what_is_known_of_the_painting_is_kept_as_it_is_written(folder: Path) -> None:
    text = "file,artist,title,work,group\na.jpg,Goya,The Dog,known,7\nb.jpg,Goya,,,\n"
    samples = open_dataset(table(folder, text)).samples
    assert [(s.title, s.work, s.group) for s in samples] == [
        ("The Dog", "known", "7"),
        (None, None, None),
    ]


@pytest.mark.parametrize("slug", ["marevna-(marie-vorobieff)", "t.-c.-steele", "jmw-turner"])
def test_slugs_stay_as_they_are(folder: Path, slug: str) -> None:
    assert open_dataset(table(folder, f"file,artist\na.jpg,{slug}\n")).artists == (slug,)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_and_a_byte_order_mark(folder: Path, separator: str) -> None:
    text = "file,artist\na.jpg,Goya\n".replace(",", separator)
    assert open_dataset(table(folder, text, encoding="utf-8-sig")).artists == ("francisco-goya",)


def test_rows_that_cannot_be_used_are_named_by_their_number(folder: Path) -> None:
    path = table(
        folder,
        "file,artist\n"
        "a.jpg,Goya\n"
        "missing.jpg,Goya\n"
        "\n"
        ",Goya\n"
        "a.jpg,Monet\n"
        "b.jpg,Velázquez, Diego\n"
        "b.jpg\n"
        "sub,Goya\n",
    )
    dataset = open_dataset(path)
    assert [(s.path.name, s.artist) for s in dataset] == [
        ("a.jpg", "francisco-goya"),
        ("b.jpg", None),
    ]
    assert dataset.skipped == (
        Problem("row 3", "missing.jpg is not there"),
        Problem("row 5", "no picture named"),
        Problem("row 6", "a.jpg stands in row 2 already"),
        Problem("row 7", "3 fields where the header has 2"),
        Problem("row 9", "sub is not there"),
    )


def test_a_quoted_line_break_does_not_shift_the_count(folder: Path) -> None:
    path = table(folder, 'file,title,artist\na.jpg,"two\nlines",Goya\nz.jpg,x,Goya\n')
    assert open_dataset(path).skipped == (Problem("row 3", "z.jpg is not there"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("picture,artist\na.jpg,Goya\n", r"no column 'path' \(or 'file'\).*: picture, artist\."),
        ("file,painter\na.jpg,Goya\n", "no column 'artist' or 'style'; .*: file, painter"),
        ("file,artist\nz.jpg,Goya\n", r"no picture that can be used \(row 2: z\.jpg is not"),
        ("file,artist\n", "no picture that can be used"),
        ("", "is empty; a header"),
        (f'file,artist\na.jpg,Goya\nb.jpg,"{"x" * 200_000}"\n', "row 3: field larger"),
    ],
)
def test_what_is_wrong_with_a_table(folder: Path, text: str, message: str) -> None:
    with pytest.raises(DatasetError, match=message):
        open_dataset(table(folder, text))


def test_other_encodings_are_named(folder: Path) -> None:
    path = table(folder, "file,artist\na.jpg,Goya\nb.jpg,Dürer\n", encoding="latin-1")
    with pytest.raises(DatasetError, match=r"not UTF-8 text \(row 3\)"):
        open_dataset(path)


def test_a_table_without_labels_only_when_asked(folder: Path) -> None:
    path = table(folder, "file,split,kind\na.jpg,train,photograph\n")
    with pytest.raises(DatasetError, match="no column 'artist' or 'style'"):
        open_dataset(path)
    (sample,) = open_dataset(path, labelled=False)
    assert (sample.artist, sample.style, sample.split) == (None, None, "train")


def test_parquet_reads_like_csv(folder: Path) -> None:
    columns = {
        "file": ["a.jpg", "sub/c.jpg", "z.jpg"],
        "artist": ["Goya", None, "Monet"],
        "style": pa.array(["Romanticism", "Cubbism", None]).dictionary_encode(),
        "year": [1814, 1910, None],
    }
    pq.write_table(pa.table(columns), folder / "t.parquet")
    dataset = open_dataset(folder / "t.parquet")
    assert [(s.path.name, s.artist, s.style) for s in dataset] == [
        ("a.jpg", "francisco-goya", "romanticism"),
        ("c.jpg", None, "cubism"),
    ]
    assert dataset.skipped == (Problem("row 3", "z.jpg is not there"),)


def test_damaged_parquet(folder: Path) -> None:
    (folder / "t.parquet").write_bytes(b"PAR1 and nothing else PAR1")
    with pytest.raises(DatasetError, match="not a readable Parquet file"):
        open_dataset(folder / "t.parquet")


WITHOUT = """
import sys
from pathlib import Path
sys.modules["pyarrow"] = sys.modules["pandas"] = None  # as if they weren't installed
from morelli.datasets import DatasetError, open_dataset
print(len(open_dataset(Path("t.csv"))))
try:
    open_dataset(Path("t.parquet"))
except DatasetError as error:
    print(error)
"""


def test_csv_needs_neither_pyarrow_nor_pandas(folder: Path) -> None:
    table(folder, "file,artist\na.jpg,Goya\n")
    pq.write_table(pa.table({"file": ["a.jpg"], "artist": ["Goya"]}), folder / "t.parquet")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "1",
        "t.parquet is a Parquet file, which needs pyarrow: "
        'pip install "morelli[parquet]", or save the table as CSV.',
    ]


@pytest.mark.data
def test_the_real_paintings(data_root: Path) -> None:
    dataset = open_dataset(data_root / "paintings.csv")
    with (data_root / "paintings.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [s.artist for s in dataset] == [row["artist"] for row in rows]
    assert [s.split for s in dataset] == [row["split"] for row in rows]
    assert [s.path for s in dataset] == [data_root / row["file"] for row in rows]
    assert [s.style is None for s in dataset] == [not row["style"] for row in rows]
    assert dataset.skipped == ()


@pytest.mark.data
def test_the_real_negatives(data_root: Path) -> None:
    dataset = open_dataset(data_root / "not_paintings.csv", labelled=False)
    assert (len(dataset.split("train")), len(dataset.split("test"))) == (276, 167)
