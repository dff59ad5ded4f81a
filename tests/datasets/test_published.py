"""Painting-91 is fetched, unpacked and opened from a server that cuts connections."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from morelli.datasets import DatasetError
from morelli.datasets.published import PAINTING91, Published, get, home

Serve = Callable[..., Any]


@pytest.fixture(scope="module")
def archive(painting91_miniature: ModuleType, painting91_entries: tuple[Any, ...]) -> bytes:
    content = painting91_miniature.archive(painting91_entries)
    assert isinstance(content, bytes)
    return content


def served(server: Any) -> Published:
    """Painting-91, but at the local server and as large as the miniature."""
    return replace(PAINTING91, url=server.url, size=len(server.content))


def test_painting91_from_start_to_end(tmp_path: Path, serve: Serve, archive: bytes) -> None:
    server = serve(archive, cuts=(200_000, 0, 300_000))
    stages: dict[str, tuple[int, int | None]] = {}

    def follow(stage: str, done: int, of: int | None) -> None:
        stages[stage] = done, of

    dataset = get(served(server), tmp_path / "new" / "p91", progress=follow, pause=0)

    assert (len(dataset), dataset.skipped) == (4266, ())
    assert (len(dataset.split("train")), len(dataset.split("test"))) == (2275, 1991)
    assert sum(s.artist == "edouard-manet" for s in dataset) > 40
    assert stages == {
        "fetching": (len(archive), len(archive)),
        "unpacking": (4266 + 8, 4266 + 8),
    }
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["p91"]
    assert len(server.asked) == 4

    assert get(served(server), tmp_path / "new" / "p91") == dataset
    assert len(server.asked) == 4  # what is there is not fetched again


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    server = serve(b"never asked for")
    with pytest.raises(DatasetError, match="is there already and holds something else"):
        get(served(server), tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"
    assert server.asked == []


def test_a_damaged_archive_is_fetched_again_next_time(
    tmp_path: Path, serve: Serve, archive: bytes
) -> None:
    server = serve(archive[: len(archive) // 2])
    with pytest.raises(DatasetError, match="not a sound ZIP archive"):
        get(served(server), tmp_path / "p91", pause=0)
    assert list(tmp_path.iterdir()) == []
    server.content = archive
    assert len(get(served(server), tmp_path / "p91", pause=0)) == 4266


def test_a_kept_archive_is_not_fetched_again(tmp_path: Path, serve: Serve, archive: bytes) -> None:
    server = serve(archive)
    (tmp_path / "p91.zip").write_bytes(archive)
    assert len(get(served(server), tmp_path / "p91")) == 4266
    assert server.asked == []


def test_an_archive_that_cannot_be_unpacked_is_kept(
    tmp_path: Path, serve: Serve, archive: bytes
) -> None:
    (tmp_path / "p91.zip").write_bytes(archive)
    (tmp_path / ".p91.unpacking").touch()  # in the way, as a full disk would be
    with pytest.raises(DatasetError, match=r"could not be unpacked: .*The archive is kept"):
        get(served(serve(archive)), tmp_path / "p91")
    assert (tmp_path / "p91.zip").read_bytes() == archive


def test_another_address_may_have_another_size(
    tmp_path: Path, serve: Serve, archive: bytes
) -> None:
    smaller = replace(PAINTING91, size=1000)
    assert len(get(smaller, tmp_path / "p91", url=serve(archive).url)) == 4266


def test_no_room(tmp_path: Path, serve: Serve) -> None:
    huge = replace(served(serve(b"")), size=1 << 60)
    with pytest.raises(DatasetError, match=r"has room for .* painting91 needs .*--to"):
        get(huge, tmp_path / "p91")


def test_home_is_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home("painting91") == tmp_path / "morelli" / "datasets" / "painting91"
