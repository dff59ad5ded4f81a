"""Three formats, one schema, and what is read is what was written."""

import csv
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.collection.formats import Row, beside, format_of
from morelli.errors import MorelliError
from morelli.inference.answer_csv import columns

FORMATS = ("out.csv", "out.jsonl", "out.parquet")
ROWS: list[Row] = [
    (
        {
            "file": "été, «x»\n.png",
            "verdict": "known painter",
            "artist_1": "=Sisley",
            "artist_1_probability": Decimal("0.5000"),
            "painting": Decimal("0.0000"),
            "work_year": -1863,
        },
        np.array([1, -2.5], np.float32),
    ),
    ({"file": "@gone.png", "error": "There is no such file."}, None),
]


def plain(row: Row) -> tuple[dict[str, str], list[float] | None]:
    cells, embedding = row
    shown = {n: f"{c:.4f}" if isinstance(c, float) else str(c) for n, c in cells.items()}
    return shown, None if embedding is None else embedding.tolist()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("wide", [None, 2])
def test_what_is_read_is_what_was_written(tmp_path: Path, name: str, wide: int | None) -> None:
    form = format_of(tmp_path / name, 2, 1, wide)
    form.write(tmp_path / name, iter(ROWS))
    read = list(form.read(tmp_path / name))
    expected = [plain(row) if wide else (plain(row)[0], None) for row in ROWS]
    assert [plain(row) for row in read] == expected
    again = tmp_path / "again" / name
    form.write(again, read)
    for path in (tmp_path / name, beside(tmp_path / name)):
        if path.exists():
            assert (again.parent / path.name).read_bytes() == path.read_bytes()


def test_all_have_the_columns_of_an_answer(tmp_path: Path) -> None:
    from pyarrow import parquet

    for name in FORMATS:
        format_of(tmp_path / name, 2, 1, 2).write(tmp_path / name, ROWS)
    expected = columns(2, 1)
    with (tmp_path / "out.csv").open(newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == expected and table[1][expected.index("artist_1")] == "'=Sisley"
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [list(line) for line in lines] == [expected, expected]
    assert lines[0]["artist_1_probability"] == 0.5 and lines[0]["artist_1"] == "=Sisley"
    assert lines[1]["verdict"] is None
    stored = parquet.read_table(tmp_path / "out.parquet")
    assert stored.column_names == [*expected, "embedding"]
    assert stored.to_pylist()[0]["work_year"] == -1863
    matrix = np.load(tmp_path / "out.csv.npy")
    assert matrix.shape == (2, 2) and np.isnan(matrix[1]).all()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)))
@pytest.mark.parametrize("name", FORMATS)
def test_any_name_comes_back(tmp_path_factory: Any, name: str, names: list[str]) -> None:
    path = tmp_path_factory.mktemp("any") / name
    form = format_of(path, 1, 1, None)
    # Of these a spreadsheet's guard can't be told any more; shards allow for it.
    names = [n for n in names if not n.startswith("'")]
    form.write(path, [({"file": n}, None) for n in names])
    assert [cells["file"] for cells, _ in form.read(path)] == names


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MorelliError, match=r"name it \.csv, \.jsonl or \.parquet"):
        format_of(tmp_path / "out.xlsx", 1, 1, None)


def test_without_pyarrow_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MorelliError, match=r'pip install "morelli\[parquet\]"'):
        format_of(tmp_path / "out.parquet", 1, 1, None)


def test_a_row_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def failing() -> Any:
        yield ROWS[0]
        raise OSError("no space left")

    for name in FORMATS:
        path = tmp_path / name
        form = format_of(path, 1, 1, None)
        form.write(path, [({"file": "before"}, None)])
        before = path.read_bytes()
        with pytest.raises(OSError, match="no space"):
            form.write(path, failing())
        assert path.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == set(FORMATS)
