"""What is finished stays finished, whatever step of the end a kill interrupts."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.collection.formats import Row, beside, format_of
from morelli.collection.shards import LEFT_OUT, Finished, Shards
from morelli.errors import MorelliError

MADE_WITH = {"bundle": "fast", "top": 5}


def rows(*names: str, error: str = "") -> list[Row]:
    return [({"file": name} | ({"error": error} if error else {}), None) for name in names]


def opened(out: Path, wide: int | None = None, *, keep: bool = False) -> Shards:
    return Shards(out, format_of(out, 1, 1, wide), keep=keep)


def names(out: Path) -> list[Any]:
    return [cells["file"] for cells, _ in format_of(out, 1, 1, None).read(out)]


@given(st.lists(st.sampled_from(["a", "b", "=c", "'=c", "d/é"])), st.lists(st.sampled_from("abx")))
def test_a_name_is_finished_as_often_as_it_has_rows(there: list[str], asked: list[str]) -> None:
    finished = Finished(there)
    taken = [name for name in asked if finished.take(name)]
    for name in set(asked):
        assert taken.count(name) == min(asked.count(name), there.count(name))


def test_shards_become_the_table(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    shards = opened(out)
    shards.begin(MADE_WITH)
    shards.write(rows("a", "b"))
    shards.write(rows("c"))
    assert not out.exists()
    shards.join()
    assert names(out) == ["a", "b", "c"]
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "out.csv.run.json"}


def test_a_folder_keeps_them(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    shards = opened(out, keep=True)
    shards.begin(MADE_WITH)
    shards.write(rows("a"))
    shards.join()
    assert sorted(path.name for path in out.iterdir()) == ["_run.json", "part-000000.csv"]
    again = opened(out, keep=True)
    finished = again.resume(MADE_WITH, retry=False)
    assert finished.take("a") and not finished.take("b")
    again.write(rows("b"))
    assert names(out / "part-000001.csv") == ["b"]


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("mine")
    for shards in (opened(tmp_path / "out.csv"),):
        with pytest.raises(MorelliError, match="is there already: --resume goes on"):
            shards.begin(MADE_WITH)
        assert not shards.begun  # nobody says what it was made with
    assert (tmp_path / "out.csv").read_text() == "mine"


def test_rows_of_another_bundle_are_not_gone_on_with(tmp_path: Path) -> None:
    opened(tmp_path / "out.csv").begin(MADE_WITH)
    with pytest.raises(MorelliError, match="was begun with top 5, and this is 3"):
        opened(tmp_path / "out.csv").resume(MADE_WITH | {"top": 3}, retry=False)


def test_what_nobody_knows_is_not_guessed(tmp_path: Path) -> None:
    opened(tmp_path / "out.csv").begin(MADE_WITH)
    (tmp_path / "out.csv.run.json").write_bytes(b"")
    with pytest.raises(MorelliError, match=r"out\.csv\.run\.json is damaged"):
        opened(tmp_path / "out.csv").resume(MADE_WITH, retry=False)


def test_a_finished_table_is_gone_on_with(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    shards = opened(out)
    shards.begin(MADE_WITH)
    shards.write(rows("a"))
    shards.join()
    again = opened(out)
    finished = again.resume(MADE_WITH, retry=False)
    assert len(finished) == again.rows == 1
    assert names(out) == ["a"]  # until the other is complete
    again.write(rows("b"))
    again.join()
    assert names(out) == ["a", "b"]


def test_what_failed_is_forgotten_to_be_tried_again(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    shards = opened(out)
    shards.begin(MADE_WITH)
    shards.write(rows("a"))
    shards.write(rows("b", error="The file is empty."))
    shards.write(rows("c", error=f"{LEFT_OUT}hidden"))
    shards.join()
    finished = opened(out).resume(MADE_WITH, retry=True)
    assert [finished.take(name) for name in "abc"] == [True, False, True]
    assert names(out) == ["a", "b", "c"]


@pytest.mark.parametrize("wide", [None, 3])
def test_the_end_may_be_interrupted_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wide: int | None
) -> None:
    """Each step that changes a folder is the last before a kill, one after the other."""
    steps = ("unlink", "replace", "rmdir")
    killed = -1
    while True:
        killed += 1
        out = tmp_path / str(killed) / "out.csv"
        shards = opened(out, wide)
        shards.begin(MADE_WITH)
        shards.write(rows("a", "b"))
        shards.write(rows("c"))
        with monkeypatch.context() as patch:
            left = [killed]

            def step(real: Any, left: list[int] = left) -> Any:
                def stepped(*args: Any, **kwargs: Any) -> Any:
                    if left[0] == 0:
                        raise SystemExit
                    left[0] -= 1
                    return real(*args, **kwargs)

                return stepped

            for name in steps:
                patch.setattr(Path, name, step(getattr(Path, name)))
            try:
                shards.join()
            except SystemExit:
                done = False
            else:
                done = True
        again = opened(out, wide)
        finished = again.resume(MADE_WITH, retry=False)
        assert all(map(finished.take, "abc")) and again.rows == 3
        again.join()
        assert names(out) == ["a", "b", "c"]
        assert beside(out).exists() == (wide is not None)
        assert not out.with_name("out.csv.shards").exists()
        if done:
            break
    assert killed > 3


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_shard_may_have_failed_as_a_whole(tmp_path: Path, name: str) -> None:
    shards = opened(tmp_path / name, 3)
    shards.begin(MADE_WITH)
    shards.write(rows("a", "b", error="The file is empty."))
    again = opened(tmp_path / name, 3)
    assert len(again.resume(MADE_WITH, retry=True)) == 0
    again.write(rows("a", "b"))
    again.join()
    assert names(tmp_path / name) == ["a", "b"]


def test_an_empty_folder_may_become_the_table(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.mkdir()
    with pytest.raises(MorelliError, match="is there already"):
        opened(out).begin(MADE_WITH)  # it would have to become a file
    opened(out, keep=True).begin(MADE_WITH)
    with pytest.raises(MorelliError, match="is there already"):
        opened(out, keep=True).begin(MADE_WITH)


def test_own_files_are_told(tmp_path: Path) -> None:
    shards = opened(tmp_path / "out.csv")
    own = (
        "out.csv",
        "out.csv.npy",
        "out.csv.run.json",
        "out.csv.shards",
        "out.csv.shards/part-0.csv",
    )
    assert all(shards.own(tmp_path / name) for name in (*own, ".out.csv.1-2.partial"))
    assert not any(shards.own(tmp_path / name) for name in ("out.jpg", "a/out.csv", "about.csv"))
