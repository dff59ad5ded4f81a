"""Downloads survive cut connections, go on where they stopped, and never end half-done."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from morelli.datasets import DatasetError
from morelli.datasets.download import ATTEMPTS, download

Serve = Callable[..., Any]
CONTENT = bytes(range(256)) * 4000


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_whole(tmp_path: Path, serve: Serve) -> None:
    server = serve(CONTENT)
    seen: list[tuple[int, int | None]] = []
    download(server.url, tmp_path / "f", size=len(CONTENT), progress=lambda *at: seen.append(at))
    assert (tmp_path / "f").read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert server.asked == [None]
    assert names(tmp_path) == ["f"]


def test_cut_connections_are_taken_up(tmp_path: Path, serve: Serve) -> None:
    server = serve(CONTENT, cuts=(100_000, 0, 250_000))
    download(server.url, tmp_path / "f", size=len(CONTENT), pause=0)
    assert (tmp_path / "f").read_bytes() == CONTENT
    assert server.asked == [None, "bytes=100000-", "bytes=100000-", "bytes=350000-"]
    assert names(tmp_path) == ["f"]


def interrupted(tmp_path: Path, serve: Serve, **behaviour: Any) -> Any:
    """A server, and 100,000 bytes of its file from a call that gave up."""
    server = serve(CONTENT, cuts=(100_000, *[0] * ATTEMPTS), **behaviour)
    with pytest.raises(DatasetError, match=r"100,000 bytes are kept in .*f\.part; give the same"):
        download(server.url, tmp_path / "f", pause=0)
    assert names(tmp_path) == ["f.part", "f.part.json"]
    server.asked.clear()
    return server


@pytest.mark.parametrize("tag", ['"one"', None], ids=["tagged", "untagged"])
def test_a_later_call_goes_on(tmp_path: Path, serve: Serve, tag: str | None) -> None:
    server = interrupted(tmp_path, serve, tag=tag)
    download(server.url, tmp_path / "f", pause=0)
    assert server.asked == ["bytes=100000-"]
    assert (tmp_path / "f").read_bytes() == CONTENT


def test_another_file_behind_the_address_is_fetched_anew(tmp_path: Path, serve: Serve) -> None:
    server = interrupted(tmp_path, serve)
    server.content, server.tag = CONTENT[::-1], '"two"'
    download(server.url, tmp_path / "f", pause=0)
    assert (tmp_path / "f").read_bytes() == CONTENT[::-1]


def test_a_part_of_another_address_is_not_used(tmp_path: Path, serve: Serve) -> None:
    interrupted(tmp_path, serve)
    other = serve(CONTENT[::-1])
    download(other.url, tmp_path / "f", pause=0)
    assert other.asked == [None]
    assert (tmp_path / "f").read_bytes() == CONTENT[::-1]


def test_a_server_without_ranges(tmp_path: Path, serve: Serve) -> None:
    server = interrupted(tmp_path, serve)
    server.ranges = False
    download(server.url, tmp_path / "f", pause=0)
    assert server.asked == ["bytes=100000-"]
    assert (tmp_path / "f").read_bytes() == CONTENT


def test_a_complete_part_is_not_fetched_again(tmp_path: Path, serve: Serve) -> None:
    server = interrupted(tmp_path, serve)
    (tmp_path / "f.part").write_bytes(CONTENT)
    download(server.url, tmp_path / "f", pause=0)
    assert server.asked == [f"bytes={len(CONTENT)}-"]
    assert (tmp_path / "f").read_bytes() == CONTENT


def test_a_part_that_is_too_long_is_fetched_anew(tmp_path: Path, serve: Serve) -> None:
    server = interrupted(tmp_path, serve)
    (tmp_path / "f.part").write_bytes(CONTENT + b"more")
    download(server.url, tmp_path / "f", pause=0)
    assert (tmp_path / "f").read_bytes() == CONTENT


def test_another_size_is_refused_before_anything_is_fetched(tmp_path: Path, serve: Serve) -> None:
    with pytest.raises(DatasetError, match="has 1,024,000 bytes where 5 were expected"):
        download(serve(CONTENT).url, tmp_path / "f", size=5)
    assert names(tmp_path) == []


@pytest.mark.parametrize(("status", "requests"), [(404, 1), (403, 1), (503, ATTEMPTS)])
def test_refusals(tmp_path: Path, serve: Serve, status: int, requests: int) -> None:
    server = serve(CONTENT, refuse=status)
    with pytest.raises(DatasetError, match=f"the server answers {status}"):
        download(server.url, tmp_path / "f", pause=0)
    assert len(server.asked) == requests


def test_nobody_answers(tmp_path: Path, serve: Serve) -> None:
    server = serve(CONTENT)
    server.close()
    with pytest.raises(DatasetError, match=r"could not be fetched: .*refused.* 0 bytes are kept"):
        download(server.url, tmp_path / "f", pause=0)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/f", "archive.zip"])
def test_only_http(tmp_path: Path, url: str) -> None:
    with pytest.raises(DatasetError, match="not an http or https address"):
        download(url, tmp_path / "f")
